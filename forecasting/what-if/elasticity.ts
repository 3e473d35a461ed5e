import type { Panel } from '../panel/panel.ts';

/**
 * What is believed before a store's own data: units move against the list price in proportion, so that revenue stays.
 * That is what Valve found when it changed list prices on Steam without a word (G. Newell at WTIA TechNW 2011, reported
 * by GeekWire on 2011-10-23, "How Valve experiments with the economics of video games"). Other goods are mostly more
 * elastic (mean −2.6 over 1,851 estimates: Bijmolt, van Heerde & Pieters 2005), hence the wide spread.
 */
export const PRIOR = { mean: -1, deviation: 0.75 } as const;
export const PRIOR_SOURCE =
  'Valve’s silent list-price changes on Steam left revenue as it was (G. Newell, WTIA TechNW 2011, GeekWire 2011-10-23)';

/** By how much one price change's own answer is off, in ln units. */
const NOISE = 0.5;
/** Of the prior's spread, how far the games of a group lie apart; the rest is how far the groups do. */
const BETWEEN_GAMES = 0.5;
const BETWEEN_GROUPS = Math.sqrt(PRIOR.deviation ** 2 - BETWEEN_GAMES ** 2);
/** Days at full price that are compared on either side of a change. */
const SIDE = 28;
const ENOUGH_DAYS = 14;
/** A change smaller than this, in ln of the price, is none. */
const LEAST_CHANGE = 0.02;

/** Price changes of a game, or of several, as sums over x = ln of the price ratio and y = ln of the units ratio. */
export interface PriceAnswers {
  readonly changes: number;
  readonly xx: number;
  readonly xy: number;
}

export const noAnswers: PriceAnswers = { changes: 0, xx: 0, xy: 0 };

export function addAnswers(a: PriceAnswers, b: PriceAnswers): PriceAnswers {
  return { changes: a.changes + b.changes, xx: a.xx + b.xx, xy: a.xy + b.xy };
}

/** What a game's sales did when its list price changed: the days at full price before against those after. */
export function readPriceAnswers(panel: Panel, game: number): PriceAnswers {
  const from = game * panel.days;
  const list = panel.listPrice.subarray(from, from + panel.days);
  let found = noAnswers;
  for (let day = 1; day < panel.days; day++) {
    const x = Math.log(list[day]! / list[day - 1]!);
    if (!Number.isFinite(x) || Math.abs(x) < LEAST_CHANGE) continue;
    const before = level(panel, from, day - SIDE, day, list[day - 1]!);
    const after = level(panel, from, day, day + SIDE, list[day]!);
    if (before === undefined || after === undefined) continue;
    found = addAnswers(found, { changes: 1, xx: x * x, xy: x * (after - before) });
  }
  return found;
}

/** ln(1 + mean units) of the days at that list price and no discount; `undefined` with fewer than 14. */
function level(panel: Panel, game: number, from: number, to: number, price: number): number | undefined {
  let days = 0;
  let units = 0;
  for (let day = Math.max(0, from); day < Math.min(panel.days, to); day++) {
    const at = game + day;
    if (panel.observed[at] !== 1 || panel.discount[at]! > 0 || panel.listPrice[at] !== price) continue;
    days += 1;
    units += panel.units[at]!;
  }
  return days < ENOUGH_DAYS ? undefined : Math.log1p(units / days);
}

export interface Elasticity {
  /** d ln units / d ln list price; never above 0. */
  readonly value: number;
  /** How far the truth may lie from it, as a standard deviation. */
  readonly deviation: number;
  /** Price changes that it was learnt from: the game's own, and those of its group. */
  readonly ownChanges: number;
  readonly groupChanges: number;
}

/**
 * The prior shrunk to the group's price changes, and that to the game's own (normal laws, known noise; Gelman et al.
 * 2013, chapter 5). Without a change it is the prior.
 */
export function elasticityOf(own: PriceAnswers, group: PriceAnswers): Elasticity {
  const ofGroup = update({ mean: PRIOR.mean, deviation: BETWEEN_GROUPS }, group);
  const ofGame = { mean: ofGroup.mean, deviation: Math.hypot(ofGroup.deviation, BETWEEN_GAMES) };
  const { mean, deviation } = update(ofGame, own);
  return { value: Math.min(0, mean), deviation, ownChanges: own.changes, groupChanges: group.changes };
}

interface NormalLaw {
  readonly mean: number;
  readonly deviation: number;
}

function update(prior: NormalLaw, { xx, xy }: PriceAnswers): NormalLaw {
  const known = 1 / prior.deviation ** 2;
  const learnt = xx / NOISE ** 2;
  const precision = known + learnt;
  return { mean: (known * prior.mean + xy / NOISE ** 2) / precision, deviation: 1 / Math.sqrt(precision) };
}
