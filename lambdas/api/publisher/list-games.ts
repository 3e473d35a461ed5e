import { availabilityOf } from '../../../domain/catalogue/availability.ts';
import { coverUrl } from '../shared/covers.ts';
import { type Cursor, encodeCursor } from '../shared/cursor.ts';
import { Binds, type Database } from '../shared/database.ts';
import type { Scope } from './rights.ts';

export interface GamesRequest {
  readonly scope: Scope;
  readonly q: string | undefined;
  readonly limit: number;
  readonly after: Cursor | undefined;
  readonly at: Date;
  readonly currency: string;
  readonly list: readonly unknown[];
}

interface GameRow {
  id: number;
  slug: string;
  title: string;
  sort_key: string;
  cover_key: string | null;
  release_date: string | null;
  pre_order: boolean;
  publisher_id: number;
  publisher: string;
  price_minor: number | null;
  label: string | null;
  served: string | null;
  units_last: number | null;
  total_mean: number | null;
  total_p10: number | null;
  total_p90: number | null;
  stale: boolean | null;
  newest_forecast: string | null;
}

/** The newest forecast that holds a game `g`. */
export const newestForecast = `
  SELECT f.*, r.origin, r.model_id, r.run_id, coalesce(r.finished_at, r.created_at) AS generated_at
    FROM forecast_games f JOIN forecast_runs r ON r.id = f.forecast_run_id
   WHERE f.game_id = g.id AND r.kind = 'live' AND r.status = 'succeeded'
   ORDER BY r.origin DESC, r.created_at DESC LIMIT 1`;

/** Games by title with their last and next 60 days, and the id of the newest forecast at all: two statements. */
export async function listPublisherGames(database: Database, request: GamesRequest) {
  const { limit, at, list } = request;
  const [page, count] = statements(request);
  const { rows } = await database.query<GameRow>(page.sql, page.values);
  const counted = await database.query<{ total: number }>(count.sql, count.values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const today = at.toISOString().slice(0, 10);
  return {
    items: shown.map((row) => toGame(row, today)),
    nextCursor:
      last && rows.length > limit ? encodeCursor(list, { at, key: last.sort_key, id: last.id }) : null,
    total: counted.rows[0]?.total ?? 0,
    forecastId: rows[0]?.newest_forecast ?? null,
  };
}

function toGame(row: GameRow, today: string) {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    coverUrl: coverUrl(row.cover_key, row.slug),
    releaseDate: row.release_date,
    availability: availabilityOf(
      { releaseDate: row.release_date, preOrder: row.pre_order, priceMinor: row.price_minor },
      today,
    ),
    publisher: { id: row.publisher_id, name: row.publisher },
    label: row.label,
    served: row.served,
    units60Last: row.units_last,
    units60Next:
      row.total_mean === null ? null : { mean: row.total_mean, p10: row.total_p10, p90: row.total_p90 },
    stale: row.stale ?? false,
  };
}

function statements(request: GamesRequest) {
  const where = (binds: Binds): string[] => {
    const conditions = ['true'];
    if (request.scope !== 'all')
      conditions.push(`g.publisher_id = ANY(${binds.add(request.scope)}::integer[])`);
    const words = request.q?.trim().toLowerCase() ?? '';
    if (words !== '') {
      const pattern = `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
      conditions.push(`lower(g.title) LIKE ${binds.add(pattern)}`);
    }
    return conditions;
  };
  const binds = new Binds();
  const conditions = where(binds);
  if (request.after) {
    conditions.push(
      `(lower(g.title), g.id) > (${binds.add(request.after.key)}::text, ${binds.add(request.after.id)}::integer)`,
    );
  }
  const at = `${binds.add(request.at)}::timestamptz`;
  const sql = `
WITH page AS MATERIALIZED (
  SELECT g.* FROM games g WHERE ${conditions.join(' AND ')} ORDER BY lower(g.title), g.id LIMIT ${binds.add(request.limit + 1)})
SELECT g.id, g.slug, g.title, lower(g.title) AS sort_key, g.cover_key, g.release_date, g.pre_order, g.publisher_id,
       p.name AS publisher, c.price_minor, f.label, f.served, f.total_mean, f.total_p10, f.total_p90,
       units_sold(g.id, d.today - 60, d.today) AS units_last,
       (SELECT e.status = 'failed' FROM etl_run_games e JOIN etl_runs r ON r.id = e.run_id
         WHERE e.game_id = g.id AND NOT r.dry_run AND r.status <> 'running'
         ORDER BY r.as_of DESC, r.started_at DESC LIMIT 1) AS stale,
       (SELECT id FROM forecast_runs WHERE kind = 'live' AND status = 'succeeded'
         ORDER BY origin DESC, created_at DESC LIMIT 1) AS newest_forecast
  FROM page g JOIN publishers p ON p.id = g.publisher_id
  LEFT JOIN LATERAL game_price(g.id, ${binds.add(request.currency)}, ${at}) c ON true
  LEFT JOIN LATERAL (${newestForecast}) f ON true
  CROSS JOIN LATERAL (SELECT coalesce(f.origin, (${at} AT TIME ZONE 'UTC')::date) AS today) d
 ORDER BY lower(g.title), g.id`;
  const counting = new Binds();
  const count = `SELECT count(*) AS total FROM games g WHERE ${where(counting).join(' AND ')}`;
  return [
    { sql, values: binds.values },
    { sql: count, values: counting.values },
  ] as const;
}
