import type { Panel } from '../panel/panel.ts';
import type { Plans } from '../panel/plans.ts';
import type { Outcome } from './score.ts';

/** Prices are kept with two digits, discounts as shares of such prices. */
const SAME_RATE = 0.0051;
const SAME_PRICE = 0.01;
/** Less than this off is nobody's discount. */
const NO_DISCOUNT = 0.005;

/**
 * What came on the days that went as planned: those whose price was not the planned one, or that had a discount where
 * the plan was not known, count as not observed.
 *
 * @param plans what was planned at the outcome's origin, in the panel's order of games
 */
export function asPlanned(outcome: Outcome, plans: Plans, panel: Panel): Outcome {
  const { horizon } = outcome;
  const observed = outcome.observed.slice();
  for (let game = 0; game < panel.games.length; game++) {
    for (let h = 0; h < horizon; h++) {
      const day = outcome.origin - panel.start + h;
      const at = game * panel.days + day;
      if (day >= panel.days || panel.discountKnown[at] !== 1) continue;
      if (changed(plans, game * plans.horizon + h, panel.discount[at]!, panel.listPrice[at]!)) {
        observed[game * horizon + h] = 0;
      }
    }
  }
  return { ...outcome, observed };
}

function changed(plans: Plans, at: number, discount: number, listPrice: number): boolean {
  if (plans.known[at] !== 1) return discount > NO_DISCOUNT;
  // A price that is not known, or 0, has not changed.
  const change = listPrice > 0 ? plans.listPrice[at]! / listPrice - 1 : 0;
  return Math.abs(plans.discount[at]! - discount) > SAME_RATE || Math.abs(change) > SAME_PRICE;
}
