import { dayOf } from '../domain/days.ts';
import type { EpochDay } from '../domain/days.ts';
import { emptyPanel, unknownPlans } from '../forecasting/index.ts';
import type { Panel, PanelGame, Plans } from '../forecasting/index.ts';
import { drawUnits, expectedUnits, listPriceOn } from '../local/demo/demand.ts';
import type { DemoDiscount } from '../local/demo/demand.ts';
import { discountSchedule } from '../local/demo/discount-schedule.ts';
import { HISTORY_DAYS, STORE_DAYS } from '../local/demo/games.ts';
import { demoStore } from '../local/demo/store.ts';

/** Origin of a store when none is asked for. */
const ANCHOR = dayOf('2026-06-01');

/** A discount that starts in the horizon. */
export interface Promotion {
  readonly game: number;
  /** Days of the horizon, both included. */
  readonly first: number;
  readonly last: number;
  readonly percent: number;
}

/** A store whose demand is known, up to an origin, and what is to come after it. */
export interface GeneratedStore {
  /** The days before the origin. */
  readonly panel: Panel;
  readonly plans: Plans;
  /** Units that came, `[games, horizon]`. */
  readonly units: Float64Array;
  /** The mean that they were drawn from, and what it would be without the discounts that start in the horizon. */
  readonly mean: Float64Array;
  readonly meanWithout: Float64Array;
  readonly promotions: readonly Promotion[];
}

/** The demo store of a seed as a panel up to `anchor`, the `horizon` days from there on held out. */
export function generateStore(seed: number, horizon: number, anchor: EpochDay = ANCHOR): GeneratedStore {
  const games = demoStore(seed, anchor);
  const days = HISTORY_DAYS + STORE_DAYS;
  const start = anchor - days;
  const facts = games.map((game): PanelGame => ({
    id: String(game.index),
    releaseDay: game.releaseKnown ? game.releaseDay : null,
    genres: game.genres,
  }));
  const panel = emptyPanel(start, days, facts);
  const plans = unknownPlans(games.length, horizon);
  const units = new Float64Array(games.length * horizon);
  const mean = new Float64Array(games.length * horizon);
  const meanWithout = new Float64Array(games.length * horizon);
  const promotions: Promotion[] = [];
  games.forEach((game, row) => {
    const schedule = discountSchedule(game, seed, anchor, anchor + horizon);
    const before = schedule.filter((discount) => discount.start < anchor);
    const priceOn = (day: EpochDay): number => listPriceOn(game, day) / 100;
    for (let n = 0; n < days; n++) {
      const day = start + n;
      const at = row * days + n;
      if (day < game.saleStart || (game.saleEnd !== null && day >= game.saleEnd)) continue;
      panel.observed[at] = 1;
      panel.units[at] = drawUnits(game, day, schedule, seed);
      panel.listPrice[at] = priceOn(day);
      panel.discount[at] = rateOn(schedule, day);
      panel.discountKnown[at] = 1;
    }
    for (let h = 0; h < horizon; h++) {
      const at = row * horizon + h;
      plans.known[at] = 1;
      plans.listPrice[at] = priceOn(anchor + h);
      plans.discount[at] = rateOn(schedule, anchor + h);
      units[at] = drawUnits(game, anchor + h, schedule, seed);
      mean[at] = expectedUnits(game, anchor + h, schedule);
      meanWithout[at] = expectedUnits(game, anchor + h, before);
    }
    for (const { start: from, end, percent } of schedule) {
      if (from < anchor || from >= anchor + horizon) continue;
      promotions.push({
        game: row,
        first: from - anchor,
        last: Math.min(end - anchor, horizon) - 1,
        percent,
      });
    }
  });
  return { panel, plans, units, mean, meanWithout, promotions };
}

function rateOn(schedule: readonly DemoDiscount[], day: EpochDay): number {
  const running = schedule.find(({ start, end }) => start <= day && day < end);
  return running === undefined ? 0 : running.percent / 100;
}
