import { describe, expect, it } from '@jest/globals';
import { reviewLabels } from '../reviews/labels.ts';
import { encodeReviewLabel, gameRating } from './review-features.ts';

describe('review features', () => {
  it('number the labels from none over mixed to the best', () => {
    expect(reviewLabels.map(encodeReviewLabel)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([encodeReviewLabel('No reviews'), encodeReviewLabel('Mixed')]).toEqual([0, 5]);
    expect(encodeReviewLabel('mixed')).toBeUndefined();
  });

  it('rate on a scale of 0 to 10 with one decimal', () => {
    expect(gameRating({ count: 3, positive: 2 })).toBe('6.7');
    expect(gameRating({ count: 3, positive: 0 })).toBe('0.0');
    expect(gameRating({ count: 0, positive: 0 })).toBe('');
  });
});
