import { beforeAll, describe, expect, it } from '@jest/globals';
import { panelStart, rhythmicPanel, smallConfig } from '../../testing/panels.ts';
import { decideServed } from '../backtest/decide.ts';
import { holdOut } from '../backtest/fold.ts';
import { outcomeOf } from '../backtest/score.ts';
import { calibrateTotals, jointPaths } from '../backtest/totals.ts';
import { forecastPanel } from '../forecast.ts';
import type { GameForecast } from '../forecast.ts';
import { loadKernel } from '../kernels/index.ts';
import { unpackState } from '../model/decoder-state.ts';
import { predict } from '../model/predict.ts';
import { OUTPUTS } from '../model/parameters.ts';
import { unpackWeights } from '../model/weights.ts';
import type { NetWeights } from '../model/weights.ts';
import { plansFromPanel, unknownPlans } from '../panel/plans.ts';
import type { Plans } from '../panel/plans.ts';
import { Random } from '../random.ts';
import { trainEnsemble } from '../training/ensemble.ts';
import { Decoders } from './decoders.ts';
import { packWhatIf, unpackWhatIf } from './document.ts';
import { driverNames, driversOf } from './drivers.ts';
import { changedPlan, currentPlan } from './plan.ts';
import type { PlanSegment } from './plan.ts';
import { extrapolationsOf, readSeenPrices } from './seen.ts';
import { suggestPlans } from './suggest.ts';
import { answerWhatIf, prepareWhatIf } from './what-if.ts';
import type { WhatIfAnswer, WhatIfGame, WhatIfModel } from './what-if.ts';

const panel = rhythmicPanel(24, 240);
// Some sell so much that the networks' answer to discounts is believed in part only.
panel.units.forEach((units, at) => {
  if (Math.floor(at / panel.days) % 6 === 5) panel.units[at] = 30 * units;
});
/** 20 % off from day 10 to 16, and nothing known from day 40 on. */
const plans = plansWith(24);
let nets: NetWeights[];
let model: WhatIfModel;
let games: GameForecast[];
let first: WhatIfGame;

function plansWith(count: number): Plans {
  const made = unknownPlans(count, 60);
  for (let game = 0; game < count; game++) {
    const from = game * 60;
    made.known.fill(1, from, from + 40);
    made.listPrice.fill(20, from, from + 40);
    made.discount.fill(0.2, from + 10, from + 17);
  }
  return made;
}

beforeAll(async () => {
  const kernel = await loadKernel('simd');
  const config = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 60 } };
  const trained = await trainEnsemble({ panel, config, seeds: [1, 2], kernel: 'simd', threads: 1 });
  nets = trained.nets.map(unpackWeights);
  const origin = panelStart + 180;
  const fold = holdOut(panel, origin, nets, kernel, plansFromPanel(panel, origin, 60));
  const calibration = calibrateTotals(fold.forecasts.model!, fold.bands, outcomeOf(panel, origin, 60));
  const none = decideServed(null, 60);
  const bands = none.bands.map((band) => ({ ...band, served: 'model' as const, widening: 1.3 }));
  const options = { panel, plans, nets, kernel, decision: { ...none, bands }, calibration };
  games = forecastPanel({ ...options, keepDecoders: true });
  model = { decoders: new Decoders(nets), paths: jointPaths(calibration) };
  first = gameOf(games[3]!);
});

function gameOf(game: GameForecast): WhatIfGame {
  return { band: game.band, curves: game, state: unpackState(game.decoder!), elasticity: -1 };
}

function unpriced(game: WhatIfGame): WhatIfGame {
  const { start, plan } = game.state;
  const none = { ...plan, listPrice: plan.listPrice.map(() => NaN) };
  return { ...game, state: { ...game.state, start: { ...start, listPrice: NaN }, plan: none } };
}

function segment(from: number, to: number, percent: number, listPrice: number | null = null): PlanSegment {
  return { from, to, percent, listPrice };
}

function ask(game: WhatIfGame, segments: readonly PlanSegment[], keepDiscounts = true): WhatIfAnswer {
  return answerWhatIf(prepareWhatIf(model, game), changedPlan(game.state, segments, keepDiscounts));
}

