import type { EpochDay } from '../days.ts';

/** Reviews written on one day. */
export interface ReviewDay {
  readonly day: EpochDay;
  readonly count: number;
  readonly positive: number;
}

/** All reviews up to and including a day. */
export interface ReviewTotals {
  readonly count: number;
  readonly positive: number;
}

/** What the files write for a label; 0 = no reviews, 5 = mixed, 9 = best. */
const encodings: Readonly<Record<string, number>> = {
  'No reviews': 0,
  'Overwhelmingly Negative': 1,
  'Very Negative': 2,
  Negative: 3,
  'Mostly Negative': 4,
  Mixed: 5,
  'Mostly Positive': 6,
  Positive: 7,
  'Very Positive': 8,
  'Overwhelmingly Positive': 9,
};

/** undefined = a label that nobody gave a number: the caller names the game, no label is ever guessed. */
export function encodeReviewLabel(label: string): number | undefined {
  return Object.hasOwn(encodings, label) ? encodings[label] : undefined;
}

/** Share of positive reviews on a scale of 0 to 10 with one decimal; empty without a review. */
export function gameRating({ count, positive }: ReviewTotals): string {
  return count === 0 ? '' : ((10 * positive) / count).toFixed(1);
}
