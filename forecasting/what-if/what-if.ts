import { intervalOf, spansWithin } from '../backtest/totals.ts';
import type { TotalBasis } from '../backtest/totals.ts';
import type { DecoderState } from '../model/decoder-state.ts';
import { OUTPUTS } from '../model/parameters.ts';
import type { DailyCurves, JointPaths, PathSums } from '../totals/joint-paths.ts';
import type { Decoders } from './decoders.ts';
import { PriceDoubt } from './price-doubt.ts';
import { currentPlan } from './plan.ts';
import type { PricedPlan } from './plan.ts';

/** One game of a forecast, as it was served. */
export interface WhatIfGame {
  /** Its volume band. */
  readonly band: number;
  /** The forecast with the current plan. */
  readonly curves: DailyCurves;
  readonly state: DecoderState;
  /** d ln units / d ln list price. */
  readonly elasticity: number;
  /** How far the truth may lie from it, as a standard deviation. */
  readonly elasticityDeviation: number;
}

/** What answers a plan. */
export interface PlanAnswers {
  readonly decoders: Pick<Decoders, 'answer'>;
  /** `null` = no fold has told how days hang together. */
  readonly paths: JointPaths | null;
}

/** What answers: made once for a model, for one call at a time. */
export interface WhatIfModel extends PlanAnswers {
  readonly decoders: Decoders;
}

