import { describe, expect, it } from '@jest/globals';
import { panelStart, rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { copyPanel } from '../panel/panel.ts';
import type { FoldCache } from './fold-cache.ts';
import { runBacktest } from './rolling.ts';
import type { BacktestOptions, BacktestResult } from './rolling.ts';

const panel = rhythmicPanel(6, 200);
const origin = panelStart + 180;
const options: BacktestOptions = {
  panel,
  origins: [origin],
  config: { ...smallConfig, horizon: 14 },
  seeds: [1, 2],
  plans: 'file',
  kernel: 'simd',
  threads: 1,
  now: () => 0,
};

function memory(): FoldCache & { readonly entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    read: (key) => Promise.resolve(entries.get(key) ?? null),
    write: (key, bytes) => {
      entries.set(key, bytes);
      return Promise.resolve();
    },
  };
}

/** Runs a backtest and tells how many training steps it took. */
async function run(
  changed: Partial<BacktestOptions> = {},
): Promise<{ steps: number; result: BacktestResult }> {
  let steps = 0;
  const result = await runBacktest({ ...options, ...changed, onProgress: () => (steps += 1) });
  return { steps, result };
}

describe('kept networks and folds', () => {
  it('spare the training, and change no number', async () => {
    const cache = memory();
    const { result: without } = await run();
    const first = await run({ cache });
    const second = await run({ cache });
    expect(first.steps).toBeGreaterThan(0);
    expect(second.steps).toBe(0);
    expect(first.result.results).toEqual(without.results);
    expect(second.result.results).toEqual(without.results);
  });

  it('are trained anew where an entry is damaged', async () => {
    const cache = memory();
    const { result } = await run({ cache });
    for (const [key, bytes] of cache.entries) cache.entries.set(key, bytes.subarray(0, bytes.length >> 1));
    const again = await run({ cache });
    expect(again.steps).toBeGreaterThan(0);
    expect(again.result.results).toEqual(result.results);
  });

  it('are not taken for other data, another recipe or another seed', async () => {
    const cache = memory();
    await run({ cache });
    const other = copyPanel(panel);
    other.units[100]! += 1;
    expect((await run({ cache, panel: other })).steps).toBeGreaterThan(0);
    expect((await run({ cache, config: { ...options.config, dropout: 0.2 } })).steps).toBeGreaterThan(0);
    expect((await run({ cache, seeds: [3, 4] })).steps).toBeGreaterThan(0);
  });

  it('serve a later day’s data as far as the days before the origin are the same', async () => {
    const cache = memory();
    await run({ cache });
    const later = copyPanel(panel);
    for (let game = 0; game < 6; game++) later.units[game * 200 + 190]! += 5;
    expect((await run({ cache, panel: later })).steps).toBe(0);
  });

  it('do not mix up folds of other plans', async () => {
    const cache = memory();
    await run({ cache });
    const { result } = await run({ plans: 'none' });
    const kept = await run({ cache, plans: 'none' });
    expect(kept.steps).toBe(0);
    expect(kept.result.results).toEqual(result.results);
  });

  it('spare the networks that two ensembles share', async () => {
    const cache = memory();
    const { steps } = await run({ cache });
    const second = await run({ cache, seeds: [2, 3] });
    expect(second.steps).toBe(steps / 2);
    expect(second.result.results).toEqual((await run({ seeds: [2, 3] })).result.results);
  });
});
