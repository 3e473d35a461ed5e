import { beforeAll, describe, expect, it } from '@jest/globals';
import { panelStart, rhythmicPanel, smallConfig } from '../testing/panels.ts';
import { decideServed } from './backtest/decide.ts';
import type { ServedDecision } from './backtest/decide.ts';
import { holdOut, newestFoldOrigin } from './backtest/fold.ts';
import type { Fold } from './backtest/fold.ts';
import { forecasterNames, outcomeOf } from './backtest/score.ts';
import type { ForecasterName } from './backtest/score.ts';
import { smallStore } from './backtest/small-store.ts';
import { emptyForecasts } from './forecast-set.ts';
import { forecastPanel } from './forecast.ts';
import type { GameForecast } from './forecast.ts';
import { loadKernel } from './kernels/index.ts';
import type { LstmKernel } from './kernels/kernel.ts';
import { unpackWeights } from './model/weights.ts';
import { emptyPanel, panelBefore } from './panel/panel.ts';
import type { Panel } from './panel/panel.ts';
import { plansFromPanel, unknownPlans } from './panel/plans.ts';
import { Random } from './random.ts';
import { trainEnsemble } from './training/ensemble.ts';

const days = 300;
let kernel: LstmKernel;

beforeAll(async () => {
  kernel = await loadKernel('simd');
});

interface Kind {
  readonly what: string;
  /** Units by day, `null` where not observed. */
  readonly units: (day: number, random: Random) => number | null;
  readonly price?: number;
  readonly releaseDay?: number;
  readonly label: GameForecast['label'];
}

const kinds: readonly Kind[] = [
  { what: 'one that simply sells', units: (_, random) => random.below(20) + 5, label: null },
  { what: 'a constant one', units: () => 100, label: null },
  { what: 'a single day', units: (day) => (day === days - 1 ? 7 : null), label: 'new' },
  { what: 'a million units on one day', units: (day) => (day === 200 ? 1_000_000 : 3), label: null },
  { what: 'a million units yesterday', units: (day) => (day === days - 1 ? 1_000_000 : 3), label: null },
  { what: 'a sale now and then', units: (_, random) => Number(random.uniform() < 0.1), label: null },
  { what: 'a short one', units: (day) => (day >= days - 20 ? 50 : null), label: null },
  { what: 'one with gaps', units: (day) => (day % 3 === 0 ? null : 10 + (day % 7)), label: null },
  { what: 'a free one', units: () => 40, price: 0, label: 'free' },
  { what: 'one that has ended', units: (day) => (day < 250 ? 9 : null), label: 'ended' },
  { what: 'a new one', units: (day) => (day >= days - 6 ? 80 : null), label: 'new' },
  { what: 'an unreleased one', units: () => null, releaseDay: panelStart + days + 20, label: 'unreleased' },
  { what: 'one that never sold', units: () => 0, label: 'never sold' },
  { what: 'one never seen', units: () => null, label: 'never sold' },
];

/** A store that has a game of every kind. */
function everyKind(): Panel {
  const games = kinds.map(({ what, releaseDay }) => ({
    id: what,
    releaseDay: releaseDay ?? panelStart - 500,
    genres: [],
  }));
  const panel = emptyPanel(panelStart, days, games);
  kinds.forEach(({ units, price }, game) => {
    const random = Random.seeded(game + 1);
    for (let day = 0; day < days; day++) {
      const sold = units(day, random);
      panel.observed[game * days + day] = sold === null ? 0 : 1;
      panel.units[game * days + day] = sold ?? 0;
      panel.listPrice[game * days + day] = price ?? 20;
    }
  });
  return panel;
}

/** What the store would be shown tonight, without a model. */
function tonight(panel: Panel): { decision: ServedDecision; games: GameForecast[] } {
  const small = smallStore(panel);
  const origin = newestFoldOrigin(panel, 60);
  const decision =
    origin === null ? decideServed(null, 60, small) : decideServed(judged(panel, origin), 60, small);
  return { decision, games: forecastBy(panel, decision) };
}

function judged(panel: Panel, origin: number): Parameters<typeof decideServed>[0] {
  const fold = holdOut(panel, origin, [], kernel, plansFromPanel(panel, origin, 60));
  return { fold, outcome: outcomeOf(panel, origin, 60) };
}

function forecastBy(panel: Panel, decision: ServedDecision): GameForecast[] {
  const plans = unknownPlans(panel.games.length, 60);
  return forecastPanel({ panel, plans, nets: [], kernel, decision, calibration: null });
}

function expectSane({ mean, p10, p50, p90, totals }: GameForecast): void {
  for (let h = 0; h < mean.length; h++) {
    expect([mean[h], p10[h], p50[h], p90[h]].every(Number.isFinite)).toBe(true);
    expect(Math.min(mean[h]!, p10[h]!)).toBeGreaterThanOrEqual(0);
    expect(p50[h]!).toBeGreaterThanOrEqual(p10[h]!);
    expect(p90[h]!).toBeGreaterThanOrEqual(p50[h]!);
  }
  for (const total of totals) {
    expect([total.mean, total.p10, total.p50, total.p90].every(Number.isFinite)).toBe(true);
    expect(total.p10).toBeGreaterThanOrEqual(0);
    expect(total.p90).toBeGreaterThanOrEqual(total.p10);
  }
}

