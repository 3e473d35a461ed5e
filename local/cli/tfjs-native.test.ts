import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const command = join(import.meta.dirname, 'tfjs-native.ts');
const onLinux = process.platform === 'linux' && process.arch === 'x64';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tfjs-native-'));
  await symlink(process.execPath, join(folder, 'node'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the command where nothing but Node can be found. */
function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: folder, KRATOS_HOME: join(folder, 'home') };
  const loader = ['--import', 'tsx'];
  return spawnSync(process.execPath, [...loader, command, ...args], { env, encoding: 'utf8' });
}

describe('npm run tfjs:native', () => {
  it('explains itself', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('KRATOS_HOME');
  });

  it('names an option that it does not have', () => {
    const { status, stderr } = run('--fast');
    expect(status).toBe(1);
    expect(stderr).toContain("Unknown option '--fast'");
  });

  (onLinux ? it : it.skip)(
    'lists all that it lacks before it fetches or writes anything (on Linux x64)',
    () => {
      const { status, stderr } = run();
      expect(status).toBe(1);
      expect(stderr).toContain('g++ (Debian and Ubuntu: apt-get install g++)');
      expect(stderr).toContain('python3 (Debian and Ubuntu: apt-get install python3)');
      expect(stderr).not.toContain('    at ');
      expect(existsSync(join(folder, 'home'))).toBe(false);
    },
  );
});
