import { describe, expect, it } from '@jest/globals';
import { describeProgress, progressLine } from './progress.ts';

describe('the progress of an import', () => {
  it('says the share of the file, the rows and how many come a second', () => {
    expect(describeProgress('sales.csv.gz', { rows: 300_000, share: 0.417 }, 6_000)).toBe(
      'sales.csv.gz ██████████░░░░░░░░░░░░░░  41 %  300,000 rows, 50,000 a second',
    );
  });

  it('begins without a rate and ends with what is left to do', () => {
    expect(describeProgress('a.csv', { rows: 0, share: 0 }, 0)).toBe(
      `a.csv ${'░'.repeat(24)}   0 %  0 rows, 0 a second`,
    );
    expect(describeProgress('a.csv', { rows: 10, share: 1 }, 1_000)).toBe(
      `a.csv ${'█'.repeat(24)} 100 %  10 rows, 10 a second, writing`,
    );
  });

  it.each([20, 40, 60, 70])('keeps to a terminal of %i columns', (columns) => {
    const line = describeProgress(
      'a-very-long-name-of-a-file.csv.gz',
      { rows: 728_617, share: 0.5 },
      9_000,
      columns,
    );
    expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('redraws one line of a terminal, at most ten times a second, and always the end', () => {
    const written: string[] = [];
    let time = 0;
    const show = progressLine(
      'a.csv',
      { isTTY: true, columns: 100, write: (text) => written.push(text) },
      () => time,
    );
    for (time = 0; time < 1_000; time += 10) show({ rows: time, share: time / 1_000 });
    show({ rows: 1_000, share: 1 });
    expect(written).toHaveLength(11);
    expect(written.every((text) => text.startsWith('\r\x1b[K') && !text.includes('\n'))).toBe(true);
    expect(written.at(-1)).toContain('100 %');
  });

  it('is silent where the output is no terminal', () => {
    const written: string[] = [];
    progressLine('a.csv', { write: (text) => written.push(text) }, () => 0)({ rows: 1, share: 1 });
    expect(written).toEqual([]);
  });
});
