import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import { dayOf } from '../../../domain/days.ts';
import { pricesByDay, type Discount, type PricePoint } from '../../../domain/sales/prices-by-day.ts';
import { unknownPlans, type Panel, type Plans } from '../../../forecasting/index.ts';
import { readDiscounts, readPricePoints } from '../../shared/dated-rows.ts';

const DAY_MS = 86_400_000;

/** Games asked for at once. */
const GAMES_A_STATEMENT = 5_000;

/** What prices are read in. */
export interface Currency {
  readonly code: string;
  /** Minor units in one, e.g. 100. */
  readonly minorUnits: number;
}

export interface PlanRequest {
  /** The first forecast day. */
  readonly origin: number;
  readonly horizon: number;
  /** ISO 8601; what was recorded from then on is not known to the run. */
  readonly cutoffAt: string;
  readonly currency: Currency;
}

interface GamePlan {
  readonly points: readonly PricePoint[];
  readonly discounts: readonly Discount[];
  /** The last planned day that the publisher set; null = none. */
  readonly planningDay: number | null;
}

/**
 * The prices of the coming days as they were planned at the run: from price points and discounts, up to each game's
 * planning date (set by its publisher; else the end of its last scheduled discount). Beyond it the plan is unknown,
 * which is not the same as no discount.
 */
export async function readPlans(
  db: Pick<DataApi, 'sql'>,
  panel: Panel,
  request: PlanRequest,
): Promise<Plans> {
  const plans = unknownPlans(panel.games.length, request.horizon);
  const ids = panel.games.map(({ id }) => Number(id));
  for (let at = 0; at < ids.length; at += GAMES_A_STATEMENT) {
    const gameIds = ids.slice(at, at + GAMES_A_STATEMENT);
    const byGame = await readGamePlans(db, gameIds, request);
    gameIds.forEach((id, i) => writePlan(plans, at + i, byGame(id), request));
  }
  return plans;
}

async function readGamePlans(
  db: Pick<DataApi, 'sql'>,
  gameIds: readonly number[],
  { cutoffAt, currency }: PlanRequest,
): Promise<(gameId: number) => GamePlan> {
  const [points, discounts, days] = await Promise.all([
    readPricePoints(db, { gameIds, cutoffAt, currency: currency.code }),
    readDiscounts(db, { gameIds, cutoffAt }),
    db.sql<{ id: number; day: string | null }>(
      `SELECT DISTINCT ON (game_id) game_id AS id, planning_date::text AS day FROM planning_dates
        WHERE recorded_at < :cutoff::timestamptz
          AND game_id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games)))
        ORDER BY game_id, recorded_at DESC, id DESC`,
      { games: json(gameIds), cutoff: cutoffAt },
    ),
  ]);
  const planningDays = new Map(days.map(({ id, day }) => [id, day === null ? null : dayOf(day)]));
  return (gameId) => ({
    points: points.get(gameId) ?? [],
    discounts: discounts.get(gameId) ?? [],
    planningDay: planningDays.get(gameId) ?? null,
  });
}

/** The instant at which a run's knowledge of plans ends. */
export async function readCutoff(db: Pick<DataApi, 'sql'>, runId: string): Promise<string> {
  const [run] = await db.sql<{ cutoffAt: string }>(
    'SELECT cutoff_at AS "cutoffAt" FROM etl_runs WHERE id = :runId',
    { runId },
  );
  if (!run) throw new Error(`run ${runId} has no row in etl_runs`);
  return run.cutoffAt;
}

/**
 * When the knowledge of a run would have ended whose first forecast day is `origin`, by one for `asOf`: as many days
 * earlier, and on its own first day at the latest, though a run for a day that is long past is made late.
 */
export function cutoffOfFold(cutoffAt: string, asOf: number, origin: number): string {
  const cutoff = Date.parse(cutoffAt);
  const timeOfDay = ((cutoff % DAY_MS) + DAY_MS) % DAY_MS;
  return new Date(Math.min(cutoff - (asOf - origin) * DAY_MS, origin * DAY_MS + timeOfDay)).toISOString();
}

/** Writes one game's row of the plans. */
function writePlan(
  plans: Plans,
  row: number,
  plan: GamePlan,
  { origin, horizon, currency: { minorUnits } }: PlanRequest,
): void {
  const end = plan.planningDay ?? lastDiscountDay(plan.discounts);
  const prices = pricesByDay(plan.points, plan.discounts, origin, Math.min(origin + horizon, end + 1));
  for (const [day, price] of prices) {
    const at = row * horizon + (day - origin);
    plans.known[at] = 1;
    plans.listPrice[at] = price.listMinor / minorUnits;
    plans.discount[at] = Math.min(0.99, price.percent / 100);
  }
}

function lastDiscountDay(discounts: readonly Discount[]): number {
  return discounts.reduce((last, { endsAt }) => Math.max(last, Math.ceil(endsAt / DAY_MS) - 1), -Infinity);
}
