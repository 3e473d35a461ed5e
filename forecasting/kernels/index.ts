import type { LstmKernel } from './kernel.ts';
import { createReferenceKernel } from './reference/reference.ts';

export type KernelName = 'simd' | 'native' | 'reference';

/** Loads the kernel of that name. */
export async function loadKernel(_name: KernelName | 'auto'): Promise<LstmKernel> {
  return Promise.resolve(createReferenceKernel());
}
