import type { LstmKernel } from '../kernel.ts';
import { elementwise } from './elementwise.ts';
import { gemm } from './gemm.ts';
import { ReferenceLstm } from './lstm.ts';

/** The kernel in plain TypeScript: slow, exact to single precision, and the oracle for the others. */
export function createReferenceKernel(): LstmKernel {
  return {
    ...elementwise,
    id: 'reference-1',
    allocate: (length) => new Float32Array(length),
    release: () => undefined,
    lstm: (shape) => new ReferenceLstm(shape),
    gemm,
  };
}
