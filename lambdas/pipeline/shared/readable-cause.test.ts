import { describe, expect, it } from '@jest/globals';
import { readableCause } from './readable-cause.ts';

describe('readableCause', () => {
  it('takes the message out of what a function reports', () => {
    expect(readableCause('{"errorType":"Error","errorMessage":"no \\"such\\" game","trace":["at x"]}')).toBe(
      'no "such" game',
    );
  });

  it('does so where the report is cut off behind the message, or follows a name', () => {
    expect(readableCause('Error: {"errorType":"Error","errorMessage":"late","trace":["at')).toBe('late');
  });

  it('leaves any other text alone', () => {
    expect(readableCause('The task did not end within 90 seconds.')).toBe(
      'The task did not end within 90 seconds.',
    );
    expect(readableCause('')).toBe('');
  });
});
