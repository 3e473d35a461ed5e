import type { GamePlan } from '../features/plan-features.ts';
import type { DecoderState } from '../model/decoder-state.ts';

/** A stretch of days with one price. */
export interface PlanSegment {
  /** Days of the horizon, both included. */
  readonly from: number;
  readonly to: number;
  /** Off the list price, 0 to 99; `null` = discounts as they are, planned or unknown. */
  readonly percent: number | null;
  /** In the store's currency; `null` = as it is. */
  readonly listPrice: number | null;
}

/** A plan with what a unit costs on each day. */
export interface PricedPlan {
  /** What the networks are told: the list price is the current one, since its change is answered by the elasticity. */
  readonly told: GamePlan;
  /** `[horizon]`; NaN where no price is known. */
  readonly listPrice: Float64Array;
  /** What a unit is paid with, `[horizon]`: the list price less the discount. */
  readonly price: Float64Array;
}

/** The plan that the forecast was made with; beyond it the list price counts as unchanged. */
export function currentPlan({ plan, start }: DecoderState): PricedPlan {
  const listPrice = Float64Array.from(plan.discount, (_, h) =>
    plan.known[h] === 1 ? plan.listPrice[h]! : start.listPrice,
  );
  return priced(plan, listPrice);
}

/**
 * The current plan with other prices on the segments' days.
 *
 * @param keepDiscounts whether the discounts that are planned now stay on the other days
 */
export function changedPlan(
  state: DecoderState,
  segments: readonly PlanSegment[],
  keepDiscounts: boolean,
): PricedPlan {
  const { listPrice } = currentPlan(state);
  const told = {
    listPrice: state.plan.listPrice.slice(),
    discount: keepDiscounts ? state.plan.discount.slice() : new Float32Array(state.plan.discount.length),
    known: state.plan.known.slice(),
  };
  for (const segment of segments) {
    for (let h = segment.from; h <= segment.to; h++) {
      if (segment.percent !== null) {
        told.listPrice[h] = listPrice[h]!;
        told.discount[h] = segment.percent / 100;
        told.known[h] = 1;
      } else {
        told.discount[h] = state.plan.discount[h]!;
      }
      if (segment.listPrice !== null) listPrice[h] = segment.listPrice;
    }
  }
  return priced(told, listPrice);
}

function priced(told: GamePlan, listPrice: Float64Array): PricedPlan {
  return { told, listPrice, price: listPrice.map((list, h) => list * (1 - told.discount[h]!)) };
}

/** Days of the unbroken discount that day `day` lies in, those before the horizon included; 0 = none. */
export function discountRun({ discount }: Pick<GamePlan, 'discount'>, running: number, day: number): number {
  if (!(discount[day]! > 0)) return 0;
  let from = day;
  while (from > 0 && discount[from - 1]! > 0) from -= 1;
  let to = day;
  while (to + 1 < discount.length && discount[to + 1]! > 0) to += 1;
  return to - from + 1 + (from === 0 ? running : 0);
}
