import { dayOf, formatDay, type EpochDay } from '../../domain/days.ts';
import { undiscountedUnits, type DemoDiscount } from './demand.ts';
import type { DemoGame } from './games.ts';
import { Random } from './random.ts';

/** Store-wide sales, [month-day of the first day, days]. */
const SEASONS: readonly (readonly [string, number])[] = [
  ['03-14', 7],
  ['06-24', 14],
  ['11-22', 8],
  ['12-20', 15],
];

/**
 * Discounts of a game up to a day. They are confounded on purpose, as real ones are: a game whose demand falls is
 * discounted sooner and deeper, and many discounts lie in the holidays. What starts before `until` does not depend on
 * `until`, so that a later call continues the same schedule.
 */
export function discountSchedule(
  game: DemoGame,
  seed: number,
  anchor: EpochDay,
  until: EpochDay,
): DemoDiscount[] {
  if (game.prices.every((price) => price.amountMinor === 0)) return [];
  const random = new Random(seed, 'discounts', game.index);
  const discounts: DemoDiscount[] = [];
  if (random.chance(0.35)) discounts.push({ start: game.releaseDay, end: game.releaseDay + 7, percent: 10 });
  let free = game.releaseDay + 45;
  for (;;) {
    const fall = demandFall(game, free);
    let start = free + Math.round(random.between(8, 55) * (1 - 0.6 * fall));
    let days = random.integer(4, 11);
    const season = seasonNear(start);
    if (season && random.chance(0.65)) {
      start = season.start;
      days = season.days;
    }
    start = Math.max(start, free);
    if (start >= until) break;
    const age = start - game.releaseDay;
    const usual = age < 180 ? 15 : age < 400 ? 30 : age < 800 ? 45 : 60;
    const percent = Math.round((usual + 25 * fall + random.between(-12, 12)) / 5) * 5;
    discounts.push({ start, end: start + days, percent: Math.min(85, Math.max(10, percent)) });
    free = start + days + random.integer(24, 40);
  }
  const kept = discounts.filter((d) => game.saleEnd === null || d.end <= game.saleEnd);
  return game.kind === 'planned' ? withPlannedDiscount(kept, anchor) : kept;
}

/** The game that shows what a plan does: nothing now, a discount planned 16 days after the anchor. */
function withPlannedDiscount(discounts: readonly DemoDiscount[], anchor: EpochDay): DemoDiscount[] {
  const planned = { start: anchor + 16, end: anchor + 26, percent: 40 };
  const clear = discounts.filter((d) => d.end < anchor - 21 || d.start > anchor + 75);
  return [...clear, planned].sort((a, b) => a.start - b.start);
}

/** 0 = demand did not fall within the last 60 days, 1 = it fell by 40 % or more. */
function demandFall(game: DemoGame, day: EpochDay): number {
  const before = undiscountedUnits(game, day - 63);
  if (before <= 0) return 0;
  return Math.min(1, Math.max(0, (1 - undiscountedUnits(game, day) / before) / 0.4));
}

function seasonNear(day: EpochDay): { start: EpochDay; days: number } | null {
  const year = Number(formatDay(day).slice(0, 4));
  for (const [monthDay, days] of SEASONS) {
    const start = dayOf(`${year}-${monthDay}`);
    if (start >= day - 12 && start <= day + 25) return { start, days };
  }
  return null;
}
