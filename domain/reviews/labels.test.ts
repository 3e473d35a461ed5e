import { describe, expect, it } from '@jest/globals';
import { reviewLabel } from './labels.ts';

describe('the label of reviews', () => {
  it.each([
    [0, 0, 'No reviews'],
    [500, 500, 'Overwhelmingly Positive'],
    [475, 500, 'Overwhelmingly Positive'],
    [474, 500, 'Very Positive'],
    [499, 499, 'Very Positive'],
    [40, 50, 'Very Positive'],
    [49, 49, 'Positive'],
    [3, 3, 'Positive'],
    [79, 100, 'Mostly Positive'],
    [7, 10, 'Mostly Positive'],
    [69, 100, 'Mixed'],
    [4, 10, 'Mixed'],
    [39, 100, 'Mostly Negative'],
    [2, 10, 'Mostly Negative'],
    [1, 10, 'Negative'],
    [0, 49, 'Negative'],
    [9, 50, 'Very Negative'],
    [99, 500, 'Overwhelmingly Negative'],
  ] as const)('of %i positive among %i is %s', (positive, count, label) => {
    expect(reviewLabel(positive, count)).toBe(label);
  });
});
