import { describe, expect, it } from '@jest/globals';
import { volumeBands } from '../backtest/bands.ts';
import { OUTPUTS } from '../model/parameters.ts';
import { Random } from '../random.ts';
import { JointPaths } from '../totals/joint-paths.ts';
import type { DailyCurves } from '../totals/joint-paths.ts';
import { changedPlan } from './plan.ts';
import type { PlanSegment } from './plan.ts';
import { answerWhatIf, prepareWhatIf } from './what-if.ts';
import type { ComparedTotal, PlanAnswers, WhatIfAnswer, WhatIfGame } from './what-if.ts';

const HORIZON = 60;
const LEVEL = Math.log1p(10);
const names = ['p10', 'p50', 'p90', 'mean'] as const;

const flat = (value: number): Float32Array => new Float32Array(HORIZON).fill(value);

/** Days that go together by half, in every band. */
function paths(): JointPaths {
  const random = Random.seeded(4);
  const bands = volumeBands.map(() => {
    const scores = new Int8Array(40 * HORIZON);
    for (let path = 0; path < 40; path++) {
      const height = 60 * (random.uniform() - 0.5);
      for (let h = 0; h < HORIZON; h++) {
        scores[path * HORIZON + h] = Math.round(height + 60 * (random.uniform() - 0.5));
      }
    }
    return { paths: 40, scores: Buffer.from(scores.buffer).toString('base64'), reach: 0.1 };
  });
  return JointPaths.of([{ horizon: HORIZON, bands }])!;
}

/** Answers p10, p50, p90 and mean that rise by so much from no discount to 100 %, in log units. */
function modelThatRises(rises: Record<(typeof names)[number], number>): PlanAnswers {
  return {
    decoders: {
      answer: (_, { discount }) =>
        Float32Array.from(
          { length: HORIZON * OUTPUTS },
          (_none, at) => rises[names[at % OUTPUTS]!] * discount[Math.floor(at / OUTPUTS)]!,
        ),
    },
    paths: paths(),
  };
}

function gameOf(curves: DailyCurves, ceiling = 12): WhatIfGame {
  const zeros = flat(0);
  const state = {
    level: LEVEL,
    ceiling,
    base: zeros,
    anchor: zeros,
    decoder: zeros,
    hidden: [],
    start: { listPrice: 20, run: 0, trace: 0, response: 0, shares: zeros },
    plan: { listPrice: flat(20), discount: zeros, known: new Uint8Array(HORIZON).fill(1) },
  };
  return { band: 1, curves, state, elasticity: -1, elasticityDeviation: 0 };
}

const often = { mean: flat(12), p10: flat(3), p50: flat(8), p90: flat(20) };
const rarely = { mean: flat(0.2), p10: flat(0), p50: flat(0), p90: flat(0) };

function ask(
  model: PlanAnswers,
  game: WhatIfGame,
  percent: number,
  listPrice: number | null = null,
): WhatIfAnswer {
  const segment: PlanSegment = { from: 0, to: HORIZON - 1, percent, listPrice };
  return answerWhatIf(prepareWhatIf(model, game), changedPlan(game.state, [segment], true));
}

describe('the totals of a what-if', () => {
  it.each([
    { what: 'the median rises most', rises: { p10: 0.02, p50: 0.4, p90: 0.1, mean: 0.03 } },
    { what: 'p90 rises most', rises: { p10: 0, p50: 0.1, p90: 0.8, mean: 0.03 } },
    { what: 'only the median rises', rises: { p10: 0, p50: 0.5, p90: 0, mean: 0 } },
    { what: 'only the mean rises', rises: { p10: 0, p50: 0, p90: 0, mean: 0.5 } },
  ])('never fall with the depth where $what', ({ rises }) => {
    const model = modelThatRises(rises);
    for (const curves of [often, rarely]) {
      const totals = [0, 10, 40, 80].map((percent) => ask(model, gameOf(curves), percent).units);
      totals.slice(1).forEach((units, n) => {
        units.forEach(({ changed, difference }, span) => {
          for (const name of names) {
            const least: ComparedTotal = totals[n]![span]!;
            expect(changed[name]).toBeGreaterThanOrEqual(least.changed[name] - 1e-6);
            expect(difference[name]).toBeGreaterThanOrEqual(Math.max(0, least.difference[name] - 1e-6));
          }
        });
      });
      expect(totals[3]![2]!.changed.p90).toBeGreaterThan(totals[0]![2]!.changed.p90);
    }
  });

  it('follow the mean where sales are too rare for a quantile', () => {
    const units = ask(modelThatRises({ p10: 0, p50: 0, p90: 0, mean: 0 }), gameOf(rarely), 0, 40).units[2]!;
    expect(units.changed.mean).toBeCloseTo(units.current.mean / 2, 3);
    expect(units.changed.p90).toBeLessThan(0.7 * units.current.p90);
  });
});

