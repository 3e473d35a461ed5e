import type { LstmKernel, LstmShape, LstmWeights } from '../forecasting/kernels/kernel.ts';

/** Numbers between -scale and scale, the same for the same seed. */
export function numbers(length: number, seed: number, scale = 1): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
}

/** A layer's weights (or room for its gradients) filled from a seed. */
export function weights({ inputs, hidden }: LstmShape, seed: number, scale = 0.4): LstmWeights {
  return {
    input: numbers(inputs * 4 * hidden, seed, scale),
    recurrent: numbers(hidden * 4 * hidden, seed + 1, scale),
    bias: numbers(4 * hidden, seed + 2, scale),
  };
}

export interface LstmPass {
  readonly x: Float32Array;
  readonly weights: LstmWeights;
  readonly lastGradient: Float32Array;
}

export function lstmPass(shape: LstmShape, seed: number): LstmPass {
  const { steps, batch, inputs, hidden } = shape;
  return {
    x: numbers(steps * batch * inputs, seed),
    weights: weights(shape, seed + 1),
    lastGradient: numbers(batch * hidden, seed + 4),
  };
}

/** The last state and the gradients of one pass, by name. */
export function runPass(kernel: LstmKernel, shape: LstmShape, pass: LstmPass): Record<string, Float32Array> {
  const layer = kernel.lstm(shape);
  const last = new Float32Array(pass.lastGradient.length);
  const gradients = weights(shape, 99);
  layer.forward(pass.x, pass.weights, last);
  layer.backward(pass.lastGradient, gradients);
  layer.release();
  return { last, ...gradients };
}

/** The largest difference of two arrays, as a share of the largest number in `expected`. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = 0;
  let apart = 0;
  for (let n = 0; n < expected.length; n++) {
    largest = Math.max(largest, Math.abs(expected[n]!));
    apart = Math.max(apart, Math.abs(actual[n]! - expected[n]!));
    if (Number.isNaN(actual[n])) return NaN;
  }
  return actual.length === expected.length ? apart / Math.max(largest, Number.MIN_VALUE) : NaN;
}
