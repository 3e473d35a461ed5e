import { describe, expect, it } from '@jest/globals';
import { schedule } from '../../stepfunctions/substitutions.ts';
import { nextOccurrence, parseCron } from './cron.ts';

const next = (expression: string, after: string): string | undefined =>
  nextOccurrence(parseCron(expression), new Date(after))?.toISOString();

describe('a schedule', () => {
  it('comes every night at its time, strictly after the given instant', () => {
    expect(next(schedule.expression, '2026-02-28T01:14:59.999Z')).toBe('2026-02-28T01:15:00.000Z');
    expect(next(schedule.expression, '2026-02-28T01:15:00Z')).toBe('2026-03-01T01:15:00.000Z');
    expect(next(schedule.expression, '2026-12-31T23:59:59Z')).toBe('2027-01-01T01:15:00.000Z');
  });

  it('knows lists, ranges, steps and days of the week', () => {
    expect(next('cron(0/20 8-9 ? * 2-6 *)', '2026-03-06T09:40:00Z')).toBe('2026-03-09T08:00:00.000Z');
    expect(next('cron(5,35 * 29 2 ? *)', '2026-01-01T00:00:00Z')).toBe('2028-02-29T00:05:00.000Z');
    expect(next('cron(0 0 31 4 ? *)', '2026-01-01T00:00:00Z')).toBeUndefined();
  });

  it.each([
    ['rate(1 day)', 'expected cron(…) with 6 fields'],
    ['cron(0 1 * * ?)', 'expected cron(…) with 6 fields'],
    ['cron(0 24 * * ? *)', 'hours: "24" is outside 0 to 23'],
    ['cron(0 1 L * ? *)', 'daysOfMonth: "L" is not supported'],
    ['cron(*/0 1 * * ? *)', 'minutes: "*/0" is outside 0 to 59'],
  ])('refuses %s and says why', (expression, reason) => {
    expect(() => parseCron(expression)).toThrow(reason);
  });
});
