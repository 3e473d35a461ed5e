/** How many tests passed, failed and were skipped. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Counts of each file or check, by its name; a later result of a name replaces the earlier one. */
export type Results = Readonly<Record<string, Counts>>;

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function total(results: Results): Counts {
  return Object.values(results).reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    none,
  );
}

export function words({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** The part of Jest's `--json` report that counts. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Counts by file; a file that could not run at all is one failure. */
export function resultsOfJest(report: JestReport): Results {
  return Object.fromEntries(
    report.testResults.map(({ name, status, assertionResults }) => {
      const of = (...wanted: string[]): number =>
        assertionResults.filter((test) => wanted.includes(test.status)).length;
      const failed = of('failed');
      const unable = status === 'failed' && failed === 0 ? 1 : 0;
      return [
        name,
        {
          passed: of('passed'),
          failed: failed + unable,
          skipped: of('pending', 'skipped', 'todo', 'disabled'),
        },
      ];
    }),
  );
}

/** Names of the tests that did not run. */
export function skippedNames(report: JestReport): string[] {
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter((test) => test.status === 'pending').map((test) => test.fullName),
  );
}

/** Reads the last `N passed, N failed[, N skipped]` of a program's output; undefined = it printed none. */
export function countsInOutput(output: string): Counts | undefined {
  const found = [...output.matchAll(/(\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g)].at(-1);
  if (!found) return undefined;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
}
