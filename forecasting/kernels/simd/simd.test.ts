import { describe, expect, it } from '@jest/globals';
import { lstmPass, runPass } from '../../../testing/kernel-numbers.ts';
import { compileKernel } from './compile.ts';
import { KernelMemory } from './memory.ts';
import { kernelModule } from './module.ts';
import { createSimdKernel, SCRATCH } from './simd.ts';

type Three = [Float32Array, Float32Array, Float32Array];

describe('the embedded WebAssembly', () => {
  it('is what its source compiles to', async () => {
    expect((await compileKernel()).toString('base64')).toBe(kernelModule);
  });
});

describe('the kernel memory', () => {
  const total = (1_048_576 - 64) / 4;

  it('gives out zeroed arrays, also where another one stood', () => {
    const memory = new KernelMemory(1);
    const first = memory.allocate(10).fill(7);
    memory.release(first);
    const second = memory.allocate(10);
    expect(second.byteOffset).toBe(first.byteOffset);
    expect([...second]).toEqual(Array(10).fill(0));
  });

  it('makes one room again of neighbours that were given back in any order', () => {
    const memory = new KernelMemory(1);
    const thirds = [1, 2, 3].map(() => memory.allocate(80_000));
    for (const index of [0, 2, 1]) memory.release(thirds[index]!);
    expect(memory.allocate(total)).toHaveLength(total);
  });

  it('says how to get more when it is full, and loses nothing by it', () => {
    const memory = new KernelMemory(1);
    expect(() => memory.allocate(total + 1)).toThrow('load the kernel with more memoryMegabytes');
    expect(memory.allocate(total)).toHaveLength(total);
  });

  it('is whole again after layers and calls on arrays from outside', async () => {
    const kernel = await createSimdKernel(1);
    const shape = { steps: 5, batch: 8, inputs: 6, hidden: 10 };
    for (let n = 0; n < 20; n++) runPass(kernel, shape, lstmPass(shape, n));
    kernel.gemm('nt', { m: 4, n: 4, k: 4 }, ...([16, 16, 16].map((n) => new Float32Array(n)) as Three));
    const rest = total - SCRATCH;
    expect(kernel.allocate(rest)).toHaveLength(rest);
  });

  it('takes back only what it gave, and only once', () => {
    const memory = new KernelMemory(1);
    const array = memory.allocate(8);
    expect(() => memory.release(new Float32Array(8))).toThrow('expected an array from allocate');
    memory.release(array);
    expect(() => memory.release(array)).toThrow('was not released before');
  });
});
