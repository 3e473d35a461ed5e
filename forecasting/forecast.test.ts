import { beforeAll, describe, expect, it } from '@jest/globals';
import { panelStart, rhythmicPanel, smallConfig } from '../testing/panels.ts';
import { decideServed } from './backtest/decide.ts';
import type { ServedDecision } from './backtest/decide.ts';
import { forecastPanel } from './forecast.ts';
import type { ForecastOptions, GameForecast } from './forecast.ts';
import { loadKernel } from './kernels/index.ts';
import type { LstmKernel } from './kernels/kernel.ts';
import { unpackWeights } from './model/weights.ts';
import type { NetWeights } from './model/weights.ts';
import { copyPanel, emptyPanel } from './panel/panel.ts';
import type { Panel } from './panel/panel.ts';
import { unknownPlans } from './panel/plans.ts';
import type { Plans } from './panel/plans.ts';
import { trainEnsemble } from './training/ensemble.ts';

const days = 200;
const panel = rhythmicPanel(8, days);
const baseline = decideServed(null, 60);
const model: ServedDecision = {
  ...baseline,
  bands: baseline.bands.map((band) => ({ ...band, served: 'model', reason: 'it erred least' })),
};
let kernel: LstmKernel;
let nets: NetWeights[];

beforeAll(async () => {
  kernel = await loadKernel('simd');
  const config = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 30 } };
  const result = await trainEnsemble({ panel, config, seeds: [1, 2], kernel: 'simd', threads: 1 });
  nets = result.nets.map(unpackWeights);
});

function plansOf(discounts: Readonly<Record<number, number>>, games = 8): Plans {
  const plans = unknownPlans(games, 60);
  plans.known.fill(1);
  plans.listPrice.fill(20);
  for (const [day, rate] of Object.entries(discounts)) plans.discount[Number(day)] = rate;
  return plans;
}

function forecast(options: Partial<ForecastOptions> = {}): GameForecast[] {
  const plans = plansOf({}, (options.panel ?? panel).games.length);
  return forecastPanel({ panel, plans, nets, kernel, decision: model, calibration: null, ...options });
}

function expectSane(games: readonly GameForecast[]): void {
  for (const { mean, p10, p50, p90, totals } of games) {
    for (let h = 0; h < mean.length; h++) {
      expect([mean[h], p10[h], p50[h], p90[h]].every(Number.isFinite)).toBe(true);
      expect(p10[h]!).toBeGreaterThanOrEqual(0);
      expect(p50[h]!).toBeGreaterThanOrEqual(p10[h]!);
      expect(p90[h]!).toBeGreaterThanOrEqual(p50[h]!);
      expect(mean[h]!).toBeGreaterThanOrEqual(0);
    }
    for (const total of totals) expect([total.mean, total.p10, total.p90].every(Number.isFinite)).toBe(true);
  }
}

/** A panel whose only game sold what `units` says; `null` is an unobserved day. */
function single(units: readonly (number | null)[], releaseDay: number | null = panelStart - 900): Panel {
  const one = emptyPanel(panelStart, units.length, [{ id: 'one', releaseDay, genres: [] }]);
  units.forEach((value, day) => {
    one.observed[day] = value === null ? 0 : 1;
    one.units[day] = value ?? 0;
  });
  return one;
}

