import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isInstalled, nodeVersionProblem } from './ensure-install.mjs';

describe('the version of Node', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v22.1.0', 'v24.0.0'])('%s is new enough', (version) => {
    expect(nodeVersionProblem(version)).toBeUndefined();
  });

  it.each(['v20.18.3', 'v18.20.0'])('%s is refused with what is needed', (version) => {
    expect(nodeVersionProblem(version)).toContain(`needs Node.js 20.19 or newer; this is ${version}`);
  });
});

describe('what is installed', () => {
  let root: string;
  const lock = (version: string): string =>
    JSON.stringify({
      packages: {
        '': {},
        'node_modules/pg': { version },
        'node_modules/extra': { version: '1', optional: true },
      },
    });
  const installed = (): string => path.join(root, 'node_modules', '.package-lock.json');

  beforeEach(async () => {
    root = await mkdtemp(path.join(os.tmpdir(), 'kratos-install-'));
    await mkdir(path.join(root, 'node_modules'));
    await writeFile(path.join(root, 'package-lock.json'), lock('8.0.0'));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('is missing when there is nothing, or something older than the lock file with other versions', async () => {
    expect(isInstalled(root)).toBe(false);
    await writeFile(installed(), JSON.stringify({ packages: { 'node_modules/pg': { version: '7.0.0' } } }));
    await utimes(installed(), 1, 1);
    expect(isInstalled(root)).toBe(false);
  });

  it('counts when it is newer, or older with the same versions and without what is optional', async () => {
    await writeFile(installed(), JSON.stringify({ packages: { 'node_modules/pg': { version: '8.0.0' } } }));
    expect(isInstalled(root)).toBe(true);
    await utimes(installed(), 1, 1);
    expect(isInstalled(root)).toBe(true);
  });
});
