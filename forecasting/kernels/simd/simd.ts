import type { AdamSlots, AdamStep, GemmSize, LstmKernel, LstmShape, Product, RowGroups } from '../kernel.ts';
import { checkAdam, checkGemm, checkPair, checkRows } from '../shapes.ts';
import { type KernelExports, instantiate } from './exports.ts';
import { SimdLstm } from './lstm.ts';
import { KernelMemory } from './memory.ts';
import { withAddresses } from './staging.ts';

/** Numbers of scratch memory that `assembly/gemm.ts` wants. */
export const SCRATCH = 2_048;

/** Loads the WebAssembly kernel with a memory of its own of `memoryMegabytes`. */
export async function createSimdKernel(memoryMegabytes: number): Promise<LstmKernel> {
  const memory = new KernelMemory(memoryMegabytes);
  const exports = await instantiate(memory.memory);
  exports.useScratch(memory.allocate(SCRATCH).byteOffset);
  return new SimdKernel(exports, memory);
}

/** 128-bit SIMD on one core: every function here checks, hands addresses over and calls `assembly/`. */
class SimdKernel implements LstmKernel {
  readonly id = 'simd-1';
  readonly #exports: KernelExports;
  readonly #memory: KernelMemory;

  constructor(exports: KernelExports, memory: KernelMemory) {
    this.#exports = exports;
    this.#memory = memory;
  }

  allocate(length: number): Float32Array {
    return this.#memory.allocate(length);
  }

  release(array: Float32Array): void {
    this.#memory.release(array);
  }

  lstm(shape: LstmShape): SimdLstm {
    return new SimdLstm(this.#exports, this.#memory, shape);
  }

  gemm(product: Product, size: GemmSize, a: Float32Array, b: Float32Array, c: Float32Array): void {
    checkGemm(product, size, a, b, c);
    const { m, n, k, accumulate = false } = size;
    if (!accumulate) c.fill(0);
    // A transposed B would be read across its rows; B is the small factor, so it is turned round first.
    const turned = product === 'nt' ? this.#memory.allocate(n * k) : undefined;
    try {
      withAddresses(
        this.#memory,
        [
          ['in', a],
          ['in', b],
          ['inout', c],
        ],
        (fromA, fromB, toC) => {
          if (turned !== undefined) this.#exports.transpose(fromB, turned.byteOffset, n, k);
          const [row, sum] = product === 'tn' ? [4, 4 * m] : [4 * k, 4];
          this.#exports.accumulate(fromA, row, sum, turned?.byteOffset ?? fromB, toC, m, n, k);
        },
      );
    } finally {
      if (turned !== undefined) this.#memory.release(turned);
    }
  }

  repeatRows(size: RowGroups, source: Float32Array, target: Float32Array): void {
    checkRows('repeatRows', size, source, target);
    const { groups, repeat, columns } = size;
    withAddresses(
      this.#memory,
      [
        ['in', source],
        ['out', target],
      ],
      (from, to) => this.#exports.repeatRows(from, to, groups, repeat, columns),
    );
  }

  sumRows(size: RowGroups, source: Float32Array, target: Float32Array): void {
    checkRows('sumRows', size, target, source);
    const { groups, repeat, columns } = size;
    withAddresses(
      this.#memory,
      [
        ['in', source],
        ['out', target],
      ],
      (from, to) => this.#exports.sumRows(from, to, groups, repeat, columns),
    );
  }

  relu(values: Float32Array): void {
    withAddresses(this.#memory, [['inout', values]], (at) => this.#exports.relu(at, values.length));
  }

  reluBackward(output: Float32Array, gradient: Float32Array): void {
    this.#pairwise('reluBackward', output, gradient);
  }

  add(source: Float32Array, target: Float32Array): void {
    this.#pairwise('add', source, target);
  }

  multiply(factor: Float32Array, target: Float32Array): void {
    this.#pairwise('multiply', factor, target);
  }

  adam(slots: AdamSlots, gradient: Float32Array, options: AdamStep): void {
    const { step, rate, beta1, beta2, epsilon, decay } = options;
    checkAdam(slots, gradient, step);
    const rate1 = rate / (1 - beta1 ** step);
    const unbias2 = 1 / (1 - beta2 ** step);
    const keep = 1 - rate * decay;
    const { values, first, second } = slots;
    withAddresses(
      this.#memory,
      [
        ['inout', values],
        ['inout', first],
        ['inout', second],
        ['in', gradient],
      ],
      (...addresses) =>
        this.#exports.adam(...addresses, values.length, beta1, beta2, rate1, unbias2, epsilon, keep),
    );
  }

  #pairwise(name: 'reluBackward' | 'add' | 'multiply', source: Float32Array, target: Float32Array): void {
    checkPair(name, source, target);
    withAddresses(
      this.#memory,
      [
        ['in', source],
        ['inout', target],
      ],
      (from, to) => this.#exports[name](from, to, source.length),
    );
  }
}
