import { unknownPlans } from '../panel/plans.ts';
import type { Plans } from '../panel/plans.ts';
import { responseAt } from './discount-response.ts';
import { faded, traceOf } from './series.ts';
import type { SeriesTables } from './series.ts';

/** How many numbers `planFeatures` writes for a day. */
export const PLAN_FEATURES = 10;
/** Which of them is the rise that the game's own response to discounts lets expect, in log units. */
export const RISE = 9;
/** A discount's start and end fade over about this many days. */
export const FADE = 3;

/** What a game's plan features depend on beside its plan. */
export interface PlanStart {
  /** The last list price known before the origin; NaN when there is none. */
  readonly listPrice: number;
  /** Days that the discount has run at the origin; 0 when none does. */
  readonly run: number;
  /** What past discounts leave behind at the origin, see `traceOf`. */
  readonly trace: number;
  /** Log units that the game rises a unit of discount, see `responseAt`. */
  readonly response: number;
  /** By day of the horizon: the share of the store on discount, see `discountShares`. */
  readonly shares: Float32Array;
}

/** One game's planned prices, `[horizon]` each; see `Plans`. */
export interface GamePlan {
  readonly listPrice: Float32Array;
  readonly discount: Float32Array;
  readonly known: Uint8Array;
}

/** What the features of a game's plans from column `origin` on start from. `shares` are those of `discountShares`. */
export function planStart(
  t: SeriesTables,
  game: number,
  origin: number,
  horizon: number,
  shares: Float32Array,
): PlanStart {
  const last = game * t.panel.days + origin - 1;
  const own = new Float32Array(horizon);
  own.set(shares.subarray(origin, origin + horizon));
  return {
    listPrice: lastListPrice(t, game, origin),
    run: origin > 0 && t.panel.discount[last]! > 0 ? t.sinceDiscount[last]! + 1 : 0,
    trace: origin > 0 ? t.trace[last]! : 0,
    response: responseAt(t, game, origin),
    shares: own,
  };
}

/** One row of plans. */
export function gamePlan(plans: Plans, row: number): GamePlan {
  const from = row * plans.horizon;
  const to = from + plans.horizon;
  return {
    listPrice: plans.listPrice.subarray(from, to),
    discount: plans.discount.subarray(from, to),
    known: plans.known.subarray(from, to),
  };
}

/**
 * A planned day's features `[horizon, 10]`: discount, on, nearness of the discount's start and of its end (within the
 * horizon's known days), plan known, ln of the list price against the last one before the origin, the share of the
 * store on discount that day, once as it is and once where the game is on discount itself, what discounts that are over
 * leave behind, and the rise that the game's own response lets expect.
 */
export function planFeatures(start: PlanStart, plan: GamePlan): Float32Array {
  const { listPrice, run: running, response, shares } = start;
  const horizon = plan.discount.length;
  const out = new Float32Array(horizon * PLAN_FEATURES);
  let run = running;
  let left = 0;
  let trace = start.trace;
  for (let h = horizon - 1; h >= 0; h--) {
    const on = plan.discount[h]! > 0;
    out[h * PLAN_FEATURES + 3] = on ? Math.exp(-left / FADE) : 0;
    left = on ? left + 1 : 0;
  }
  for (let h = 0; h < horizon; h++) {
    const rate = plan.discount[h]!;
    const on = rate > 0;
    out[h * PLAN_FEATURES] = rate;
    out[h * PLAN_FEATURES + 1] = on ? 1 : 0;
    out[h * PLAN_FEATURES + 2] = on ? Math.exp(-run / FADE) : 0;
    run = on ? run + 1 : 0;
    trace = on ? traceOf(rate) : faded(trace);
    out[h * PLAN_FEATURES + 8] = on ? 0 : trace;
    out[h * PLAN_FEATURES + RISE] = response * rate;
    out[h * PLAN_FEATURES + 4] = plan.known[h]!;
    const share = plan.known[h] === 1 ? shares[h]! : 0;
    out[h * PLAN_FEATURES + 6] = share;
    out[h * PLAN_FEATURES + 7] = on ? share : 0;
    const change = Math.log(plan.listPrice[h]! / listPrice);
    out[h * PLAN_FEATURES + 5] = Number.isFinite(change) ? Math.max(-1.5, Math.min(1.5, change)) : 0;
  }
  return out;
}

function lastListPrice(t: SeriesTables, game: number, origin: number): number {
  for (let day = origin - 1; day >= Math.max(0, origin - 112); day--) {
    const price = t.panel.listPrice[game * t.panel.days + day]!;
    if (!Number.isNaN(price)) return price;
  }
  return NaN;
}

/** Plans for one window at a time, which training fills and hides as it goes. */
export function createPlanBuffer(horizon: number): Plans {
  return unknownPlans(1, horizon);
}

/** Makes the plan of row `row` unknown from day `from` of the horizon on. */
export function hidePlan(plans: Plans, row: number, from: number): void {
  const start = row * plans.horizon + from;
  const end = (row + 1) * plans.horizon;
  plans.listPrice.fill(NaN, start, end);
  plans.discount.fill(0, start, end);
  plans.known.fill(0, start, end);
}