describe('a forecast', () => {
  it('is the model’s where it is served, and the same bytes each time', () => {
    const games = forecast();
    expect(games).toHaveLength(8);
    expect(games[0]).toMatchObject({ served: 'model', reason: 'it erred least', label: null });
    expect(games[0]!.planEnd).toBe(panelStart + days + 59);
    expect(forecast()).toEqual(games);
    expectSane(games);
  });

  it('follows a planned discount, and tells the mean without it', () => {
    const plain = forecast()[0]!;
    const planned = forecast({ plans: plansOf({ 10: 0.5, 11: 0.5, 12: 0.5 }) })[0]!;
    expect(planned.mean[10]).not.toBe(plain.mean[10]);
    const without = planned.meanWithoutDiscounts![10]!;
    // Not the same bytes: the store then has one game less on discount that day, and knows it.
    expect(Math.abs(without - plain.mean[10]!)).toBeLessThan(Math.abs(planned.mean[10]! - plain.mean[10]!));
    expect(plain.meanWithoutDiscounts).toBeNull();
  });

  it('takes an unknown plan as another thing than no discount', () => {
    const unknown = forecast({ plans: unknownPlans(8, 60) })[0]!;
    expect(unknown.mean).not.toEqual(forecast()[0]!.mean);
    expect(unknown.planEnd).toBeNull();
  });

  it('of one game does not depend on the sales of an unobserved day', () => {
    const hidden = copyPanel(panel);
    hidden.observed[days - 3] = 0;
    hidden.units[days - 3] = 0;
    const first = forecast({ panel: hidden });
    hidden.units[days - 3] = 12_345;
    expect(forecast({ panel: hidden })).toEqual(first);
  });

  it('is a labelled baseline as long as no model is trained', () => {
    const games = forecast({ nets: [], decision: baseline });
    expect(games[0]).toMatchObject({ served: 'weekday median', meanWithoutDiscounts: null });
    expect(forecast({ nets: [] })[0]).toMatchObject({
      served: 'weekday median',
      reason: 'no model is trained yet',
    });
  });
});

describe('odd histories', () => {
  const flat = Array.from({ length: days }, () => 100);
  it.each<[string, (number | null)[]]>([
    ['a constant one', flat],
    ['one of zeros with a single unit', flat.map((_, day) => (day === 100 ? 1 : 0))],
    ['one with a spike of a million', flat.map((_, day) => (day === days - 2 ? 1_000_000 : 100))],
    ['one of millions', flat.map((_, day) => 1_000_000 + day)],
    ['a single day', [7]],
    ['twenty days', flat.slice(0, 20)],
    ['one with a gap at its end', flat.map((value, day) => (day > 180 ? null : value))],
  ])('give a sane forecast: %s', (_, units) => {
    expectSane(forecast({ panel: single(units) }));
    expectSane(forecast({ panel: single(units), nets: [], decision: baseline }));
  });

  it('of a constant one is forecast near that constant by the baseline', () => {
    const [game] = forecast({ panel: single(flat), nets: [], decision: baseline });
    expect([...game!.mean].every((value) => Math.abs(value - 100) < 1e-3)).toBe(true);
    expect(game!.totals[2]!.mean).toBeCloseTo(6000);
  });
});