describe('the difference in revenue', () => {
  it.each([often, { ...often, p50: flat(11) }])(
    'is surer than the plans where what is gained in units is lost in price (%#)',
    (curves) => {
      for (const rise of [1.1, 1.2, 1.3]) {
        const model = modelThatRises({ p10: rise, p50: rise, p90: rise, mean: 1.1 * rise });
        const game = gameOf(curves);
        const prepared = prepareWhatIf(model, game);
        for (let percent = 2; percent < 95; percent++) {
          const segment = { from: 20, to: 33, percent, listPrice: null };
          const { revenue } = answerWhatIf(prepared, changedPlan(game.state, [segment], true));
          for (const { days, current, changed, difference } of revenue!) {
            // A mean at the edge of its own range says that range and mean come from different sources.
            const [low, high] = [difference.mean - difference.p10, difference.p90 - difference.mean];
            expect(Math.min(low, high)).toBeGreaterThanOrEqual(0.1 * Math.max(low, high) - 1e-9);
            const widest = Math.max(current.p90 - current.p10, changed.p90 - changed.p10);
            expect({ rise, percent, days, sure: difference.p90 - difference.p10 < 0.8 * widest }).toEqual({
              rise,
              percent,
              days,
              sure: true,
            });
          }
        }
      }
    },
  );
});

describe('the answer to a list price', () => {
  const model = modelThatRises({ p10: 0.1, p50: 0.1, p90: 0.1, mean: 0.1 });

  it('is as uncertain as the elasticity, also where revenue is expected to stay', () => {
    const asked = (elasticityDeviation: number, price: number) => {
      const { units, revenue } = ask(model, { ...gameOf(often), elasticityDeviation }, 0, price);
      return { units: units[2]!, revenue: revenue![2]! };
    };
    const half = 10;
    const [sure, unsure] = [asked(0, half), asked(0.75, half)];
    expect(unsure.units.changed.mean).toBeCloseTo(sure.units.changed.mean, 6);
    const width = ({ difference }: ComparedTotal): number => difference.p90 - difference.p10;
    // Half the price: 2^(0.75·z), so the revenue may fall by a third or rise by half.
    const { current, difference } = unsure.revenue;
    expect(difference.p10 / current.mean).toBeLessThan(-0.25);
    expect(difference.p90 / current.mean).toBeGreaterThan(0.3);
    expect(width(unsure.revenue)).toBeGreaterThan(5 * width(sure.revenue));
    expect(width(unsure.units)).toBeGreaterThan(1.3 * width(sure.units));
    // No path sells less for a lower price, nor more for a higher one.
    for (const price of [15, 10, 5, 1])
      expect(asked(0.75, price).units.difference.p10).toBeGreaterThan(-0.01 * current.mean);
    for (const price of [25, 40, 200])
      expect(asked(0.75, price).units.difference.p90).toBeLessThan(0.01 * current.mean);
    // The price as it is: nothing to doubt.
    expect(width(asked(0.75, 20).revenue)).toBe(0);
  });

  it('stays under the ceiling of a day, however cheap the game', () => {
    const { curves } = ask(model, gameOf(often, Math.log1p(100)), 0, 0.01);
    for (const name of names) for (const units of curves[name]) expect(units).toBeLessThanOrEqual(100.001);
    expect(curves.mean[0]).toBeCloseTo(100, 3);
  });

  it('is never held below the forecast itself', () => {
    const { curves } = ask(model, gameOf(often, Math.log1p(15)), 0, 0.01);
    expect(curves.p90[0]).toBe(20);
    expect(curves.p50[0]).toBeCloseTo(15, 3);
  });
});
