import { beforeAll, describe, expect, it } from '@jest/globals';
import { emptyPanel } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { unknownPlans } from '../panel/plans.ts';
import { loadKernel } from '../kernels/index.ts';
import { trainEnsemble } from '../training/ensemble.ts';
import { panelStart, smallConfig } from '../../testing/panels.ts';
import { predict } from './predict.ts';
import type { Prediction } from './predict.ts';
import { unpackWeights } from './weights.ts';

const DAYS = 200;
const HORIZON = smallConfig.horizon;
const LEVELS = [30, 900, 90_000];
/** Each game sells three times as much at half price. */
const LIFT = 3;
/** The sale began five days before the forecast and goes on for five more. */
const SALE = 5;

/** Games that were on sale twice before, and are again on the last days. */
function onSale(): Panel {
  const games = Array.from({ length: 12 }, (_, n) => ({
    id: `game-${n}`,
    releaseDay: panelStart - 400,
    genres: [],
  }));
  const panel = emptyPanel(panelStart, DAYS, games);
  for (let at = 0; at < panel.units.length; at++) {
    const [game, day] = [Math.floor(at / DAYS), at % DAYS];
    const discounted = day >= DAYS - SALE || (day >= 60 && day < 70) || (day >= 120 && day < 130);
    panel.observed[at] = 1;
    panel.listPrice[at] = 20;
    panel.discountKnown[at] = 1;
    panel.discount[at] = discounted ? 0.5 : 0;
    panel.units[at] = LEVELS[game % LEVELS.length]! * (discounted ? LIFT : 1);
  }
  return panel;
}

/** What a network that adds nothing of its own to the linear forecast makes of it. */
async function predictPlainly(panel: Panel, sale: boolean): Promise<Prediction> {
  const trained = await trainEnsemble({
    panel,
    config: smallConfig,
    seeds: [1],
    kernel: 'simd',
    threads: 1,
  });
  const nets = trained.nets
    .map(unpackWeights)
    .map((net) => ({ ...net, values: new Float32Array(net.values.length) }));
  const plans = unknownPlans(panel.games.length, HORIZON);
  plans.known.fill(1);
  plans.listPrice.fill(20);
  for (let game = 0; sale && game < panel.games.length; game++) {
    plans.discount.fill(0.5, game * HORIZON, game * HORIZON + SALE);
  }
  return predict(nets, panel, plans, await loadKernel('simd'));
}

describe('a forecast that begins during a sale', () => {
  let prediction: Prediction;
  beforeAll(async () => {
    prediction = await predictPlainly(onSale(), true);
  });

  it.each([0, 1, 2])('neither counts it twice nor carries it on, for a game of size %s', (game) => {
    const level = LEVELS[game]!;
    const { p50 } = prediction.forecasts;
    // Huge games are expected to gain less by a discount than the networks say.
    const least = game === 2 ? LIFT ** 0.6 : LIFT ** 0.85;
    for (const h of [0, SALE - 1]) {
      expect(p50[game * HORIZON + h]! / level).toBeGreaterThan(least);
      expect(p50[game * HORIZON + h]! / level).toBeLessThan(1.1 * LIFT);
    }
    for (const h of [SALE, 14, HORIZON - 1]) {
      expect(p50[game * HORIZON + h]! / level).toBeGreaterThan(0.8);
      expect(p50[game * HORIZON + h]! / level).toBeLessThan(1.2);
    }
  });
});

describe('a forecast of games that lately began to sell four times as much', () => {
  const BEFORE = 10;

  /** The same course at every size, without a discount. */
  function risen(): Panel {
    const panel = onSale();
    panel.discount.fill(0);
    for (let at = 0; at < panel.units.length; at++) {
      const [game, day] = [Math.floor(at / DAYS), at % DAYS];
      panel.units[at] = LEVELS[game % LEVELS.length]! * (day >= DAYS - BEFORE ? 4 : 1);
    }
    return panel;
  }

  it('follows them the more, the more a game sells, since smoothing tells more of these', async () => {
    const { forecasts } = await predictPlainly(risen(), false);
    const heights = LEVELS.map((level, game) => forecasts.p50[game * HORIZON + 7]! / level);
    for (const height of heights) {
      expect(height).toBeGreaterThan(1);
      expect(height).toBeLessThan(5);
    }
    expect(heights[1]).toBeGreaterThan(1.02 * heights[0]!);
    expect(heights[2]).toBeGreaterThan(heights[1]!);
  });
});
