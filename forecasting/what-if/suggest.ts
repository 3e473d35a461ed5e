import type { SeenPrices } from './seen.ts';
import { answerWhatIf } from './what-if.ts';
import type { PreparedWhatIf, WhatIfAnswer, WhatIfGame } from './what-if.ts';
import { changedPlan } from './plan.ts';
import type { PlanSegment } from './plan.ts';

const MOST = 3;
const LENGTHS = [7, 14] as const;
/** Nothing is suggested to begin sooner than in so many days, nor nearer than that to a planned discount. */
const LEAD = 3;
const APART = 14;

export interface Suggestion {
  readonly segment: PlanSegment & { readonly percent: number };
  readonly answer: WhatIfAnswer;
}

/**
 * Up to three discounts beside the current plan that should bring more than it over the whole horizon, the best first:
 * of depths and lengths that the game or its group has seen, and never of others. More means revenue, or units where
 * no price is known or the history counts no sales.
 *
 * @param priced whether units are sales, so that they have a revenue
 */
export function suggestPlans(prepared: PreparedWhatIf, seen: SeenPrices, priced: boolean): Suggestion[] {
  const { game } = prepared;
  const deepest = Math.max(seen.game.deepest ?? 0, seen.group.deepest ?? 0);
  const longest = Math.max(seen.game.longest ?? 0, seen.group.longest ?? 0);
  const depths = new Set(
    [1, 2, 3].map((third) => Math.floor((deepest * third) / 15) * 5).filter((depth) => depth > 0),
  );
  const found: Suggestion[] = [];
  for (const days of new Set(LENGTHS.map((length) => Math.min(length, longest)))) {
    const from = firstFree(game, days);
    if (from === null) continue;
    for (const percent of depths) {
      const segment = { from, to: from + days - 1, percent, listPrice: null };
      found.push({ segment, answer: answerWhatIf(prepared, changedPlan(game.state, [segment], true)) });
    }
  }
  return found
    .filter(({ answer }) => gainOf(answer, priced) > 0)
    .sort((a, b) => gainOf(b.answer, priced) - gainOf(a.answer, priced))
    .slice(0, MOST);
}

function gainOf({ revenue, units }: WhatIfAnswer, priced: boolean): number {
  return ((priced ? revenue : null) ?? units).at(-1)?.difference.mean ?? 0;
}

/** The first day from which so many lie apart from every planned discount; `null` = none. */
function firstFree({ state }: WhatIfGame, days: number): number | null {
  const { discount } = state.plan;
  if (days < 1) return null;
  for (let from = LEAD; from + days <= discount.length; from++) {
    const around = discount.subarray(Math.max(0, from - APART), from + days + APART);
    if (around.every((rate) => rate === 0) && (state.start.run === 0 || from >= APART)) return from;
  }
  return null;
}