describe('the decoders alone', () => {
  it('say what the whole network says, for the current plan and without discounts', async () => {
    const { forecasts, meanWithoutDiscounts } = predict(nets, panel, plans, await loadKernel('reference'));
    for (const game of [0, 5, 23]) {
      const state = unpackState(games[game]!.decoder!);
      const raw = model.decoders.answerInputs(state, state);
      const without = model.decoders.answer(state, changedPlan(state, [], false).told);
      for (const h of [0, 12, 30, 59]) {
        expect(without[h * OUTPUTS + 3]! + state.level).toBeCloseTo(
          Math.log1p(meanWithoutDiscounts[game * 60 + h]!),
          4,
        );
        expect(raw[h * OUTPUTS]! + state.level).toBeCloseTo(Math.log1p(forecasts.p10[game * 60 + h]!), 4);
        expect(raw[h * OUTPUTS + 3]! + state.level).toBeCloseTo(
          Math.log1p(forecasts.mean[game * 60 + h]!),
          4,
        );
      }
    }
  });

  it('come with the forecast where they are asked for, in a few kilobytes', () => {
    for (const { decoder } of games) expect(decoder!.length).toBeLessThan(8_000);
  });
});

describe('a what-if', () => {
  it('with the current plan is the forecast itself, with no difference at all', () => {
    for (const game of games.map(gameOf)) {
      const { curves, units, revenue } = answerWhatIf(prepareWhatIf(model, game), currentPlan(game.state));
      for (const name of ['mean', 'p10', 'p50', 'p90'] as const)
        expect(curves[name]).toEqual(game.curves[name]);
      for (const { difference } of [...units, ...revenue!]) {
        expect(Object.values(difference)).toEqual([0, 0, 0, 0]);
      }
    }
    const again = ask(first, [segment(10, 16, 20)]);
    expect(again.curves.mean).toEqual(first.curves.mean);
    expect(again.units.map(({ current }) => [current.p10, current.p90])).toEqual(
      games[3]!.totals.map(({ p10, p90 }) => [p10, p90]),
    );
  });

  it('never sells less at a deeper discount on the same days, in any curve or total', () => {
    for (const game of games.slice(0, 6).map(gameOf)) {
      for (const [from, to] of [
        [0, 3],
        [12, 25],
        [38, 59],
      ] as const) {
        let before: WhatIfAnswer | undefined;
        for (const percent of [0, 3, 5, 17, 20, 21, 50, 51, 90, 99]) {
          const now = ask(game, [segment(from, to, percent)], false);
          for (const name of ['mean', 'p10', 'p50', 'p90'] as const) {
            now.curves[name].forEach((units, h) => {
              if (before) expect(units - before.curves[name][h]!).toBeGreaterThanOrEqual(-1e-4 * (1 + units));
            });
          }
          now.units.forEach((total, n) => {
            for (const name of ['mean', 'p10', 'p50', 'p90'] as const) {
              const least = before?.units[n]!.changed[name] ?? 0;
              expect(total.changed[name] - least).toBeGreaterThanOrEqual(-1e-4 * (1 + least));
            }
          });
          before = now;
        }
      }
    }
  });

  it('never falls with the depth even where the networks themselves go up and down', () => {
    const random = Random.seeded(3);
    const wild = nets.map((net) => ({ ...net, values: net.values.map(() => 2 * random.uniform() - 1) }));
    const decoders = new Decoders(wild);
    const answers = Array.from({ length: 100 }, (_, percent) =>
      decoders
        .answer(first.state, changedPlan(first.state, [segment(0, 9, percent)], true).told)
        .slice(0, 40),
    );
    let still = 0;
    answers.slice(1).forEach((answer, n) => {
      answer.forEach((value, at) => {
        expect(value - answers[n]![at]!).toBeGreaterThanOrEqual(-1e-5);
        if (value === answers[n]![at]) still += 1;
      });
    });
    // Some of them do go down, and are held up there.
    expect(still).toBeGreaterThan(0);
  });

  it('keeps the quantiles in order and changes only the days of the plan', () => {
    const { curves } = ask(first, [segment(22, 30, 60)]);
    for (let h = 0; h < 60; h++) {
      expect(curves.p10[h]!).toBeLessThanOrEqual(curves.p50[h]!);
      expect(curves.p50[h]!).toBeLessThanOrEqual(curves.p90[h]!);
      if (h < 22 || h > 30) expect(curves.mean[h]).toBe(first.curves.mean[h]);
    }
    expect(curves.mean[24]).toBeGreaterThan(first.curves.mean[24]!);
  });

  it('is surer of the difference than of either plan, since both follow the same paths', () => {
    const { units } = ask(first, [segment(22, 28, 50)]);
    const { current, changed, difference } = units[2]!;
    expect(difference.mean).toBeCloseTo(changed.mean - current.mean, 3);
    expect(difference.p10).toBeLessThanOrEqual(difference.p90);
    expect(difference.p90 - difference.p10).toBeLessThan(current.p90 - current.p10);
  });

  it('shows a mean difference that lies between its own quantiles', () => {
    const plans = [
      [segment(0, 13, 20)],
      [segment(22, 28, 50)],
      [segment(0, 59, 75)],
      [segment(3, 59, 0, 35)],
      [segment(0, 20, 30, 12)],
    ];
    for (const game of games.map(gameOf)) {
      for (const segments of plans) {
        const { units, revenue } = ask(game, segments, false);
        for (const { difference } of [...units, ...revenue!]) {
          expect(difference.mean).toBeGreaterThanOrEqual(difference.p10);
          expect(difference.mean).toBeLessThanOrEqual(difference.p90);
        }
      }
    }
  });

  it('counts revenue at the price of each day', () => {
    const { revenue, curves } = ask(first, [segment(0, 6, 50)]);
    const mean = curves.mean.subarray(0, 7).reduce((sum, units) => sum + units * 10, 0);
    expect(revenue![0]!.changed.mean).toBeCloseTo(mean, 0);
    expect(ask(unpriced(first), []).revenue).toBeNull();
  });

  it('answers a list price by the elasticity, and by nothing else', () => {
    const dearer = ask(first, [segment(0, 59, 0, 30)], false);
    const plain = ask(first, [segment(0, 59, 0)], false);
    dearer.curves.mean.forEach((units, h) => expect(units / plain.curves.mean[h]!).toBeCloseTo(20 / 30, 4));
    expect(dearer.revenue![2]!.changed.mean / plain.revenue![2]!.changed.mean).toBeCloseTo(1, 4);
  });

  it('is a labelled guess without paths', () => {
    const { basis, units } = answerWhatIf(
      prepareWhatIf({ ...model, paths: null }, first),
      currentPlan(first.state),
    );
    expect(basis).toBe('guess');
    expect(units[0]!.current.p90).toBeCloseTo(2 * units[0]!.current.mean);
  });

  it('comes back from its document as it was', () => {
    const seen = readSeenPrices(panel)[3]!;
    const head = {
      gameId: '4',
      forecastId: 'f',
      modelId: 'm',
      origin: 18_137,
      currency: 'USD',
      minorUnits: 100,
      seen,
    };
    const document = unpackWhatIf(packWhatIf({ ...head, game: first }, games[3]!.decoder!));
    expect(document).toMatchObject(head);
    expect(ask(document.game, [segment(3, 9, 30)])).toEqual(ask(first, [segment(3, 9, 30)]));
    const bytes = packWhatIf({ ...head, game: first }, games[3]!.decoder!);
    const older = Uint8Array.from(
      Buffer.from(new TextDecoder('latin1').decode(bytes).replace('"version":1', '"version":0'), 'latin1'),
    );
    expect(() => unpackWhatIf(older)).toThrow('what-if document of version 0, expected 1');
  });
});

