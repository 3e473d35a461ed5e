import { formatDay } from '../../../domain/days.ts';
import { jsonChunks, type DataApi } from '../../../database/data-api.ts';
import { jsonText } from '../../../database/data-api-values.ts';
import type { ForecastSet, Panel } from '../../../forecasting/index.ts';

type Database = Pick<DataApi, 'sql'>;

export interface ForecastRunRow {
  readonly id: string;
  readonly runId: string;
  /** null = baselines only. */
  readonly modelId: string | null;
}

/** One game's curves, each `[horizon]`, units a day. */
export interface Curves {
  readonly gameId: string;
  readonly mean: Float32Array;
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
  readonly meanWithoutDiscounts: Float32Array | null;
}

/**
 * Opens a forecast: until it is closed nobody reads it. What an earlier attempt left is removed; one that was written
 * wholly stays as it is.
 * @returns false = it is there already.
 */
export async function openForecastRun(
  db: Database,
  run: ForecastRunRow,
  kind: 'live' | 'fold',
  origin: number,
  horizon: number,
): Promise<boolean> {
  const opened = await db.sql<{ id: string }>(
    `INSERT INTO forecast_runs (id, kind, run_id, model_id, origin, horizon, status)
     VALUES (:id, :kind, :runId, :modelId, :origin::date, :horizon, 'running')
     ON CONFLICT (id) DO UPDATE SET status = 'running', model_id = excluded.model_id, created_at = now(), finished_at = NULL
      WHERE forecast_runs.status <> 'succeeded' RETURNING id`,
    { ...run, kind, origin: formatDay(origin), horizon },
  );
  if (opened.length === 0) return false;
  await db.sql('DELETE FROM sales_forecasts WHERE forecast_run_id = :id', { id: run.id });
  await db.sql('DELETE FROM forecast_games WHERE forecast_run_id = :id', { id: run.id });
  return true;
}

export async function closeForecastRun(
  db: Database,
  id: string,
  status: 'succeeded' | 'failed',
): Promise<void> {
  await db.sql('UPDATE forecast_runs SET status = :status, finished_at = now() WHERE id = :id', {
    id,
    status,
  });
}

export async function writeCurves(
  db: Database,
  id: string,
  origin: number,
  games: Iterable<Curves>,
): Promise<void> {
  for (const rows of jsonChunks(curveRows(games))) {
    await db.sql(
      `INSERT INTO sales_forecasts (forecast_run_id, game_id, date, mean, p10, p50, p90, mean_without_discounts)
       SELECT :id, r.game, :origin::date + d.day::integer - 1, d.mean, d.p10, d.p50, d.p90, d.without
         FROM jsonb_to_recordset(:rows) AS r(game integer, mean float8[], p10 float8[], p50 float8[], p90 float8[],
                                             without float8[]),
              unnest(r.mean, r.p10, r.p50, r.p90, r.without) WITH ORDINALITY AS d(mean, p10, p50, p90, without, day)`,
      { id, origin: formatDay(origin), rows: jsonText(rows) },
    );
  }
}

/** One row a game, its days as arrays: a third of the bytes of one row a day. */
function* curveRows(games: Iterable<Curves>): Generator<object> {
  for (const { gameId, mean, p10, p50, p90, meanWithoutDiscounts } of games) {
    yield {
      game: Number(gameId),
      mean: short(mean),
      p10: short(p10),
      p50: short(p50),
      p90: short(p90),
      without: meanWithoutDiscounts ? short(meanWithoutDiscounts) : null,
    };
  }
}

/** Seven digits are all that a single-precision number holds. Rounding keeps the order of the quantiles. */
function short(curve: Float32Array): number[] {
  return Array.from(curve, (value) => Number(value.toPrecision(7)));
}

/** What a held-out fold had said, for the games that had a history at its origin. */
export async function storeFold(
  db: Database,
  run: ForecastRunRow,
  set: ForecastSet,
  panel: Panel,
): Promise<void> {
  if (!(await openForecastRun(db, run, 'fold', set.origin, set.horizon))) return;
  await writeCurves(db, run.id, set.origin, foldCurves(set, panel));
  await closeForecastRun(db, run.id, 'succeeded');
}

function* foldCurves(set: ForecastSet, panel: Panel): Generator<Curves> {
  const column = set.origin - panel.start;
  for (const [game, { id }] of panel.games.entries()) {
    const first = panel.observed.subarray(game * panel.days, game * panel.days + column).indexOf(1);
    if (first === -1) continue;
    const own = (curve: Float32Array): Float32Array =>
      curve.subarray(game * set.horizon, (game + 1) * set.horizon);
    yield {
      gameId: id,
      mean: own(set.mean),
      p10: own(set.p10),
      p50: own(set.p50),
      p90: own(set.p90),
      meanWithoutDiscounts: null,
    };
  }
}
