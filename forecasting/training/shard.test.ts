import { describe, expect, it } from '@jest/globals';
import { difference } from '../../testing/kernel-numbers.ts';
import { rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { KernelUnavailableError, loadKernel } from '../kernels/index.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import { networkSize } from '../model/config.ts';
import { allocateParameters, initialise } from '../model/parameters.ts';
import { Random } from '../random.ts';
import { openWindowSource, Shard, shardSizes } from './shard.ts';

const native = await loadKernel('native').catch((error: unknown) => {
  if (error instanceof KernelUnavailableError) return undefined;
  throw error;
});

const source = openWindowSource(rhythmicPanel(6, 200), smallConfig);

/** Loss and flat gradients of one shard of seven windows, and the random numbers that it left. */
function run(kernel: LstmKernel) {
  const size = networkSize(smallConfig);
  const [parameters, gradients] = [allocateParameters(kernel, size), allocateParameters(kernel, size)];
  initialise(parameters, size, Random.seeded(5));
  const shard = new Shard(source, kernel, 7);
  const random = Random.seeded(6);
  const loss = shard.run(parameters, random, gradients);
  const found = { loss, gradients: gradients.flat.slice(), state: random.state };
  shard.release();
  return found;
}

describe('a shard of a step', () => {
  const cases = [
    ['the simd kernel', () => loadKernel('simd')],
    ...(native === undefined ? [] : [['the native kernel', () => Promise.resolve(native)] as const]),
  ] as const;

  it.each(cases)('has the loss and the gradients of the reference kernel by %s', async (_, load) => {
    const expected = run(await loadKernel('reference'));
    const actual = run(await load());
    expect(Math.abs(actual.loss - expected.loss)).toBeLessThan(1e-6);
    expect(difference(actual.gradients, expected.gradients)).toBeLessThan(2e-5);
    expect(actual.state).toEqual(expected.state);
  });

  it('comes to the same bytes every time', async () => {
    expect(run(await loadKernel('simd'))).toEqual(run(await loadKernel('simd')));
  });
});

describe('shards', () => {
  it('share out every window of a batch', () => {
    expect(shardSizes(128)).toEqual([64, 64]);
    expect(shardSizes(9)).toEqual([4, 5]);
    expect(() => shardSizes(1)).toThrow('at least 2 windows, was given 1');
  });
});