describe('a suggestion', () => {
  it('never leaves what was seen, and none is made that should bring less', () => {
    const seen = readSeenPrices(panel);
    let made = 0;
    // Without a price units are what counts; half the price for twice the units brings no revenue.
    games
      .map(gameOf)
      .map(unpriced)
      .forEach((game, n) => {
        const suggestions = suggestPlans(prepareWhatIf(model, game), seen[n]!, true);
        made += suggestions.length;
        expect(suggestions.length).toBeLessThanOrEqual(3);
        for (const { segment: own, answer } of suggestions) {
          const { percent, from, to } = own;
          expect(extrapolationsOf(seen[n]!, { percent, days: to - from + 1, listPrice: null })).toEqual([]);
          expect(answer.units[2]!.difference.mean).toBeGreaterThan(0);
        }
      });
    expect(made).toBeGreaterThan(0);
    const nothing = { deepest: null, longest: null, listPrice: null };
    expect(
      suggestPlans(prepareWhatIf(model, first), { ...seen[3]!, game: nothing, group: nothing }, true),
    ).toEqual([]);
  });
});

describe('what drives a forecast', () => {
  it('is told by group, as shares of one, and a group that says nothing counts nothing', () => {
    const drivers = driversOf(model.decoders, first.state);
    expect(drivers.map(({ name }) => name)).toEqual([...driverNames]);
    expect(drivers.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    const share = (name: string): number => drivers.find((driver) => driver.name === name)!.share;
    // Less than a year of data: nothing of the year before is told.
    expect(share('last year')).toBe(0);
    expect(share('rhythm')).toBeGreaterThan(0);
    expect(share('planned discounts')).toBeGreaterThan(0);
  });
});
