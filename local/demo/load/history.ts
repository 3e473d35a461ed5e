import { createHash } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';
import type pg from 'pg';
import { formatDay, type EpochDay } from '../../../domain/days.ts';
import { drawUnits, listPriceOn } from '../demand.ts';
import { discountSchedule } from '../discount-schedule.ts';
import { HISTORY_DAYS, type DemoGame } from '../games.ts';
import { openingDay, type GameIds } from './catalogue.ts';

/** Units sold before the store opened, from the same process, as one import of history. */
export async function loadHistory(
  db: pg.ClientBase,
  games: readonly DemoGame[],
  ids: GameIds,
  seed: number,
  anchor: EpochDay,
): Promise<number> {
  const columns = {
    game: [] as number[],
    date: [] as string[],
    units: [] as number[],
    list: [] as number[],
    price: [] as number[],
  };
  const end = openingDay(anchor);
  for (const [i, game] of games.entries()) {
    // So that a start that is given up meanwhile ends at once.
    await otherWork();
    const discounts = discountSchedule(game, seed, anchor, end);
    const first = Math.max(game.saleStart, end - HISTORY_DAYS);
    const last = Math.min(end, game.saleEnd ?? end) - 1;
    for (let day = first; day <= last; day++) {
      const units = drawUnits(game, day, discounts, seed);
      // A day without a row counts 0; the first and the last row say how far the history reaches.
      if (units === 0 && day !== first && day !== last) continue;
      const percent = discounts.find((d) => d.start <= day && d.end > day)?.percent ?? 0;
      const list = listPriceOn(game, day);
      columns.game.push(ids[i]!);
      columns.date.push(formatDay(day));
      columns.units.push(units);
      columns.list.push(list);
      columns.price.push(Math.round((list * (100 - percent)) / 100));
    }
  }
  const sha256 = createHash('sha256').update(`demo|${seed}|${anchor}`).digest('hex');
  const { rows } = await db.query<{ id: number }>(
    `INSERT INTO imports (kind, source, measure, file_name, sha256, row_count)
     VALUES ('demo', 'history', 'units', 'demo', $1, $2) RETURNING id`,
    [sha256, columns.game.length],
  );
  await db.query(
    `INSERT INTO sales_history (import_id, game_id, date, units, list_price_minor, unit_price_minor)
     SELECT $1, * FROM unnest($2::integer[], $3::date[], $4::integer[], $5::integer[], $6::integer[])`,
    [rows[0]?.id, columns.game, columns.date, columns.units, columns.list, columns.price],
  );
  return columns.game.length;
}
