import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..', '..');

/** Plain SIMD only (relaxed SIMD rounds differently from host to host), no runtime, memory from outside. */
const OPTIONS = [
  '-O3',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--noAssert',
  '--importMemory',
  '--use',
  'abort=',
];

/** The WebAssembly module compiled from `assembly/`; the same bytes each time for one compiler version. */
export async function compileKernel(): Promise<Buffer> {
  const cache = join(root, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'kernel-'));
  try {
    const out = join(folder, 'kernel.wasm');
    const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    // Relative to the root, since the compiler derives the functions' order from the paths.
    const source = join('forecasting', 'kernels', 'simd', 'assembly', 'index.ts');
    await promisify(execFile)(process.execPath, [compiler, source, ...OPTIONS, '--outFile', out], {
      cwd: root,
    });
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
