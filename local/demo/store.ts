import type { EpochDay } from '../../domain/days.ts';
import { expectedUnits } from './demand.ts';
import { discountSchedule } from './discount-schedule.ts';
import { demoGames, STORE_DAYS, type DemoGame } from './games.ts';

/** Order lines that the store has taken in its own days before the anchor, on average over seeds. */
const ORDER_LINES = 150_000;

/**
 * The demo store's games with their demand set so that its first {@link STORE_DAYS} days hold about
 * {@link ORDER_LINES} order lines. The named games (flagship, launch, …) keep theirs. A `scale` below 1 makes a store
 * of the same games and rhythm that sells less.
 */
export function demoStore(seed: number, anchor: EpochDay, scale = 1): DemoGame[] {
  const games = demoGames(seed, anchor);
  const scaled = (game: DemoGame): boolean =>
    game.kind === 'steady' || game.kind === 'big' || game.kind === 'free';
  let fixed = 0;
  let free = 0;
  for (const game of games) {
    const units = windowUnits(game, seed, anchor);
    if (scaled(game)) free += units;
    else fixed += units;
  }
  const factor = (ORDER_LINES - fixed) / free;
  return games.map((game) => {
    const level = game.process.level * (scaled(game) ? factor : 1) * scale;
    return { ...game, process: { ...game.process, level } };
  });
}

function windowUnits(game: DemoGame, seed: number, anchor: EpochDay): number {
  const discounts = discountSchedule(game, seed, anchor, anchor + 1);
  let units = 0;
  for (let day = anchor - STORE_DAYS; day < anchor; day++) units += expectedUnits(game, day, discounts);
  return units;
}
