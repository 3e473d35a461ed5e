import { describe, expect, it } from '@jest/globals';
import { countsInOutput, resultsOfJest, skippedNames, total, words } from './results.ts';

const report = {
  testResults: [
    {
      name: '/repo/a.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'a works' },
        { status: 'failed', fullName: 'a breaks' },
        { status: 'pending', fullName: 'a on steam data (needs it)' },
      ],
    },
    { name: '/repo/b.test.ts', status: 'failed', assertionResults: [] },
  ],
};

describe('the total of a test run', () => {
  it('counts a file that could not run as a failure', () => {
    expect(total(resultsOfJest(report))).toEqual({ passed: 1, failed: 2, skipped: 1 });
  });

  it('lets a later result of a file replace the earlier one', () => {
    const first = resultsOfJest(report);
    const again = { '/repo/b.test.ts': { passed: 3, failed: 0, skipped: 0 } };
    expect(words(total({ ...first, ...again }))).toBe('4 passed, 1 failed, 1 skipped');
  });

  it('names what was skipped', () => {
    expect(skippedNames(report)).toEqual(['a on steam data (needs it)']);
  });

  it('reads the last count that a program printed', () => {
    expect(countsInOutput('1 passed, 0 failed\nmore\n12 passed, 1 failed, 2 skipped\n')).toEqual({
      passed: 12,
      failed: 1,
      skipped: 2,
    });
    expect(countsInOutput('7 passed, 0 failed')).toEqual({ passed: 7, failed: 0, skipped: 0 });
    expect(countsInOutput('nothing')).toBeUndefined();
  });
});
