import type pg from 'pg';
import { startOfDay, type EpochDay } from '../../../domain/days.ts';
import type { DemoDiscount } from '../demand.ts';
import { discountSchedule } from '../discount-schedule.ts';
import { DEMO_PUBLISHER, type DemoGame } from '../games.ts';
import { openingDay, type GameIds } from './catalogue.ts';

/** How far ahead the demo's publishers have planned. */
const PLANNED_DAYS = 60;
const MIN_RUNNING = 8;
const MIN_SCHEDULED = 12;

interface Row extends DemoDiscount {
  readonly gameId: number;
}

/**
 * Adds the schedule up to 60 days ahead. What stands already, or overlaps with what a publisher entered, stays as it
 * is. Then tops up, so that a visitor always finds running and planned discounts.
 */
export async function loadDiscounts(
  db: pg.ClientBase,
  games: readonly DemoGame[],
  ids: GameIds,
  seed: number,
  anchor: EpochDay,
  today: EpochDay,
): Promise<void> {
  const rows = games.flatMap((game, i) =>
    discountSchedule(game, seed, anchor, today + PLANNED_DAYS)
      .filter((d) => d.end > openingDay(anchor) && game.saleEnd === null)
      .map((d) => ({ ...d, gameId: ids[i]! })),
  );
  await insertDiscounts(db, rows, today);
  await topUp(db, games, ids, today);
}

async function topUp(
  db: pg.ClientBase,
  games: readonly DemoGame[],
  ids: GameIds,
  today: EpochDay,
): Promise<void> {
  const candidates = games.flatMap((game, i) => {
    const onSale = game.saleStart < today - 30 && game.saleEnd === null && game.kind !== 'free';
    return onSale ? [{ game, gameId: ids[i]! }] : [];
  });
  const ordinary = candidates.filter(({ game }) => game.publisher !== DEMO_PUBLISHER);
  const count = async (from: EpochDay, to: EpochDay, gameIds: readonly number[]): Promise<number> => {
    const { rows } = await db.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM discounts WHERE withdrawn_at IS NULL AND game_id = ANY($3)
          AND starts_at >= $1 AND starts_at < $2 AND ends_at > $4`,
      [startOfDay(from), startOfDay(to), gameIds, startOfDay(today)],
    );
    return rows[0]?.n ?? 0;
  };
  const add = async (
    pool: typeof candidates,
    start: EpochDay,
    days: number,
    wanted: () => Promise<boolean>,
  ) => {
    for (const { gameId } of pool) {
      if (!(await wanted())) return;
      await insertDiscounts(db, [{ gameId, start, end: start + days, percent: 25 }], today);
    }
  };
  const all = ids.slice();
  await add(ordinary, today, 9, async () => (await count(today - 60, today + 1, all)) < MIN_RUNNING);
  await add(
    ordinary,
    today + 20,
    7,
    async () => (await count(today + 1, today + PLANNED_DAYS, all)) < MIN_SCHEDULED,
  );
  const own = candidates.filter(({ game }) => game.publisher === DEMO_PUBLISHER);
  const ownIds = own.map(({ gameId }) => gameId);
  await add(own, today + 16, 10, async () => (await count(today + 10, today + 26, ownIds)) < 1);
}

/** Overlapping ones are left out: the table's exclusion constraint decides. */
async function insertDiscounts(db: pg.ClientBase, rows: readonly Row[], today: EpochDay): Promise<void> {
  await db.query(
    `INSERT INTO discounts (game_id, percent, starts_at, ends_at, recorded_at)
     SELECT game_id, percent, starts_at, ends_at, least(starts_at - interval '14 days', $5::timestamptz)
       FROM unnest($1::integer[], $2::smallint[], $3::timestamptz[], $4::timestamptz[])
         AS d(game_id, percent, starts_at, ends_at)
     ON CONFLICT DO NOTHING`,
    [
      rows.map((row) => row.gameId),
      rows.map((row) => row.percent),
      rows.map((row) => startOfDay(row.start)),
      rows.map((row) => startOfDay(row.end)),
      startOfDay(today),
    ],
  );
}

/** What holds in the database, by the game's position; entered times are rounded to whole days. */
export async function readDiscounts(db: pg.ClientBase, ids: GameIds): Promise<DemoDiscount[][]> {
  const { rows } = await db.query<{ game_id: number; percent: number; start: number; end: number }>(
    `SELECT game_id, percent, round(extract(epoch FROM starts_at) / 86400)::integer AS start,
            round(extract(epoch FROM ends_at) / 86400)::integer AS end
       FROM discounts WHERE withdrawn_at IS NULL ORDER BY game_id, starts_at`,
  );
  const byGame = new Map<number, DemoDiscount[]>();
  for (const { game_id: gameId, ...discount } of rows) {
    byGame.set(gameId, [...(byGame.get(gameId) ?? []), discount]);
  }
  return ids.map((id) => byGame.get(id) ?? []);
}
