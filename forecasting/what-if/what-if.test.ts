import { beforeAll, describe, expect, it } from '@jest/globals';
import { openWhatIfStore, unpriced, whatIfGameOf } from '../../testing/what-if-store.ts';
import type { WhatIfStore } from '../../testing/what-if-store.ts';
import type { GameForecast } from '../forecast.ts';
import { loadKernel } from '../kernels/index.ts';
import { unpackState } from '../model/decoder-state.ts';
import { predict } from '../model/predict.ts';
import { OUTPUTS } from '../model/parameters.ts';
import type { Panel } from '../panel/panel.ts';
import { Random } from '../random.ts';
import { Decoders } from './decoders.ts';
import { packWhatIf, unpackWhatIf } from './document.ts';
import { changedPlan, currentPlan } from './plan.ts';
import type { PlanSegment } from './plan.ts';
import { readSeenPrices } from './seen.ts';
import { answerWhatIf, prepareWhatIf } from './what-if.ts';
import type { WhatIfAnswer, WhatIfGame, WhatIfModel } from './what-if.ts';

let store: WhatIfStore;
let panel: Panel;
let model: WhatIfModel;
let games: readonly GameForecast[];
let first: WhatIfGame;

beforeAll(async () => {
  store = await openWhatIfStore();
  ({ panel, model, games } = store);
  first = whatIfGameOf(games[3]!);
});

function segment(from: number, to: number, percent: number, listPrice: number | null = null): PlanSegment {
  return { from, to, percent, listPrice };
}

function ask(game: WhatIfGame, segments: readonly PlanSegment[], keepDiscounts = true): WhatIfAnswer {
  return answerWhatIf(prepareWhatIf(model, game), changedPlan(game.state, segments, keepDiscounts));
}

describe('the decoders alone', () => {
  it('say what the whole network says, for the current plan and without discounts', async () => {
    const { forecasts, meanWithoutDiscounts } = predict(
      store.nets,
      panel,
      store.plans,
      await loadKernel('reference'),
    );
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
  it('with a list price alone keeps the discounts of its days, also where all others are dropped', () => {
    const { told } = changedPlan(first.state, [{ from: 12, to: 14, percent: null, listPrice: 15 }], false);
    expect([10, 12, 14, 15].map((day) => told.discount[day]! > 0)).toEqual([false, true, true, false]);
    expect([...told.known]).toEqual([...first.state.plan.known]);
  });

  it('with the current plan is the forecast itself, with no difference at all', () => {
    for (const game of games.map(whatIfGameOf)) {
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
    for (const game of games.slice(0, 6).map(whatIfGameOf)) {
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
    const wild = store.nets.map((net) => ({
      ...net,
      values: net.values.map(() => 2 * random.uniform() - 1),
    }));
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
    for (const game of games.map(whatIfGameOf)) {
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
