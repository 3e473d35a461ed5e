import { dayOf, formatDay } from '../../../domain/days.ts';
import { jsonChunks, type DataApi } from '../../../database/data-api.ts';
import { json, jsonText } from '../../../database/data-api-values.ts';
import {
  asPlanned,
  bandsOf,
  driftLimits,
  outcomeOf,
  panelBefore,
  servedForecasts,
  unpackPlans,
  type DriftLimits,
  type Panel,
} from '../../../forecasting/index.ts';
import { inOrder, readChampion } from '../forecast-games/judgement.ts';
import { modelKeys } from '../shared/keys.ts';
import { marksWantTraining, recordAnswers } from '../shared/drift-marks.ts';
import type { Model } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { writeMarks } from './marks.ts';

/** Days back from a run for which its night makes up for nights that were missed. */
const MISSED_DAYS = 60;
/** Days for which the errors of each game are kept. */
const KEPT_DAYS = 35;

export interface DriftCounts {
  /** Days that were scored. */
  readonly days: number;
  /** Games that stand marked now. */
  readonly markedGames: number;
  /** Whether the champion stands marked now. */
  readonly markedChampion: boolean;
  /** Whether marks ask for a training that no training has answered yet. */
  readonly trainingWanted: boolean;
}

type Database = Pick<DataApi, 'sql'>;

/**
 * Scores the days that came due since the last night that was scored, against what the champion's held-out fold had
 * said of as many days ahead, and marks games, or the champion, that went beyond three nights running. A repeat of a
 * night scores its day again and changes nothing else; a run of older data scores nothing.
 */
export async function scoreForecasts(
  { db, store }: { db: Database; store: ObjectStore },
  runId: string,
): Promise<DriftCounts> {
  const { panel, description } = await readPanel(store, runId);
  const { model } = await readChampion(db, store);
  let days = 0;
  if (model) {
    const limits = await limitsOf(store, model, panel);
    for (const day of await daysDue(db, dayOf(description.asOf))) {
      await scoreDay(db, panel, day, limits, model.manifest.id);
      await writeMarks(db, formatDay(day));
      days += 1;
    }
  }
  await recordAnswers(db);
  return {
    days,
    ...(await standing(db)),
    trainingWanted: await marksWantTraining(db, description.asOf),
  };
}

/**
 * As the days of a night, those of the fold count where their price was the planned one. A model from before plans were
 * kept with a fold was forecast with the prices that came: all of its days went as planned.
 */
async function limitsOf(store: ObjectStore, { manifest, fold }: Model, panel: Panel): Promise<DriftLimits> {
  const known = inOrder(panel, fold.gameIds, 'with prices');
  const came = outcomeOf(known, fold.origin, fold.horizon);
  const packed = await store.find(modelKeys.foldPlans(manifest.id));
  const outcome = packed === undefined ? came : asPlanned(came, unpackPlans(packed), known);
  return driftLimits(servedForecasts(fold, manifest.decision), outcome, fold.bands);
}

/** From the last scored day on, or the first that was forecast by a model, to the day before the run. */
async function daysDue(db: Database, asOf: number): Promise<number[]> {
  const [bounds] = await db.sql<{ scored: string | null; origin: string | null }>(
    `SELECT (SELECT max(day) FROM champion_errors)::text AS scored,
            (SELECT min(origin) FROM forecast_runs
              WHERE kind = 'live' AND status = 'succeeded' AND model_id IS NOT NULL)::text AS origin`,
  );
  if (!bounds || bounds.origin === null) return [];
  const scored = bounds.scored === null ? -Infinity : dayOf(bounds.scored);
  const last = asOf - 1;
  if (last < scored) return [];
  const first = Math.max(dayOf(bounds.origin), asOf - MISSED_DAYS, Math.min(scored + 1, last));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}

async function scoreDay(
  db: Database,
  panel: Panel,
  day: number,
  limits: DriftLimits,
  modelId: string,
): Promise<void> {
  const date = formatDay(day);
  for (const rows of jsonChunks(actualsOf(panel, day, limits))) {
    await db.sql(gameSql, { day: date, actuals: jsonText(rows) });
  }
  await db.sql(championSql, { day: date, modelId, limits: json(limits.champion) });
  await db.sql('DELETE FROM forecast_errors WHERE day < :day::date - :kept::integer', {
    day: date,
    kept: KEPT_DAYS,
  });
}

