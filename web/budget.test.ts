import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import type { Weight } from './budget.ts';

const script = `
  import { weighPages } from ${JSON.stringify(resolve(import.meta.dirname, 'budget.ts'))};
  process.stdout.write(JSON.stringify(await weighPages()));
`;

/** The build runs in a process of its own: the simulated browser of these tests is none that a bundler can work in. */
async function weights(): Promise<readonly Weight[]> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    // Under the test's own environment the build would hold the libraries' development halves.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return JSON.parse(stdout) as readonly Weight[];
}

describe('the weight of the pages', () => {
  it('keeps the entry, each route and the publisher area within their budgets', async () => {
    const all = await weights();
    expect(all.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['entry', 'src/routes/publisher-area.tsx', 'src/routes/games.tsx']),
    );
    expect(all.filter(({ kilobytes, budget }) => kilobytes > budget)).toEqual([]);
  });
});
