import { formatDay, weekday, type EpochDay } from '../../domain/days.ts';
import type { DemoGame } from './games.ts';
import { Random } from './random.ts';

/** A discount by whole UTC days: from `start` up to, and without, `end`. */
export interface DemoDiscount {
  readonly start: EpochDay;
  readonly end: EpochDay;
  readonly percent: number;
}

/** Monday to Sunday; the mean is 1. */
const WEEK = [0.86, 0.84, 0.86, 0.91, 1.08, 1.26, 1.19];

/** Relative extra demand of the store by days of the year, [month-day from, to, share]. */
const HOLIDAYS: readonly (readonly [string, string, number])[] = [
  ['01-01', '01-05', 0.35],
  ['04-01', '04-07', 0.08],
  ['07-01', '08-20', 0.07],
  ['11-23', '11-30', 0.18],
  ['12-18', '12-23', 0.2],
  ['12-24', '12-31', 0.45],
];

/**
 * The mean of the process: units a game is expected to sell on a day under the given discounts (sorted, not
 * overlapping). What is drawn by `drawUnits` has exactly this mean, up to rounding above 30 units.
 */
export function expectedUnits(game: DemoGame, day: EpochDay, discounts: readonly DemoDiscount[]): number {
  if (day < game.saleStart || (game.saleEnd !== null && day >= game.saleEnd)) return 0;
  return undiscountedUnits(game, day) * discountEffect(game, day, discounts);
}

/** Demand at the list price: level, launch, trend, waves, weekday, holidays and the list price's own effect. */
export function undiscountedUnits(game: DemoGame, day: EpochDay): number {
  const p = game.process;
  const age = day - game.releaseDay;
  const launch =
    age < 0
      ? 0.15 + 0.75 * Math.exp(age / 6)
      : 1 + p.launchLift * Math.exp(-age / p.launchDays) + 0.6 * Math.exp(-age / 150);
  const trend = (1 + p.trend) ** (Math.max(0, age) / 365);
  let waves = 1;
  for (const wave of p.waves)
    waves += wave.amplitude * Math.sin((2 * Math.PI * day) / wave.days + wave.phase);
  const week = 1 + p.rhythm * ((WEEK[weekday(day)] ?? 1) - 1);
  return (
    p.level * launch * trend * Math.max(0.2, waves) * week * holidayEffect(game, day) * priceEffect(game, day)
  );
}

function holidayEffect(game: DemoGame, day: EpochDay): number {
  return 1 + game.process.festivity * holidayShare(day);
}

/** Asked for each game and day, so a day's answer is kept. */
const holidayShares = new Map<EpochDay, number>();

function holidayShare(day: EpochDay): number {
  const known = holidayShares.get(day);
  if (known !== undefined) return known;
  const monthDay = formatDay(day).slice(5);
  const share = HOLIDAYS.find(([from, to]) => monthDay >= from && monthDay <= to)?.[2] ?? 0;
  holidayShares.set(day, share);
  return share;
}

/** A lower list price sells more for good: (price / first price) ^ −1.1. */
function priceEffect(game: DemoGame, day: EpochDay): number {
  const first = game.prices[0]?.amountMinor ?? 0;
  const now = listPriceOn(game, day);
  return first === 0 || now === 0 ? 1 : (now / first) ** -1.1;
}

/** In cents; the first price also holds for days before it. */
export function listPriceOn(game: DemoGame, day: EpochDay): number {
  let amount = game.prices[0]?.amountMinor ?? 0;
  for (const price of game.prices) if (price.day <= day) amount = price.amountMinor;
  return amount;
}

/**
 * A running discount multiplies demand by exp(elasticity · depth), strongest in its first days; after its end part of
 * that demand is missing, since it was only pulled forward.
 */
export function discountEffect(game: DemoGame, day: EpochDay, discounts: readonly DemoDiscount[]): number {
  let effect = 1;
  for (const d of discounts) {
    if (d.start > day) break;
    const lift = Math.exp(game.process.elasticity * (d.percent / 100)) - 1;
    if (day < d.end) {
      effect *= 1 + lift * (0.65 + 0.6 * Math.exp(-(day - d.start) / 2));
    } else if (day - d.end < 60) {
      const missing = (game.process.pulledForward * lift) / (1 + lift);
      effect *= 1 - missing * Math.exp(-(day - d.end) / 9);
    }
  }
  return effect;
}

/** The units of a day, drawn from the day's own stream. */
export function drawUnits(
  game: DemoGame,
  day: EpochDay,
  discounts: readonly DemoDiscount[],
  seed: number,
): number {
  return new Random(seed, 'units', game.index, day).negativeBinomial(
    expectedUnits(game, day, discounts),
    game.process.dispersion,
  );
}
