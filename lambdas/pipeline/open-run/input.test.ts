import { describe, expect, it } from '@jest/globals';
import { parseRunInput } from './input.ts';

describe("a run's day", () => {
  it('may be the instant at which the schedule fired', () => {
    expect(parseRunInput({ runDate: '2026-03-01T01:15:00Z' })).toMatchObject({
      runDate: '2026-03-01',
      asOf: '2026-03-01',
    });
  });

  it.each(['2026-03-01T01:15:00+02:00', '2026-02-30T01:15:00Z', 'yesterday'])('is not %s', (runDate) => {
    expect(() => parseRunInput({ runDate })).toThrow('runDate: expected a day as YYYY-MM-DD');
  });
});
