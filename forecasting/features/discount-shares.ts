import type { Panel } from '../panel/panel.ts';
import type { Plans } from '../panel/plans.ts';

/** With prices known on fewer days than this, what a store-wide sale does cannot have been learnt. */
const ENOUGH_DAYS = 90;

/** Whether prices are known on enough days (90) to learn from what a store-wide sale does. */
export function teachesShares(panel: Panel): boolean {
  const known = new Uint8Array(panel.days);
  panel.discountKnown.forEach((value, at) => {
    if (value === 1) known[at % panel.days] = 1;
  });
  return known.reduce((sum, value) => sum + value, 0) >= ENOUGH_DAYS;
}

/**
 * By day of the panel, and then by day of the plans' horizon if they are given: which share of the games whose price
 * is known is on discount. A store-wide sale shows in it.
 *
 * @param told whether the network learnt from it, see `teachesShares`; otherwise all are 0
 */
export function discountShares(panel: Panel, told: boolean, plans?: Plans): Float32Array {
  if (!told) return new Float32Array(panel.days + (plans?.horizon ?? 0));
  const past = shares(panel.games.length, panel.days, panel.discount, panel.discountKnown);
  if (plans === undefined) return past;
  const coming = shares(panel.games.length, plans.horizon, plans.discount, plans.known);
  const all = new Float32Array(past.length + coming.length);
  all.set(past);
  all.set(coming, past.length);
  return all;
}

function shares(games: number, days: number, discount: Float32Array, known: Uint8Array): Float32Array {
  const out = new Float32Array(days);
  for (let day = 0; day < days; day++) {
    let on = 0;
    let all = 0;
    for (let game = 0; game < games; game++) {
      if (known[game * days + day] !== 1) continue;
      all += 1;
      if (discount[game * days + day]! > 0) on += 1;
    }
    out[day] = all > 0 ? on / all : 0;
  }
  return out;
}
