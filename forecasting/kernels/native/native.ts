import type { LstmKernel } from '../kernel.ts';
import { createSimdKernel } from '../simd/simd.ts';
import { NativeLstm } from './lstm.ts';
import { Ops } from './ops.ts';
import { loadTfjsNode } from './tensorflow.ts';

/**
 * The LSTM by TensorFlow's own code and all else by the SIMD kernel, or why TensorFlow does not load, a line a folder
 * that was looked into. Products as small as a decoder's cost less than carrying their arrays to TensorFlow and back.
 */
export async function createNativeKernel(
  folders: readonly string[],
  memoryMegabytes: number,
): Promise<LstmKernel | { readonly reasons: readonly string[] }> {
  const tfjs = loadTfjsNode(folders);
  if ('reasons' in tfjs) return tfjs;
  const binding = tfjs.findBackend('tensorflow')?.binding;
  if (binding === undefined) return { reasons: ['@tensorflow/tfjs-node loaded without its native binding'] };
  const ops = new Ops(binding);
  const simd = await createSimdKernel(memoryMegabytes);
  return {
    id: `tfjs-node-${tfjs.version['tfjs-node']}-tensorflow-${binding.TF_Version}-${simd.id}`,
    lstm: (shape) => new NativeLstm(ops, shape, simd),
    allocate: (length) => simd.allocate(length),
    release: (array) => simd.release(array),
    gemm: (product, size, a, b, c) => simd.gemm(product, size, a, b, c),
    repeatRows: (size, source, target) => simd.repeatRows(size, source, target),
    sumRows: (size, source, target) => simd.sumRows(size, source, target),
    relu: (values) => simd.relu(values),
    reluBackward: (output, gradient) => simd.reluBackward(output, gradient),
    add: (source, target) => simd.add(source, target),
    multiply: (factor, target) => simd.multiply(factor, target),
    adam: (slots, gradient, step) => simd.adam(slots, gradient, step),
  };
}
