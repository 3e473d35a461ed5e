import { describe, expect, it } from '@jest/globals';
import { difference, lstmPass, numbers, runPass, weights } from '../../testing/kernel-numbers.ts';
import { KernelUnavailableError, loadKernel } from './index.ts';
import type { LstmKernel, LstmShape, Product } from './kernel.ts';

const oracle = await loadKernel('reference');
const simd = await loadKernel('simd');
const native = await loadKernel('native').catch((error: unknown) => {
  if (error instanceof KernelUnavailableError) return undefined;
  throw error;
});

/** Sizes on and off the multiples of 4 and 8 that SIMD works in, and those that the store trains with. */
const SHAPES: readonly LstmShape[] = [
  { steps: 1, batch: 1, inputs: 1, hidden: 1 },
  { steps: 7, batch: 3, inputs: 5, hidden: 9 },
  { steps: 4, batch: 7, inputs: 13, hidden: 6 },
  { steps: 5, batch: 66, inputs: 3, hidden: 11 },
  { steps: 112, batch: 16, inputs: 27, hidden: 64 },
];

const spell = (shape: LstmShape): string => Object.entries(shape).flat().join(' ');

describe('the reference kernel', () => {
  const shape = { steps: 6, batch: 3, inputs: 4, hidden: 5 };

  it.each(['input', 'recurrent', 'bias'] as const)(
    'gives the gradient of %s that central differences give',
    (name) => {
      const pass = lstmPass(shape, 11);
      const gradient = runPass(oracle, shape, pass)[name]!;
      const loss = (): number => {
        const { last } = runPass(oracle, shape, pass);
        return last!.reduce((sum, value, n) => sum + value * pass.lastGradient[n]!, 0);
      };
      const parameters = pass.weights[name];
      const step = 2 ** -7;
      const measured = parameters.map((value, n) => {
        parameters[n] = value + step;
        const above = loss();
        parameters[n] = value - step;
        const below = loss();
        parameters[n] = value;
        return (above - below) / (2 * step);
      });
      expect(difference(gradient, measured)).toBeLessThan(1e-4);
    },
  );

  it('computes the equations of a single unit', () => {
    const one = { steps: 1, batch: 1, inputs: 1, hidden: 1 };
    const layer = oracle.lstm(one);
    const last = new Float32Array(1);
    const weight = (...values: number[]): Float32Array => Float32Array.from(values);
    layer.forward(
      weight(2),
      { input: weight(0.1, 0.2, 0.3, 0.4), recurrent: weight(9, 9, 9, 9), bias: weight(0.5, 0.6, 0.7, 0.8) },
      last,
    );
    const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
    const cell = sigmoid(0.7) * Math.tanh(1.3);
    expect(last[0]).toBeCloseTo(sigmoid(1.6) * Math.tanh(cell), 6);
  });
});

const describeNative = native === undefined ? describe.skip : describe;

describe('the simd kernel', () => behavesLikeTheOracle(simd));
describeNative(
  native === undefined
    ? 'the native kernel (skipped: @tensorflow/tfjs-node does not load; npm run tfjs:native builds it)'
    : 'the native kernel',
  () => behavesLikeTheOracle(native ?? oracle),
);
describe('the plain loops', () => keepsTheContract(oracle));

function behavesLikeTheOracle(kernel: LstmKernel): void {
  it.each(SHAPES.map((shape) => [spell(shape), shape] as const))(
    'agrees with the oracle on states and gradients at %s',
    (_name, shape) => {
      const pass = lstmPass(shape, 21);
      const expected = runPass(oracle, shape, pass);
      const actual = runPass(kernel, shape, pass);
      for (const [name, values] of Object.entries(expected)) {
        expect([name, difference(actual[name]!, values) < 2e-5]).toEqual([name, true]);
      }
    },
  );

  it('agrees with the oracle where the gates are saturated', () => {
    const shape = { steps: 9, batch: 4, inputs: 3, hidden: 5 };
    const pass = { ...lstmPass(shape, 31), weights: weights(shape, 32, 60) };
    const expected = runPass(oracle, shape, pass);
    const actual = runPass(kernel, shape, pass);
    expect(difference(actual['last']!, expected['last']!)).toBeLessThan(1e-5);
  });

  it('gives the same bytes when it is asked again, with other work in between', () => {
    const shape = { steps: 30, batch: 17, inputs: 7, hidden: 13 };
    const pass = lstmPass(shape, 41);
    const first = runPass(kernel, shape, pass);
    runPass(kernel, { ...shape, batch: 5 }, lstmPass({ ...shape, batch: 5 }, 42));
    expect(runPass(kernel, shape, pass)).toEqual(first);
  });

  keepsTheContract(kernel);
}

