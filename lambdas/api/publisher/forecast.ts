import { availabilityOf } from '../../../domain/catalogue/availability.ts';
import { coverUrl } from '../shared/covers.ts';
import type { Database } from '../shared/database.ts';
import { marksSql, tellDrift, type MarkRow } from '../shared/drift.ts';
import { newestForecast } from './list-games.ts';
import { type Forecast, discountStripes, lastUnits, readSeries } from './series.ts';
import type { Scope } from './rights.ts';
import { whyNoWhatIf } from './what-if/availability.ts';

export interface ForecastRequest {
  readonly gameId: number;
  readonly scope: Scope;
  readonly currency: string;
  readonly at: Date;
}

/** Reads an object of the data bucket; undefined = there is none. */
export type ReadObject = (key: string) => Promise<string | undefined>;

interface HeadRow {
  slug: string;
  title: string;
  cover_key: string | null;
  release_date: string | null;
  pre_order: boolean;
  publisher: string;
  price_minor: number | null;
  discounts: Forecast['discounts'];
  // The newest run that holds the game, and its newest run at all.
  as_of: string | null;
  object_key: string | null;
  measure: 'units' | 'players' | null;
  stale: boolean | null;
  // The newest forecast.
  forecast_run_id: string | null;
  generated_at: Date | null;
  served: string | null;
  served_reason: string | null;
  label: Forecast['label'];
  plan_end: string | null;
  plan: { date: string; list_price: number; discount_rate: number }[] | null;
  past_wape: number | null;
  past_origin: string | null;
  total_mean: number | null;
  total_p10: number | null;
  total_p90: number | null;
  model: NonNullable<Forecast['model']> | null;
  training: {
    status: string;
    stage: string;
    step: number;
    total_steps: number;
    started_at: string;
    error: unknown;
  } | null;
  fold_run_id: string | null;
  fold_origin: string | null;
  marks: readonly MarkRow[];
}

const headSql = `
SELECT g.slug, g.title, g.cover_key, g.release_date, g.pre_order, p.name AS publisher, c.price_minor,
       coalesce((SELECT json_agg(json_build_object(
                   'startsOn', (starts_at AT TIME ZONE 'UTC')::date,
                   'endsOn', ((ends_at - interval '1 millisecond') AT TIME ZONE 'UTC')::date,
                   'percent', percent) ORDER BY starts_at)
                   FROM discounts WHERE game_id = g.id AND withdrawn_at IS NULL), '[]') AS discounts,
       e.as_of, e.object_key, e.measure,
       (SELECT x.status = 'failed' FROM etl_run_games x JOIN etl_runs r ON r.id = x.run_id
         WHERE x.game_id = g.id AND NOT r.dry_run AND r.status <> 'running'
         ORDER BY r.as_of DESC, r.started_at DESC LIMIT 1) AS stale,
       f.forecast_run_id, f.generated_at, f.served, f.served_reason, f.label, f.plan_end, f.plan, f.past_wape, f.past_origin,
       f.total_mean, f.total_p10, f.total_p90,
       (SELECT json_build_object('id', m.id, 'recipe', m.recipe, 'kernelId', m.kernel_id, 'trainedAt',
                 to_char(m.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'asOf', m.as_of, 'seed', m.seed)
          FROM models m WHERE m.id = f.model_id) AS model,
       (SELECT json_build_object('status', t.status, 'stage', t.stage, 'step', t.step, 'total_steps', t.total_steps,
                 'started_at', to_char(t.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'error', t.error)
          FROM training_runs t ORDER BY t.started_at DESC LIMIT 1) AS training,
       h.id AS fold_run_id, h.origin AS fold_origin,
       ${marksSql("(d.game_id = g.id OR d.game_id IS NULL AND f.served = 'model')")} AS marks
  FROM games g JOIN publishers p ON p.id = g.publisher_id
  LEFT JOIN LATERAL game_price(g.id, $2, $3::timestamptz) c ON true
  LEFT JOIN LATERAL (${newestForecast}) f ON true
  LEFT JOIN LATERAL (
    SELECT r.as_of, x.object_key, x.measure FROM etl_run_games x JOIN etl_runs r ON r.id = x.run_id
     WHERE x.game_id = g.id AND r.published AND x.object_key IS NOT NULL
     ORDER BY r.as_of DESC, r.started_at DESC LIMIT 1) e ON true
  LEFT JOIN LATERAL (
    SELECT r.id, r.origin FROM forecast_runs r
     WHERE r.kind = 'fold' AND r.status = 'succeeded'
       AND EXISTS (SELECT 1 FROM sales_forecasts s WHERE s.forecast_run_id = r.id AND s.game_id = g.id)
     ORDER BY (r.model_id IS NOT DISTINCT FROM f.model_id) DESC, r.origin DESC, r.created_at DESC LIMIT 1) h ON true
 WHERE g.id = $1 AND ($4::integer[] IS NULL OR g.publisher_id = ANY($4::integer[]))`;

