import { beforeAll, describe, expect, it } from '@jest/globals';
import { openWhatIfStore, unpriced, whatIfGameOf } from '../../testing/what-if-store.ts';
import type { GameForecast } from '../forecast.ts';
import { DECODER_FEATURES, decoderColumns } from '../features/windows.ts';
import type { Panel } from '../panel/panel.ts';
import { driverNames, driversOf } from './drivers.ts';
import { extrapolationsOf, readSeenPrices } from './seen.ts';
import { suggestPlans } from './suggest.ts';
import { prepareWhatIf } from './what-if.ts';
import type { WhatIfGame, WhatIfModel } from './what-if.ts';

let panel: Panel;
let model: WhatIfModel;
let games: readonly GameForecast[];
let first: WhatIfGame;

beforeAll(async () => {
  ({ panel, model, games } = await openWhatIfStore());
  first = whatIfGameOf(games[3]!);
});

describe('a suggestion', () => {
  it('never leaves what was seen, and none is made that should bring less', () => {
    const seen = readSeenPrices(panel);
    let made = 0;
    // Without a price units are what counts; half the price for twice the units brings no revenue.
    games
      .map(whatIfGameOf)
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

describe('the days of a suggestion', () => {
  /** The first days suggested for games with such discounts planned. */
  function firstDays(discount: Float32Array): number[] {
    const seen = readSeenPrices(panel);
    return games
      .map(whatIfGameOf)
      .map(unpriced)
      .flatMap((game, n) => {
        const { plan, start } = game.state;
        const state = { ...game.state, plan: { ...plan, discount }, start: { ...start, run: 0 } };
        return suggestPlans(prepareWhatIf(model, { ...game, state }), seen[n]!, true);
      })
      .map(({ segment: { from } }) => from);
  }

  it('leave some days to prepare it, and two weeks to a discount that is planned', () => {
    const nothing = new Float32Array(60);
    expect(new Set(firstDays(nothing))).toEqual(new Set([3]));
    expect(new Set(firstDays(nothing.slice().fill(0.2, 10, 17)))).toEqual(new Set([17 + 14]));
  });
});

describe('what drives a forecast', () => {
  it('is the recent level where the last weeks sold more than the months before', () => {
    const risen = { ...first.state, decoder: first.state.decoder.slice() };
    for (let h = 0; h < 60; h++) risen.decoder[h * DECODER_FEATURES + decoderColumns.level112] = -Math.LN2;
    const recent = driversOf(model.decoders, risen).find(({ name }) => name === 'recent level')!;
    // Half as much was sold in the months before: without the last weeks the forecast is about half as high.
    expect(recent.effect).toBeGreaterThan(0.5);
    expect(recent.effect).toBeLessThan(2);
    expect(recent.share).toBeGreaterThan(0.3);
  });

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
