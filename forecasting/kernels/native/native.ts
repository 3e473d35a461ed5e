import type { GemmSize, LstmKernel, Product } from '../kernel.ts';
import { elementwise } from '../reference/elementwise.ts';
import { checkGemm } from '../shapes.ts';
import { NativeLstm } from './lstm.ts';
import { Ops } from './ops.ts';
import { loadTfjsNode } from './tensorflow.ts';

/** The kernel on TensorFlow's own code, or why it does not load, a line a folder that was looked into. */
export function createNativeKernel(
  folders: readonly string[],
): LstmKernel | { readonly reasons: readonly string[] } {
  const tfjs = loadTfjsNode(folders);
  if ('reasons' in tfjs) return tfjs;
  const binding = tfjs.findBackend('tensorflow')?.binding;
  if (binding === undefined) return { reasons: ['@tensorflow/tfjs-node loaded without its native binding'] };
  const ops = new Ops(binding);
  return {
    // The element-wise steps cost less than carrying their arrays to TensorFlow and back.
    ...elementwise,
    id: `tfjs-node-${tfjs.version['tfjs-node']}-tensorflow-${binding.TF_Version}`,
    allocate: (length) => new Float32Array(length),
    release: () => undefined,
    lstm: (shape) => new NativeLstm(ops, shape),
    gemm: (product, size, a, b, c) => multiplyMatrices(ops, product, size, a, b, c),
  };
}

function multiplyMatrices(
  ops: Ops,
  product: Product,
  size: GemmSize,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
): void {
  checkGemm(product, size, a, b, c);
  const { m, n, k, accumulate = false } = size;
  const turnA = product === 'tn';
  const turnB = product === 'nt';
  ops.scoped(() => {
    const left = ops.tensor(turnA ? [k, m] : [m, k], a);
    const right = ops.tensor(turnB ? [n, k] : [k, n], b);
    const values = ops.read(ops.matMul(left, right, turnA, turnB));
    if (accumulate) elementwise.add(values, c);
    else c.set(values);
  });
}
