import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './options.ts';

const today = '2026-01-11';
const parse = (...args: string[]) => parseOptions(args, today);

describe('options of npm run pipeline', () => {
  it('run for today when nothing is said', () => {
    expect(parse()).toEqual({
      asOf: [today],
      runDate: today,
      gameIds: undefined,
      baseRun: undefined,
      dryRun: false,
      mode: undefined,
    });
  });

  it('take a day, games, a base and a dry run', () => {
    const options = parse('--as-of', '2020-06-14', '--games', '3, 5', '--base-run', 'r1', '--dry-run');
    expect(options).toMatchObject({ asOf: ['2020-06-14'], gameIds: [3, 5], baseRun: 'r1', dryRun: true });
  });

  it('take a range with both its ends, and run what is missing unless told otherwise', () => {
    const options = parse('--from', '2020-02-28', '--to', '2020-03-01');
    expect(options).toMatchObject({ asOf: ['2020-02-28', '2020-02-29', '2020-03-01'], mode: 'missing' });
    expect(parse('--from', today, '--to', today, '--mode', 'failed').mode).toBe('failed');
  });

  it.each([
    [['--as-of', '2020-02-30'], /--as-of is "2020-02-30", expected a day as YYYY-MM-DD/],
    [['--games', '1,two'], /--games holds "two", expected ids of games/],
    [['--games', ''], /--games holds ""/],
    [['--base-run', '../x'], /--base-run is "\.\.\/x", expected the id of a run/],
    [['--from', '2020-01-02'], /--to is missing/],
    [['--from', '2020-01-02', '--to', '2020-01-01'], /--to \(2020-01-01\) lies before --from/],
    [['--from', '2020-01-01', '--to', '2022-01-01'], /expected at most 366 days/],
    [['--from', today, '--to', today, '--mode', 'some'], /--mode is "some", expected missing, failed, all/],
    [['--mode', 'all'], /--mode is for a range/],
    [['--as-of', today, '--from', today, '--to', today], /--as-of cannot stand beside/],
    [['--asof', today], /Unknown option '--asof'/],
    [['2020-01-01'], /Unexpected argument/],
  ])('refuse %j with words', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
  });
});
