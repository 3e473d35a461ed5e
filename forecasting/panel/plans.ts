import type { EpochDay } from '../../domain/days.ts';
import type { Panel } from './panel.ts';

/**
 * The prices that are planned for the days of a horizon, `[games, horizon]`, in the panel's order of games. A day
 * whose plan is not known is not the same as a day without a discount.
 */
export interface Plans {
  readonly horizon: number;
  /** NaN where unknown. */
  readonly listPrice: Float32Array;
  /** 0 to 0.99; 0 where unknown. */
  readonly discount: Float32Array;
  readonly known: Uint8Array;
}

export function unknownPlans(games: number, horizon: number): Plans {
  return {
    horizon,
    listPrice: new Float32Array(games * horizon).fill(NaN),
    discount: new Float32Array(games * horizon),
    known: new Uint8Array(games * horizon),
  };
}

/**
 * The prices that the panel itself holds for the `horizon` days from `origin` on, taken as the plan: what a
 * held-out day had as its price was planned before. A day without a price takes the last one known before the
 * origin; a game without any price before the origin has no plan. A file that has rows for the days with sales alone
 * tells by a promotion's price on which of its days something sold.
 */
export function plansFromPanel(panel: Panel, origin: EpochDay, horizon: number): Plans {
  const plans = unknownPlans(panel.games.length, horizon);
  for (let game = 0; game < panel.games.length; game++) {
    copyPlan(panel, game, origin - panel.start, plans, game, Infinity);
  }
  return plans;
}

/**
 * Writes the plan of one game at column `origin` of the panel into row `row` of `plans`; from column `end` on the
 * plan is unknown.
 */
export function copyPlan(
  panel: Panel,
  game: number,
  origin: number,
  plans: Plans,
  row: number,
  end: number,
): void {
  const from = game * panel.days;
  const to = row * plans.horizon;
  const last = panel.discountKnown.subarray(from, from + Math.min(origin, panel.days)).lastIndexOf(1);
  for (let h = 0; h < plans.horizon; h++) {
    const day = origin + h;
    const own = day < panel.days && panel.discountKnown[from + day] === 1;
    const source = from + (own ? day : last);
    const known = last >= 0 && day < end;
    plans.known[to + h] = known ? 1 : 0;
    plans.discount[to + h] = known ? panel.discount[source]! : 0;
    plans.listPrice[to + h] = known ? panel.listPrice[source]! : NaN;
  }
}

/** The same plans with every discount left out; what is unknown stays unknown. */
export function withoutDiscounts(plans: Plans): Plans {
  return { ...plans, discount: new Float32Array(plans.discount.length) };
}
