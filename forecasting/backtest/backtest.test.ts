import { describe, expect, it } from '@jest/globals';
import { panelStart, rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { loadKernel } from '../kernels/index.ts';
import { copyPanel, panelBefore } from '../panel/panel.ts';
import { plansFromPanel, unknownPlans } from '../panel/plans.ts';
import { bandsOf, volumeBands } from './bands.ts';
import { decideServed } from './decide.ts';
import { holdOut, newestFoldOrigin, packFold, unpackFold } from './fold.ts';
import type { Fold } from './fold.ts';
import { runBacktest } from './rolling.ts';
import type { BacktestOptions, BacktestResult } from './rolling.ts';
import { outcomeOf } from './score.ts';
import { chosenForecasts, servedForecasts } from './served.ts';

const panel = rhythmicPanel(30, 300);
const origin = panelStart + 240;
const outcome = outcomeOf(panel, origin, 60);

/** A fold whose forecasters are off by the given factors. */
function foldOf(factors: { model: number; naive: number; median: number }): Fold {
  const off = (factor: number): ForecastSet => {
    const set = emptyForecasts(origin, 60, 30);
    for (const name of ['mean', 'p10', 'p50', 'p90'] as const) {
      set[name].set(outcome.units.map((units) => units * factor));
    }
    return set;
  };
  return {
    origin,
    horizon: 60,
    gameIds: panel.games.map(({ id }) => id),
    bands: bandsOf(panelBefore(panel, origin)),
    forecasts: {
      model: off(factors.model),
      naive: off(3),
      'exponential smoothing': off(3),
      'rare-sales smoothing (TSB)': off(3),
      'seasonal naive': off(factors.naive),
      'weekday median': off(factors.median),
    },
  };
}

describe('what is served', () => {
  it('is the model in the bands where it erred least, with the words why', () => {
    const decision = decideServed({ fold: foldOf({ model: 1.1, naive: 1.3, median: 1.2 }), outcome }, 60);
    expect(decision.bands.every(({ served }) => served === 'model')).toBe(true);
    expect(decision.bands[3]!.reason).toMatch(
      /the model erred least on the 60 held-out days from 2019-08-29 on \(error over the \d+ games that sell 100 to 1,000 a day: 10\.0 % for the model, 20\.0 % for weekday median\)/,
    );
    expect(decision.pooled?.model?.wape).toBeCloseTo(0.1);
  });

  it('is the best baseline where the model does not beat it', () => {
    const fold = foldOf({ model: 1.3, naive: 1.2, median: 1.4 });
    const decision = decideServed({ fold, outcome }, 60);
    expect(decision.bands.map(({ served }) => served)).toEqual(volumeBands.map(() => 'seasonal naive'));
    expect(decision.bands[0]!.reason).toContain('the model did not beat seasonal naive');
    expect(servedForecasts(fold, decision).mean).toEqual(fold.forecasts['seasonal naive'].mean);
  });

  it('serves wider intervals where the fold asked for them, but leaves what was said on its days as it was', () => {
    const fold = foldOf({ model: 1.1, naive: 1.3, median: 1.2 });
    fold.forecasts.model!.p90.set(outcome.units.map((units) => 1.5 * units));
    const decided = decideServed({ fold, outcome }, 60);
    const decision = { ...decided, bands: decided.bands.map((band) => ({ ...band, widening: 2 })) };
    const said = chosenForecasts(fold, decision);
    expect(said).toEqual(fold.forecasts.model);
    const served = servedForecasts(fold, decision);
    expect(served.p50).toEqual(said.p50);
    const width = ({ p10, p90 }: ForecastSet): number =>
      p90.reduce((sum, high, at) => sum + Math.log((1 + high) / (1 + p10[at]!)), 0);
    expect(width(served)).toBeGreaterThan(width(said));
  });

  it('stays the model where it erred hardly more, and says so', () => {
    const near = decideServed({ fold: foldOf({ model: 1.208, naive: 1.2, median: 1.4 }), outcome }, 60);
    expect(near.bands.map(({ served }) => served)).toEqual(volumeBands.map(() => 'model'));
    expect(near.bands[3]!.reason).toContain('the model erred hardly more than seasonal naive');
    const far = decideServed({ fold: foldOf({ model: 1.212, naive: 1.2, median: 1.4 }), outcome }, 60);
    expect(far.bands.map(({ served }) => served)).toEqual(volumeBands.map(() => 'seasonal naive'));
  });

  it('stays the model where one big game alone speaks against it', () => {
    const fold = foldOf({ model: 1.1, naive: 1.2, median: 1.2 });
    const bands = new Uint8Array(30).fill(2);
    const big = outcome.units.map((units, at) => (at < 60 ? units * 1e4 : units));
    // The model misses the big game wholly, the baselines hit it.
    const forecasts = { ...fold.forecasts };
    forecasts['seasonal naive'].p50.set(big.subarray(0, 60));
    const scale = outcome.scale.map((value, game) => (game === 0 ? value * 1e4 : value));
    const decision = decideServed(
      { fold: { ...fold, bands }, outcome: { ...outcome, units: big, scale } },
      60,
    );
    const { wape, served, reason } = decision.bands[2]!;
    expect(wape.model!).toBeGreaterThan(wape['seasonal naive']!);
    expect(served).toBe('model');
    expect(reason).toContain('with each game counted alike');
  });

  it('is a baseline as long as there is no fold, and says so', () => {
    const { bands, origin: none } = decideServed(null, 60);
    expect(none).toBeNull();
    expect(bands[0]).toMatchObject({
      served: 'weekday median',
      reason: 'no model has been compared with it on held-out days yet',
    });
  });
});

describe('a fold', () => {
  it('comes back from its bytes as it was', async () => {
    const kernel = await loadKernel('simd');
    const fold = holdOut(panel, origin, [], kernel, plansFromPanel(panel, origin, 60));
    expect(fold.forecasts.model).toBeNull();
    expect(unpackFold(packFold(fold))).toEqual(fold);
  });

  it('of another version is refused, so that it is forecast again', async () => {
    const kernel = await loadKernel('simd');
    const fold = holdOut(panel, origin, [], kernel, plansFromPanel(panel, origin, 60));
    const text = new TextDecoder('latin1').decode(packFold(fold)).replace('"version":2', '"version":1');
    expect(() => unpackFold(Uint8Array.from(Buffer.from(text, 'latin1')))).toThrow(
      'fold of version 1, expected 2',
    );
  });

  it('needs a hundred and twenty days before its origin', () => {
    expect(newestFoldOrigin(panel, 60)).toBe(origin);
    expect(newestFoldOrigin(rhythmicPanel(1, 179), 60)).toBeNull();
  });
});

describe('a rolling backtest', () => {
  const config = { ...smallConfig, horizon: 14 };
  const options: BacktestOptions = {
    panel,
    origins: [origin, origin + 14],
    config,
    seeds: [1],
    plans: 'file',
    kernel: 'simd',
    threads: 1,
    now: () => 0,
  };
  const numbers = ({ results }: BacktestResult): unknown =>
    results.map(({ games }) => games.map(({ mean, p10, p50, p90, totals }) => [mean, p10, p50, p90, totals]));

  it('gives the same numbers twice, and trains an origin that is another’s fold once', async () => {
    const trained = new Set<number>();
    const first = await runBacktest({ ...options, onProgress: (day) => trained.add(day) });
    expect(first.done).toBe(true);
    expect([...trained]).toEqual([origin - 14, origin, origin + 14]);
    expect(numbers(await runBacktest(options))).toEqual(numbers(first));
  });

  it('does not see what came from an origin on, but sees the planned prices', async () => {
    const one = { ...options, origins: [origin] };
    const before = numbers(await runBacktest(one));
    const other = copyPanel(panel);
    const cheaper = copyPanel(panel);
    for (let game = 0; game < panel.games.length; game++) {
      for (let day = 240; day < 300; day++) {
        other.units[game * 300 + day]! += 1000;
        cheaper.discount[game * 300 + day] = 0.9;
      }
    }
    expect(numbers(await runBacktest({ ...one, panel: other }))).toEqual(before);
    expect(numbers(await runBacktest({ ...one, panel: cheaper }))).not.toEqual(before);
    const unplanned = numbers(await runBacktest({ ...one, plans: 'none' }));
    expect(numbers(await runBacktest({ ...one, plans: 'none', panel: cheaper }))).toEqual(unplanned);
  });

  it('stops at its deadline with what is done', async () => {
    let clock = 0;
    const result = await runBacktest({ ...options, now: () => clock++, deadline: 30 });
    expect(result.done).toBe(false);
    expect(result.results.length).toBeLessThan(2);
  });

  it('serves baselines where nothing can be learnt', async () => {
    const short = rhythmicPanel(3, 20);
    const result = await runBacktest({ ...options, panel: short, origins: [panelStart + 10] });
    expect(result.done).toBe(true);
    expect(result.results[0]!.fold.forecasts.model).toBeNull();
    expect(result.results[0]!.games).toHaveLength(3);
  });
});

describe('unknown plans', () => {
  it('are neither prices nor the absence of discounts', () => {
    const plans = unknownPlans(1, 2);
    expect([...plans.known]).toEqual([0, 0]);
    expect([...plans.listPrice]).toEqual([NaN, NaN]);
  });
});
