import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const command = path.join(import.meta.dirname, 'models.ts');

/** A wrong call is refused before a store is looked for. */
function models(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, KRATOS_HOME: '/nowhere' };
  return spawnSync(process.execPath, ['--import', 'tsx', command, ...args], { env, encoding: 'utf8' });
}

describe('npm run models', () => {
  it('explains itself', () => {
    const { status, stdout } = models('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('npm run models -- roll-back [ID]');
  });

  it.each([
    [['lits'], '"lits": expected list, show or roll-back'],
    [['constructor'], '"constructor": expected list, show or roll-back'],
    [['list', 'm1'], '"m1" is one argument too many'],
    [['show'], 'show: which model?'],
    [['roll-back', 'm1', 'm2'], '"m2" is one argument too many'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j with what was expected', (args, words) => {
    const { status, stderr } = models(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr).toContain('See --help.');
  });
});