describe('a game is labelled', () => {
  const nothing = Array.from({ length: days }, () => null);

  it('unreleased, with nothing before its release and the curve of earlier launches from then on', () => {
    const [game] = forecast({ panel: withLaunches(single(nothing, panelStart + days + 10)) });
    expect(game).toMatchObject({ label: 'unreleased', served: 'launch curve' });
    expect(game!.mean[9]).toBe(0);
    expect(game!.mean[10]!).toBeGreaterThan(50);
    expect(game!.mean[10]!).toBeGreaterThan(game!.mean[40]!);
  });

  it('unreleased for longer than the forecast, with the range of its pre-orders', () => {
    const ordered = nothing.map((_, day) => (day >= days - 90 ? Number(day % 4 === 0) : null));
    const [game] = forecast({ panel: withLaunches(single(ordered, panelStart + days + 200)) });
    expect(game).toMatchObject({ label: 'unreleased' });
    const all = game!.totals[2]!;
    expect(all.mean).toBeGreaterThan(5);
    expect(all.p90).toBeGreaterThan(all.mean);
  });

  it('new, with the launch curve at the height of its first days', () => {
    const units = nothing.map((_, day) => (day >= days - 5 ? 500 : null));
    const [game] = forecast({ panel: withLaunches(single(units, panelStart + days - 5)) });
    expect(game).toMatchObject({ label: 'new', served: 'launch curve' });
    expect(game!.mean[0]!).toBeGreaterThan(200);
    expect(game!.mean[50]!).toBeLessThan(game!.mean[0]!);
  });

  it('new, and expected to sell, also when its first day sold nothing', () => {
    const units = nothing.map((_, day) => (day === days - 1 ? 0 : null));
    const [game] = forecast({ panel: withLaunches(single(units, panelStart + days - 1)) });
    expect(game).toMatchObject({ label: 'new', served: 'launch curve' });
    expect(game!.mean[0]!).toBeGreaterThan(1);
    expect(game!.p90[0]!).toBeGreaterThan(game!.p10[0]!);
  });

  it('new, with a total as unsure as the height of its launch, which all its days share', () => {
    const since = (first: number): GameForecast => {
      const units = nothing.map((_, day) => (day >= days - first ? 500 : null));
      return forecast({ panel: withLaunches(single(units, panelStart + days - first)) })[0]!;
    };
    const sum = (daily: Float32Array): number => daily.reduce((all, value) => all + value, 0);
    const wide = ({ totals }: GameForecast): number => totals[2]!.p90 / totals[2]!.p50;
    const all = since(5).totals[2]!;
    expect(all.p90).toBeLessThan(sum(since(5).p90));
    expect(all.p90 / all.p50).toBeCloseTo(all.p50 / all.p10, 6);
    expect(wide(since(5))).toBeGreaterThan(1.3);
    expect(wide(since(1))).toBeGreaterThan(wide(since(5)));
    // Even at a height that is known the coming days may lie off the curve.
    expect(wide(since(13))).toBeGreaterThan(1.25);
  });

  it('none of these when it came out lately, and then falls as earlier launches did', () => {
    // Halved every ten days, as they were; what came in the last week would go on with any other forecast.
    const units = nothing.map((_, day) => (day >= days - 20 ? 500 * 0.5 ** ((day - days + 20) / 10) : null));
    const [game] = forecast({ panel: withLaunches(single(units, panelStart + days - 20)) });
    expect(game).toMatchObject({ label: null, served: 'model' });
    expect(game!.reason).toContain('follows earlier launches wholly');
    const last = units.at(-1)!;
    expect(game!.mean[30]! / last).toBeLessThan(0.25);
    const unseen = forecast({ panel: withLaunches(single(units, null)) })[0]!;
    expect(unseen.reason).not.toContain('earlier launches');
    expect(unseen.mean[30]!).toBeGreaterThan(1.5 * game!.mean[30]!);
  });

  it('never sold, with nothing to come', () => {
    const [game] = forecast({ panel: single(nothing.map(() => 0)) });
    expect(game).toMatchObject({ label: 'never sold', served: 'no sales' });
    expect(game!.totals[2]).toEqual({ days: 60, mean: 0, p10: 0, p50: 0, p90: 0, basis: 'one height' });
  });

  it('ended, with nothing to come, once it has not been on sale for four weeks', () => {
    const [game] = forecast({ panel: single(nothing.map((_, day) => (day < days - 28 ? 5 : null))) });
    expect(game).toMatchObject({ label: 'ended', served: 'no sales' });
  });

  it('free, and forecast as any other', () => {
    const free = single(nothing.map(() => 5));
    free.listPrice.fill(0);
    expect(forecast({ panel: free })[0]).toMatchObject({ label: 'free', served: 'model' });
  });
});

/** The panel with six games behind its own that launched inside it and halved every ten days. */
function withLaunches(own: Panel): Panel {
  const launch = (n: number): Panel['games'][number] => ({
    id: `launch-${n}`,
    releaseDay: panelStart + 10 * n,
    genres: [],
  });
  const games = [...own.games, ...[1, 2, 3, 4, 5, 6].map(launch)];
  const all = emptyPanel(own.start, own.days, games);
  all.observed.set(own.observed);
  all.units.set(own.units);
  for (let n = 1; n <= 6; n++) {
    for (let day = 10 * n; day < own.days; day++) {
      all.observed[n * own.days + day] = 1;
      all.units[n * own.days + day] = 200 * 0.5 ** ((day - 10 * n) / 10) + 5;
    }
  }
  return all;
}
