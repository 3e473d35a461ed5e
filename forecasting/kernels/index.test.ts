import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { KernelUnavailableError, loadKernel } from './index.ts';

async function inEmptyFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'kernel-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('loadKernel', () => {
  it('takes the SIMD kernel where the native one does not load', async () => {
    await inEmptyFolder(async (folder) => {
      expect((await loadKernel('auto', { nativeFolders: [folder] })).id).toBe('simd-1');
    });
  });

  it('says where it looked and what to do when the native kernel is asked for and does not load', async () => {
    await inEmptyFolder(async (folder) => {
      const failure: unknown = await loadKernel('native', { nativeFolders: [folder] }).catch(
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(KernelUnavailableError);
      expect(String(failure)).toContain('npm run tfjs:native');
      expect(String(failure)).toContain(`${folder}: Cannot find module '@tensorflow/tfjs-node'`);
    });
  });

  it('gives each SIMD kernel the memory it was asked to have', async () => {
    const small = await loadKernel('simd', { memoryMegabytes: 1 });
    expect(() => small.allocate(400_000)).toThrow("in the kernel's 1 MB");
  });

  it('runs from a single bundled file, in a folder with nothing else', async () => {
    await inEmptyFolder(async (folder) => {
      const bundle = join(folder, 'bundle.mjs');
      await build({
        stdin: {
          contents: `import { loadKernel } from './index.ts';
            process.stdout.write((await loadKernel('auto')).id);`,
          resolveDir: import.meta.dirname,
        },
        bundle: true,
        platform: 'node',
        format: 'esm',
        outfile: bundle,
        logLevel: 'error',
      });
      const env = { PATH: process.env['PATH'], KRATOS_HOME: folder };
      const { stdout } = await promisify(execFile)(process.execPath, [bundle], { cwd: folder, env });
      expect(stdout).toBe('simd-1');
    });
  });
});
