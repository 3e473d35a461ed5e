import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { trainEnsemble } from './ensemble.ts';
import type { EnsembleOptions, EnsembleResult } from './ensemble.ts';
import { SpareThreads } from './spare-threads.ts';
import { netWorkerLocation } from './worker-location.ts';

const options: EnsembleOptions = {
  panel: rhythmicPanel(4, 150),
  config: smallConfig,
  seeds: [1, 2],
  kernel: 'simd',
  threads: 1,
};

function bytes({ nets }: EnsembleResult): string {
  return nets.map((net) => Buffer.from(net).toString('hex')).join('|');
}

describe('an ensemble', () => {
  it('gets the same weights in this thread and in two of its own, and reports its steps', async () => {
    const steps: number[] = [];
    const here = await trainEnsemble(options);
    const there = await trainEnsemble({ ...options, threads: 2, onProgress: (step) => steps.push(step) });
    expect(here.done).toBe(true);
    expect(here.nets).toHaveLength(2);
    expect(bytes(there)).toBe(bytes(here));
    expect(steps.at(-1)).toBe(20);
  });

  it('gets the same weights when a thread without a network of its own helps with the last one', async () => {
    const config = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 60 } };
    const one = { ...options, config, seeds: [4] };
    const alone = await trainEnsemble(one);
    expect(bytes(await trainEnsemble({ ...one, threads: 2 }))).toBe(bytes(alone));
  });

  it('leaves no thread behind when one network fails', async () => {
    const endless = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 1e6 } };
    const other = { ...endless, recipe: 'another' };
    const { members } = await trainEnsemble({ ...options, config: other, seeds: [2], deadline: 0 });
    let reports = 0;
    const training = trainEnsemble({
      ...options,
      config: endless,
      members,
      threads: 3,
      onProgress: () => (reports += 1),
    });
    await expect(training).rejects.toThrow('training state has recipe another, this trainer small');
    const before = reports;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(reports).toBe(before);
  });

  it('stops at its deadline and goes on to the same weights as without one', async () => {
    const whole = await trainEnsemble(options);
    let clock = 0;
    let result: EnsembleResult | undefined;
    let calls = 0;
    while (result?.done !== true) {
      // Each look at the clock is a tick, so that every call ends after a few steps.
      result = await trainEnsemble({
        ...options,
        now: () => clock++,
        deadline: clock + 3,
        members: result?.members ?? [],
      });
      calls += 1;
    }
    expect(calls).toBeGreaterThan(2);
    expect(bytes(result)).toBe(bytes(whole));
  });
});

describe('spare threads', () => {
  it('are taken once each by whoever sees their memory, and can be given back', () => {
    const { bytes, spare } = SpareThreads.of(1);
    const other = new SpareThreads(bytes);
    expect([other.take(), spare.take(), other.take()]).toEqual([true, false, false]);
    other.giveBack();
    expect(spare.take()).toBe(true);
  });
});

describe('the thread’s script', () => {
  it('stands beside the bundle once bundled', () => {
    const { script, eval: text } = netWorkerLocation('file:///var/task/handler.mjs');
    expect(String(script)).toBe('file:///var/task/net-worker.mjs');
    expect(text).toBe(false);
  });
});
