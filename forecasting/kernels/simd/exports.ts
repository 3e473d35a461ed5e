import { kernelModule } from './module.ts';

type Call = (...numbers: number[]) => void;

/** The functions of the compiled module; addresses in bytes, then sizes, as in `assembly/`. */
export type KernelExports = Record<
  | 'accumulate'
  | 'transpose'
  | 'useScratch'
  | 'lstmForward'
  | 'lstmBackward'
  | 'adam'
  | 'add'
  | 'multiply'
  | 'relu'
  | 'reluBackward'
  | 'repeatRows'
  | 'sumRows',
  Call
>;

export async function instantiate(memory: WebAssembly.Memory): Promise<KernelExports> {
  const binary = Buffer.from(kernelModule, 'base64');
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  return instance.exports as KernelExports;
}
