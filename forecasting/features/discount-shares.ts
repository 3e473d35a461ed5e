import type { Panel } from '../panel/panel.ts';
import type { Plans } from '../panel/plans.ts';

/** With prices known on fewer days than this, what a store-wide sale does cannot have been learnt. */
const ENOUGH_DAYS = 90;
const YEAR = 365;
/** A game whose price was not known for so many days has left the store. */
const LATELY = 28;

/** Whether prices are known on enough days (90) to learn from what a store-wide sale does. */
export function teachesShares(panel: Panel): boolean {
  const known = new Uint8Array(panel.days);
  panel.discountKnown.forEach((value, at) => {
    if (value === 1) known[at % panel.days] = 1;
  });
  return known.reduce((sum, value) => sum + value, 0) >= ENOUGH_DAYS;
}

/**
 * By day of the panel, and then by day of the plans' horizon if they are given: which share of the store's games is on
 * discount. A store-wide sale shows in it. On a past day these are the games whose price is known. On a coming one they
 * are all whose price was known lately or is planned, and a game without a plan counts as it is to be expected: with the
 * mean share of the past year. So one game's planned discount is not taken for a sale of the whole store because nobody
 * else has planned yet.
 *
 * @param told whether the network learnt from it, see `teachesShares`; otherwise all are 0
 */
export function discountShares(panel: Panel, told: boolean, plans?: Plans): Float32Array {
  if (!told) return new Float32Array(panel.days + (plans?.horizon ?? 0));
  const past = pastShares(panel);
  if (plans === undefined) return past;
  const coming = comingShares(panel, plans, usualShare(panel));
  const all = new Float32Array(past.length + coming.length);
  all.set(past);
  all.set(coming, past.length);
  return all;
}

function pastShares({ games, days, discount, discountKnown }: Panel): Float32Array {
  return Float32Array.from({ length: days }, (_, day) => {
    let on = 0;
    let all = 0;
    for (let at = day; at < games.length * days; at += days) {
      if (discountKnown[at] !== 1) continue;
      all += 1;
      if (discount[at]! > 0) on += 1;
    }
    return all > 0 ? on / all : 0;
  });
}

/** Of the days of all games in the panel's last year whose price is known, the share on discount. */
function usualShare({ games, days, discount, discountKnown }: Panel): number {
  const first = Math.max(0, days - YEAR);
  let on = 0;
  let all = 0;
  for (let game = 0; game < games.length; game++) {
    for (let at = game * days + first; at < (game + 1) * days; at++) {
      if (discountKnown[at] !== 1) continue;
      all += 1;
      if (discount[at]! > 0) on += 1;
    }
  }
  return all > 0 ? on / all : 0;
}

function comingShares({ games, days, discountKnown }: Panel, plans: Plans, usual: number): Float32Array {
  const { horizon, known, discount } = plans;
  const priced = games.map((_, game) =>
    discountKnown.subarray(game * days + Math.max(0, days - LATELY), (game + 1) * days).includes(1),
  );
  return Float32Array.from({ length: horizon }, (_, day) => {
    let on = 0;
    let all = 0;
    for (let game = 0; game < games.length; game++) {
      const at = game * horizon + day;
      if (known[at] === 1) on += discount[at]! > 0 ? 1 : 0;
      else if (priced[game] === true) on += usual;
      else continue;
      all += 1;
    }
    return all > 0 ? on / all : 0;
  });
}
