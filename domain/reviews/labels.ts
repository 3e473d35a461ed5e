/** The ten words for what buyers think of a game, from no review to the best. A label's place is its number. */
export const reviewLabels = [
  'No reviews',
  'Overwhelmingly Negative',
  'Very Negative',
  'Negative',
  'Mostly Negative',
  'Mixed',
  'Mostly Positive',
  'Positive',
  'Very Positive',
  'Overwhelmingly Positive',
] as const;
export type ReviewLabel = (typeof reviewLabels)[number];

/** Counts of reviews from which the stronger words may be used. */
const manyReviews = 500;
const someReviews = 50;

/**
 * The label of a share of positive reviews. The middle depends on the share alone; the ends also on how many wrote:
 * 95 % of 500 is overwhelming, 95 % of 60 is very positive, 100 % of 3 is positive.
 */
export function reviewLabel(positive: number, count: number): ReviewLabel {
  if (count === 0) return 'No reviews';
  const percent = (100 * positive) / count;
  if (percent >= 80) {
    if (percent >= 95 && count >= manyReviews) return 'Overwhelmingly Positive';
    return count >= someReviews ? 'Very Positive' : 'Positive';
  }
  if (percent >= 70) return 'Mostly Positive';
  if (percent >= 40) return 'Mixed';
  if (percent >= 20) return 'Mostly Negative';
  if (count >= manyReviews) return 'Overwhelmingly Negative';
  return count >= someReviews ? 'Very Negative' : 'Negative';
}