interface DayRow {
  run: string;
  date: string;
  mean: number;
  p10: number;
  p50: number;
  p90: number;
  mean_without_discounts: number | null;
}

const daysSql = `
SELECT forecast_run_id AS run, date, mean, p10, p50, p90, mean_without_discounts
  FROM sales_forecasts WHERE game_id = $1 AND forecast_run_id = ANY($2) ORDER BY date`;

/** Rows of one game, in two statements; undefined when there is no such game in the reader's scope. */
export async function readForecast(database: Database, { gameId, scope, currency, at }: ForecastRequest) {
  const { rows } = await database.query<HeadRow>(headSql, [
    gameId,
    currency,
    at,
    scope === 'all' ? null : scope,
  ]);
  const [head] = rows;
  if (!head) return undefined;
  const runs = [head.forecast_run_id, head.fold_run_id].filter((id) => id !== null);
  const days = await database.query<DayRow>(daysSql, [gameId, runs]);
  return { head, days: days.rows };
}

/** Puts the rows and the game's series together to what the page shows. */
export async function composeForecast(
  { head, days }: NonNullable<Awaited<ReturnType<typeof readForecast>>>,
  request: ForecastRequest,
  readObject: ReadObject,
): Promise<Forecast> {
  const series = head.object_key === null ? undefined : await readObject(head.object_key);
  const actuals = series === undefined ? [] : readSeries(series);
  const last60 = lastUnits(actuals);
  const plan = new Map(head.plan?.map((day) => [day.date, day]));
  const quantiles = ({ date, mean, p10, p50, p90 }: DayRow) => ({ date, mean, p10, p50, p90 });
  const foldDays = days.filter((day) => day.run === head.fold_run_id);
  return {
    game: {
      id: request.gameId,
      slug: head.slug,
      title: head.title,
      coverUrl: coverUrl(head.cover_key, head.slug),
      publisher: head.publisher,
      releaseDate: head.release_date,
      availability: availabilityOf(
        { releaseDate: head.release_date, preOrder: head.pre_order, priceMinor: head.price_minor },
        request.at.toISOString().slice(0, 10),
      ),
    },
    asOf: head.as_of,
    generatedAt: head.generated_at?.toISOString() ?? null,
    status: head.served === null ? 'none' : head.served === 'model' ? 'model' : 'baseline',
    stale: head.stale ?? false,
    training: trainingState(head.training),
    measure: head.measure ?? 'units',
    label: head.label,
    drift: head.marks.map(tellDrift),
    served: servedBy(head),
    model: head.model,
    planEnd: head.plan_end,
    noWhatIf: whyNoWhatIf(head) ?? null,
    summary: summarise(head, last60),
    actuals,
    forecast: days
      .filter((day) => day.run === head.forecast_run_id)
      .map((day) => ({
        ...quantiles(day),
        meanWithoutDiscounts: day.mean_without_discounts,
        discountRate: plan.get(day.date)?.discount_rate ?? null,
        planned: plan.has(day.date),
      })),
    fold:
      head.fold_origin === null || foldDays.length === 0
        ? null
        : { origin: head.fold_origin, days: foldDays.map(quantiles) },
    discounts: discountStripes(head.discounts, actuals),
    currency: request.currency,
  };
}

function servedBy(head: HeadRow): Forecast['served'] {
  if (head.served === null) return null;
  return {
    name: head.served,
    reason: head.served_reason ?? '',
    pastError:
      head.past_wape === null || head.past_origin === null
        ? null
        : { wape: head.past_wape, origin: head.past_origin, days: 60 },
  };
}

function summarise(head: HeadRow, last60: { units: number; days: number }): Forecast['summary'] {
  const { total_mean: mean, total_p10: p10, total_p90: p90 } = head;
  // Fewer than 60 known days are no basis to compare 60 days with.
  const comparable = mean !== null && last60.days === 60 && last60.units > 0;
  return {
    next60: mean === null ? null : { mean, p10, p90 },
    last60,
    changePercent: comparable ? 100 * (mean / last60.units - 1) : null,
  };
}

function trainingState(training: HeadRow['training']): Forecast['training'] {
  const state =
    training?.status === 'running' ? 'running' : training?.status === 'failed' ? 'failed' : 'idle';
  return {
    state,
    stage: training?.stage ?? null,
    step: training?.step ?? 0,
    totalSteps: training?.total_steps ?? 0,
    startedAt: training?.started_at ?? null,
    message: state === 'failed' ? 'The training failed; the operator sees why.' : null,
  };
}