export interface Amount {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Of the first days: with the current plan, with the other one, and how much more that is. */
export interface ComparedTotal {
  readonly days: number;
  readonly current: Amount;
  readonly changed: Amount;
  readonly difference: Amount;
}

export interface WhatIfAnswer {
  readonly curves: DailyCurves;
  readonly units: readonly ComparedTotal[];
  /** In the store's currency; `null` where a price is not known. */
  readonly revenue: readonly ComparedTotal[] | null;
  readonly basis: TotalBasis;
}

/** A game with what every other plan of it is held against. */
export interface PreparedWhatIf {
  readonly model: PlanAnswers;
  readonly game: WhatIfGame;
  readonly current: PricedPlan;
  /** The networks' answer to the current plan, and the summed paths with it. */
  readonly said: Float32Array;
  readonly sums: PathSums | null;
}

export function prepareWhatIf(model: PlanAnswers, game: WhatIfGame): PreparedWhatIf {
  const current = currentPlan(game.state);
  const spans = spansWithin(game.curves.mean.length);
  return {
    model,
    game,
    current,
    said: model.decoders.answer(game.state, current.told),
    sums: model.paths?.sums(game.curves, game.band, spans, current.price) ?? null,
  };
}

/**
 * The forecast with another plan. The served forecast is moved by what the networks answer differently, so that the
 * current plan gives the served forecast itself, whatever was done to the networks' answer in between; a change of the
 * list price moves it by the elasticity. Both plans' totals, and their difference, come from the same paths,
 * and the laws of their days have one shape: no total falls where no curve does.
 */
export function answerWhatIf(prepared: PreparedWhatIf, plan: PricedPlan): WhatIfAnswer {
  const { model, game, current, sums: old } = prepared;
  const curves = changedCurves(prepared, plan);
  const spans = spansWithin(curves.mean.length);
  const before = { curves: game.curves, price: current.price };
  const after = { curves, price: plan.price };
  const priced = [...current.price, ...plan.price].every(Number.isFinite);
  if (model.paths === null || old === null) {
    const units = spans.map((days) => guess(days, before, after, () => 1));
    const revenue = priced
      ? spans.map((days) => guess(days, before, after, (side, h) => side.price[h]!))
      : null;
    return { curves, units, revenue, basis: 'guess' };
  }
  const doubt = new PriceDoubt(game, current.listPrice, plan.listPrice);
  const next = model.paths.sums(after.curves, game.band, spans, after.price, {
    ...old,
    liftsOf: doubt.liftsOf,
  });
  const compare = (name: 'units' | 'revenue', price: Price): ComparedTotal[] =>
    spans.map((days, n) => {
      const [from, to] = [meanOf(before, days, price), meanOf(after, days, price)];
      return {
        days,
        current: { mean: from, ...intervalOf(old[name][n]!) },
        changed: { mean: to, ...intervalOf(next[name][n]!) },
        difference: differenceOf(old[name][n]!, next[name][n]!, to - from, name),
      };
    });
  return {
    curves,
    units: compare('units', () => 1),
    revenue: priced ? compare('revenue', (side, h) => side.price[h]!) : null,
    basis: 'paths',
  };
}

interface Side {
  readonly curves: DailyCurves;
  readonly price: Float64Array;
}
type Price = (side: Side, day: number) => number;

function meanOf(side: Side, days: number, price: Price): number {
  let sum = 0;
  for (let h = 0; h < days; h++) sum += side.curves.mean[h]! * price(side, h);
  return sum;
}

/** At most so many times do the paths stretch, or shrink, to mean what the forecast does. */
const STRETCH = 2;

/**
 * Path by path, brought to mean what the forecast does: whole paths are moved apart for their interval's sake (see
 * `JointPaths`), which lifts what they mean on average. As a rule they are measured by the ratio of the two means; where
 * gains and losses nearly cancel out, as in the revenue of many a discount, that tells nothing, and they are shifted. Units
 * are measured only, so that none fall where no curve does.
 */
function differenceOf(
  old: Float64Array,
  next: Float64Array,
  mean: number,
  what: 'units' | 'revenue',
): Amount {
  const differences = next.map((value, path) => value - old[path]!);
  const ofPaths = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  // Where the paths say the opposite there is nothing to bring them to.
  const ratio = ofPaths * mean > 0 ? mean / ofPaths : 1;
  const measure = Math.min(STRETCH, Math.max(1 / STRETCH, ratio));
  const shift = what === 'revenue' && mean !== 0 && measure !== mean / ofPaths ? mean - ofPaths : 0;
  const brought = differences.map((value) => (shift === 0 ? measure * value : value + shift));
  const { p10, p50, p90 } = intervalOf(brought);
  // Where a few paths make all of the difference, as with rare sales, the mean is beyond most of them.
  return { mean, p10: Math.min(p10, mean), p50, p90: Math.max(p90, mean) };
}

/** Half to double, as the forecast's own totals are without a fold. */
function guess(days: number, before: Side, after: Side, price: Price): ComparedTotal {
  const around = (mean: number): Amount => {
    const [p10, p90] = [mean / 2, mean * 2].sort((a, b) => a - b) as [number, number];
    return { mean, p10, p50: mean, p90 };
  };
  const [from, to] = [meanOf(before, days, price), meanOf(after, days, price)];
  return { days, current: around(from), changed: around(to), difference: around(to - from) };
}

const names = ['p10', 'p50', 'p90', 'mean'] as const;

function changedCurves({ model, game, current, said }: PreparedWhatIf, plan: PricedPlan): DailyCurves {
  const { curves, state, elasticity } = game;
  const says = model.decoders.answer(state, plan.told);
  const horizon = curves.mean.length;
  const out = {
    mean: curves.mean.slice(),
    p10: curves.p10.slice(),
    p50: curves.p50.slice(),
    p90: curves.p90.slice(),
  };
  const log = (value: number): number => Math.max(0, Math.min(state.ceiling, value + state.level));
  for (let h = 0; h < horizon; h++) {
    const ratio = plan.listPrice[h]! / current.listPrice[h]!;
    const factor = ratio > 0 && Number.isFinite(ratio) ? ratio ** elasticity : 1;
    names.forEach((name, n) => {
      const at = h * OUTPUTS + n;
      const move = log(says[at]!) - log(said[at]!);
      const units = move === 0 ? curves[name][h]! : (1 + curves[name][h]!) * Math.exp(move) - 1;
      // Price ratios of any size are asked for. What is served was widened since, and may lie beyond the ceiling itself.
      const most = Math.max(Math.expm1(state.ceiling), curves[name][h]!);
      out[name][h] = Math.min(most, Math.max(0, units) * factor);
    });
    out.p50[h] = Math.max(out.p10[h]!, out.p50[h]!);
    out.p90[h] = Math.max(out.p50[h]!, out.p90[h]!);
  }
  return out;
}