describe('a game of every kind', () => {
  const panel = everyKind();
  let shown: ReturnType<typeof tonight>;

  beforeAll(() => {
    shown = tonight(panel);
  });

  it.each(kinds.map(({ what, label }, game) => ({ what, label, game })))(
    'has a sane forecast and the label $label: $what',
    ({ label, game }) => {
      const found = shown.games[game]!;
      expect(found.label).toBe(label);
      expect(found.reason).not.toBe('');
      expectSane(found);
    },
  );

  it.each(forecasterNames.slice(1))('is forecast sanely by %s', (name) => {
    const { decision } = shown;
    const bands = decision.bands.map((band) => ({ ...band, served: name }));
    const games = forecastBy(panel, { ...decision, bands });
    games.forEach(expectSane);
    expect(games[0]!.served).toBe(name);
  });

  it('is forecast sanely by a model that learnt from all of them', async () => {
    const { decision } = shown;
    const config = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 60 } };
    const trained = await trainEnsemble({ panel, config, seeds: [1, 2], kernel: 'simd', threads: 1 });
    const nets = trained.nets.map(unpackWeights);
    const bands = decision.bands.map((band) => ({ ...band, served: 'model' as const, widening: 3 }));
    const plans = unknownPlans(panel.games.length, 60);
    for (const known of [0, 1]) {
      plans.known.fill(known);
      if (known === 1) plans.discount.fill(0.9, 30);
      const games = forecastPanel({
        panel,
        plans,
        nets,
        kernel,
        decision: { ...decision, bands },
        calibration: null,
      });
      games.forEach(expectSane);
      expect(games[0]!.served).toBe('model');
    }
  });

  it.each([0, 1, 2, 13, 14, 27, 28, 29, 60])('is forecast sanely after its first %i days', (begun) => {
    for (const game of forecastBy(panelBefore(panel, panelStart + begun + 1), decideServed(null, 60)))
      expectSane(game);
  });
});

describe('rare sales', () => {
  it('are forecast by TSB, and labelled so, where it erred least', () => {
    const panel = rhythmicPanel(30, days);
    const origin = newestFoldOrigin(panel, 60)!;
    const outcome = outcomeOf(panel, origin, 60);
    const off = (factor: number): Fold['forecasts']['naive'] => {
      const set = emptyForecasts(origin, 60, 30);
      for (const curve of [set.mean, set.p10, set.p50, set.p90])
        curve.set(outcome.units.map((y) => y * factor));
      return set;
    };
    const forecasts = Object.fromEntries(
      forecasterNames.map((name: ForecasterName) => [name, off(name.includes('TSB') ? 1.05 : 1.5)]),
    ) as Fold['forecasts'];
    const known = judged(panel, origin)!;
    const decision = decideServed({ fold: { ...known.fold, forecasts }, outcome }, 60);
    const [game] = forecastBy(panel, decision);
    expect(game!.served).toBe('rare-sales smoothing (TSB)');
    expect(game!.reason).toContain('the model did not beat rare-sales smoothing (TSB)');
    expect(new Set(game!.mean).size).toBe(1);
    expectSane(game!);
  });
});

describe('a small store', () => {
  it('of less than 20 games is served the best baseline, even where a model would have erred less', () => {
    const panel = rhythmicPanel(12, days);
    const origin = newestFoldOrigin(panel, 60)!;
    const { fold, outcome } = judged(panel, origin)!;
    const perfect = emptyForecasts(origin, 60, 12);
    for (const curve of [perfect.mean, perfect.p10, perfect.p50, perfect.p90]) curve.set(outcome.units);
    const withModel = { fold: { ...fold, forecasts: { ...fold.forecasts, model: perfect } }, outcome };
    expect(decideServed(withModel, 60).bands[2]!.served).toBe('model');
    const { served, reason } = decideServed(withModel, 60, smallStore(panel)).bands[2]!;
    expect(served).not.toBe('model');
    expect(reason).toMatch(
      /^12 games are on record, and a model is served from 20 on; .+ erred \d+\.\d % on the 60 days from/,
    );
  });

  it('of less than 240 days is told so, also where nothing could be held out yet', () => {
    expect(smallStore(rhythmicPanel(20, 239))).toBe(
      'the store has 239 days of history, and a model is served from 240 on',
    );
    const { decision, games } = tonight(rhythmicPanel(20, 100));
    expect(decision.bands[0]!.reason).toBe(
      'the store has 100 days of history, and a model is served from 240 on',
    );
    expect(games[0]).toMatchObject({ served: 'weekday median', reason: decision.bands[0]!.reason });
  });

  it('is none from 20 games and 240 days on', () => {
    expect(smallStore(rhythmicPanel(20, 240))).toBeNull();
  });
});
