import {
  KernelUnavailableError,
  loadKernel,
  type KernelName,
  type LstmKernel,
} from '../../../forecasting/index.ts';

export interface ChosenKernel {
  readonly name: KernelName;
  readonly kernel: LstmKernel;
}

/** The quickest kernel that loads here, with its name, so that every thread of a training loads the same one. */
export async function quickestKernel(): Promise<ChosenKernel> {
  try {
    return { name: 'native', kernel: await loadKernel('native') };
  } catch (error) {
    if (!(error instanceof KernelUnavailableError)) throw error;
    return { name: 'simd', kernel: await loadKernel('simd') };
  }
}
