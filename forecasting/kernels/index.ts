import type { LstmKernel } from './kernel.ts';
import { createNativeKernel } from './native/native.ts';
import { defaultNativeFolders } from './native/tensorflow.ts';
import { createReferenceKernel } from './reference/reference.ts';
import { createSimdKernel } from './simd/simd.ts';

export type KernelName = 'simd' | 'native' | 'reference';

export interface KernelOptions {
  /** Size of the memory of the SIMD kernel and of the native one; only what is written to is taken from the system. Default 256. */
  readonly memoryMegabytes?: number;
  /**
   * Folders whose `node_modules` may hold @tensorflow/tfjs-node. By default the working directory and
   * `KRATOS_HOME/tfjs-native`, where `npm run tfjs:native` builds it.
   */
  readonly nativeFolders?: readonly string[];
}

/** Asked for by name, the native kernel does not load on this machine. */
export class KernelUnavailableError extends Error {}

/**
 * Loads the kernel of that name; `auto` takes the native one where it loads and else the SIMD one. Throws a
 * `KernelUnavailableError` with the reasons when the native one is asked for by name and does not load.
 */
export async function loadKernel(
  name: KernelName | 'auto',
  { memoryMegabytes = 256, nativeFolders = defaultNativeFolders() }: KernelOptions = {},
): Promise<LstmKernel> {
  if (name === 'reference') return createReferenceKernel();
  if (name === 'simd') return createSimdKernel(memoryMegabytes);
  const native = await createNativeKernel(nativeFolders, memoryMegabytes);
  if (!('reasons' in native)) return native;
  if (name === 'auto') return createSimdKernel(memoryMegabytes);
  throw new KernelUnavailableError(
    `the native kernel does not load; build it with "npm run tfjs:native" or use the simd kernel.\n  ` +
      native.reasons.join('\n  '),
  );
}