function keepsTheContract(kernel: LstmKernel): void {
  const PRODUCTS: readonly Product[] = ['nn', 'tn', 'nt'];
  const SIZES = [
    { m: 1, n: 1, k: 1 },
    { m: 5, n: 13, k: 3 },
    { m: 67, n: 4, k: 301 },
    { m: 130, n: 31, k: 40 },
  ];
  const cases = PRODUCTS.flatMap((product) => SIZES.map((size) => [product, spellSize(size), size] as const));

  it.each(cases)('multiplies %s at %s, and adds when told to', (product, _name, size) => {
    const { m, n, k } = size;
    const a = numbers(m * k, 51);
    const b = numbers(n * k, 52);
    const expected = product3(product, size, a, b);
    const c = numbers(m * n, 53);
    kernel.gemm(product, size, a, b, c);
    expect(difference(c, expected)).toBeLessThan(1e-5);
    kernel.gemm(product, { ...size, accumulate: true }, a, b, c);
    expect(
      difference(
        c,
        expected.map((value) => 2 * value),
      ),
    ).toBeLessThan(1e-5);
  });

  it('gives arrays of its own memory the same bytes as others', () => {
    const size = { m: 21, n: 11, k: 6 };
    const arrays = [numbers(21 * 6, 61), numbers(6 * 11, 62), new Float32Array(21 * 11)] as const;
    const own = arrays.map((array) => kernel.allocate(array.length));
    own.forEach((array, n) => array.set(arrays[n]!));
    kernel.gemm('nn', size, ...arrays);
    kernel.gemm('nn', size, own[0]!, own[1]!, own[2]!);
    expect(own[2]).toEqual(arrays[2]);
    for (const array of own) kernel.release(array);
  });

  it('spreads rows over their repeats and sums them back', () => {
    const size = { groups: 3, repeat: 5, columns: 7 };
    const few = numbers(21, 71);
    const many = numbers(105, 72);
    kernel.repeatRows(size, few, many);
    expect([...many.subarray(7 * 9, 7 * 10)]).toEqual([...few.subarray(7, 14)]);
    const sums = numbers(21, 73);
    kernel.sumRows(size, many, sums);
    expect(
      difference(
        sums,
        few.map((value) => 5 * value),
      ),
    ).toBeLessThan(1e-6);
  });

  it('cuts at zero and passes the gradient where it did not cut', () => {
    const values = Float32Array.of(-1, 2, 0, 3, -4, 5, -6);
    kernel.relu(values);
    expect([...values]).toEqual([0, 2, 0, 3, 0, 5, 0]);
    const gradient = Float32Array.of(1, 2, 3, 4, 5, 6, 7);
    kernel.reluBackward(values, gradient);
    expect([...gradient]).toEqual([0, 2, 0, 4, 0, 6, 0]);
  });

  it('adds and multiplies in place', () => {
    const target = Float32Array.of(1, 2, 3, 4, 5);
    kernel.add(Float32Array.of(1, 1, 1, 1, 1), target);
    kernel.multiply(Float32Array.of(2, 0, 2, 0, 2), target);
    expect([...target]).toEqual([4, 0, 8, 0, 12]);
  });

  it('takes the Adam steps that the published algorithm takes', () => {
    const start = numbers(7, 81);
    const gradient = numbers(7, 82);
    const slots = { values: start.slice(), first: new Float32Array(7), second: new Float32Array(7) };
    const rate = 0.01;
    const options = { rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0.1 };
    kernel.adam(slots, gradient, { ...options, step: 1 });
    kernel.adam(slots, gradient, { ...options, step: 2 });
    // With one gradient twice both corrected moments are that gradient and its square: a step is rate·sign.
    const expected = start.map((value, n) => {
      const once = value * (1 - rate * 0.1) - rate * Math.sign(gradient[n]!);
      return once * (1 - rate * 0.1) - rate * Math.sign(gradient[n]!);
    });
    expect(difference(slots.values, expected)).toBeLessThan(1e-5);
  });

  it('refuses arrays of the wrong length by name', () => {
    const shape = { steps: 2, batch: 3, inputs: 4, hidden: 5 };
    const pass = lstmPass(shape, 91);
    const layer = kernel.lstm(shape);
    const last = new Float32Array(15);
    expect(() => layer.forward(pass.x.subarray(1), pass.weights, last)).toThrow(
      'x: expected 24 numbers [2, 3, 4], was given 23',
    );
    expect(() => kernel.gemm('tn', { m: 2, n: 2, k: 3 }, last, last, last)).toThrow(
      'gemm a: expected 6 numbers [3, 2], was given 15',
    );
    expect(() => kernel.lstm({ ...shape, hidden: 0 })).toThrow('hidden must be a positive integer');
    layer.release();
  });

  it('gives no gradient without a forward pass', () => {
    const shape = { steps: 2, batch: 1, inputs: 1, hidden: 1 };
    const pass = lstmPass(shape, 92);
    const layer = kernel.lstm(shape);
    const backward = (): void => layer.backward(pass.lastGradient, weights(shape, 93));
    expect(backward).toThrow('forward must be called first');
    layer.forward(pass.x, pass.weights, new Float32Array(1));
    backward();
    expect(backward).toThrow('forward must be called first');
    layer.release();
  });

  it('may be told twice to release a layer, which then takes no more batches', () => {
    const shape = { steps: 1, batch: 1, inputs: 1, hidden: 1 };
    const pass = lstmPass(shape, 94);
    const layer = kernel.lstm(shape);
    layer.release();
    layer.release();
    expect(() => layer.forward(pass.x, pass.weights, new Float32Array(1))).toThrow('was released');
  });
}

function spellSize({ m, n, k }: { m: number; n: number; k: number }): string {
  return `${m} by ${n} over ${k}`;
}

/** The matrix product by its definition, in double precision. */
function product3(
  product: Product,
  { m, n, k }: { m: number; n: number; k: number },
  a: Float32Array,
  b: Float32Array,
): Float64Array {
  return Float64Array.from({ length: m * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let p = 0; p < k; p++) {
      const left = product === 'tn' ? a[p * m + row]! : a[row * k + p]!;
      const right = product === 'nt' ? b[column * k + p]! : b[p * n + column]!;
      sum += left * right;
    }
    return sum;
  });
}
