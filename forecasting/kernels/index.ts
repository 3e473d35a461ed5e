import type { LstmKernel } from './kernel.ts';
import { createReferenceKernel } from './reference/reference.ts';
import { createSimdKernel } from './simd/simd.ts';

export type KernelName = 'simd' | 'reference';

export interface KernelOptions {
  /** Size of the SIMD kernel's memory; only what is written to is taken from the system. Default 256. */
  readonly memoryMegabytes?: number;
}

/** Loads the kernel of that name; `auto` takes the fastest that loads here. */
export async function loadKernel(
  name: KernelName | 'auto',
  { memoryMegabytes = 256 }: KernelOptions = {},
): Promise<LstmKernel> {
  if (name === 'reference') return createReferenceKernel();
  return createSimdKernel(memoryMegabytes);
}
