import type { EpochDay } from '../days.ts';
import { reviewLabels } from '../reviews/labels.ts';

/** What one day added: reviews written, less those taken back, and votes changed. Both may be negative. */
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

/**
 * What the files write for a label: 0 = no reviews, 5 = mixed, 9 = best. undefined = a label that nobody knows: the
 * caller names the game, no label is ever guessed.
 */
export function encodeReviewLabel(label: string): number | undefined {
  const place = reviewLabels.findIndex((known) => known === label);
  return place < 0 ? undefined : place;
}

/** Share of positive reviews on a scale of 0 to 10 with one decimal; empty without a review. */
export function gameRating({ count, positive }: ReviewTotals): string {
  return count === 0 ? '' : ((10 * positive) / count).toFixed(1);
}