/** What came on a day, for the games that were observed, with the limits of their volume bands on its eve. */
function* actualsOf(panel: Panel, day: number, limits: DriftLimits): Generator<object> {
  const column = day - panel.start;
  if (column < 1 || column >= panel.days) return;
  const bands = bandsOf(panelBefore(panel, day));
  for (const [game, { id }] of panel.games.entries()) {
    const at = game * panel.days + column;
    if (panel.observed[at] !== 1) continue;
    const list = panel.listPrice[at]!;
    yield {
      game: Number(id),
      units: panel.units[at]!,
      discount: panel.discountKnown[at] === 1 ? Number(panel.discount[at]!.toFixed(4)) : null,
      list: Number.isFinite(list) ? Number(list.toFixed(4)) : null,
      limits: limits.games[bands[game]!]!,
    };
  }
}

/**
 * A day's price was changed when it is not the planned one, or when a discount came on a day beyond the plan. Launches
 * and other labelled games are forecast by rules of their own and do not count.
 */
const gameSql = `
INSERT INTO forecast_errors (game_id, day, horizon_band, error, changed_error, error_limit)
SELECT game, :day::date, band, avg(error) FILTER (WHERE NOT changed), avg(error) FILTER (WHERE changed), min(error_limit)
  FROM (
    SELECT a.game, h.band, abs(ln(1 + a.units) - ln(1 + s.p50)) AS error, (a.limits->>(h.band - 1))::float8 AS error_limit,
           coalesce(CASE WHEN p.planned IS NULL THEN a.discount > 0.005
                         ELSE abs((p.planned->>'discount_rate')::float8 - a.discount) > 0.0051
                              OR abs((p.planned->>'list_price')::float8 / nullif(a.list, 0) - 1) > 0.01 END, false) AS changed
      FROM jsonb_to_recordset(:actuals) AS a(game integer, units float8, discount float8, list float8, limits jsonb)
      JOIN sales_forecasts s ON s.game_id = a.game AND s.date = :day::date
      JOIN (SELECT DISTINCT ON (origin) id, origin, model_id FROM forecast_runs
             WHERE kind = 'live' AND status = 'succeeded' AND origin > :day::date - 60 AND origin <= :day::date
             ORDER BY origin, created_at DESC) r ON r.id = s.forecast_run_id AND r.model_id IS NOT NULL
      JOIN forecast_games g ON g.forecast_run_id = r.id AND g.game_id = a.game AND coalesce(g.label, 'free') = 'free'
      CROSS JOIN LATERAL (SELECT CASE WHEN :day::date - r.origin < 7 THEN 1 WHEN :day::date - r.origin < 28 THEN 2 ELSE 3 END) h(band)
      CROSS JOIN LATERAL (SELECT jsonb_path_query_first(g.plan, '$[*] ? (@.date == $day)', jsonb_build_object('day', :day::text))) p(planned)
  ) e
 GROUP BY game, band
    ON CONFLICT (game_id, day, horizon_band) DO UPDATE
   SET error = excluded.error, changed_error = excluded.changed_error, error_limit = excluded.error_limit`;

const championSql = `
INSERT INTO champion_errors (day, horizon_band, model_id, games, error, changed_games, changed_error, error_limit)
SELECT day, horizon_band, :modelId, count(error), percentile_cont(0.5) WITHIN GROUP (ORDER BY error), count(changed_error),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY changed_error),
       (:limits::jsonb->>(horizon_band - 1))::float8
  FROM forecast_errors WHERE day = :day::date GROUP BY day, horizon_band
    ON CONFLICT (day, horizon_band) DO UPDATE
   SET model_id = excluded.model_id, games = excluded.games, error = excluded.error, changed_games = excluded.changed_games,
       changed_error = excluded.changed_error, error_limit = excluded.error_limit`;

async function standing(db: Database): Promise<Pick<DriftCounts, 'markedGames' | 'markedChampion'>> {
  const [marks] = await db.sql<Pick<DriftCounts, 'markedGames' | 'markedChampion'>>(
    `SELECT count(DISTINCT game_id) AS "markedGames", count(*) FILTER (WHERE game_id IS NULL) > 0 AS "markedChampion"
       FROM drift_marks WHERE cleared_on IS NULL`,
  );
  if (!marks) throw new Error('the marks could not be counted');
  return marks;
}
