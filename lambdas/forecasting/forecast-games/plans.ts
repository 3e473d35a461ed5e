import { keysetPages, type DataApi } from '../../../database/data-api.ts';
import { dayOf } from '../../../domain/days.ts';
import { pricesByDay, type Discount, type PricePoint } from '../../../domain/sales/prices-by-day.ts';
import { unknownPlans, type Panel, type Plans } from '../../../forecasting/index.ts';

/** Rows of one answer: 60 bytes each, far below its limit of 1 MiB. */
const ROWS_A_PAGE = 5_000;

export interface PlanRequest {
  /** The first forecast day. */
  readonly origin: number;
  readonly horizon: number;
  /** ISO 8601; what was recorded later is not known to the run. */
  readonly cutoffAt: string;
  readonly currency: string;
  /** Minor units in one of the currency, e.g. 100. */
  readonly minorUnits: number;
}

interface GamePlan {
  readonly points: PricePoint[];
  readonly discounts: Discount[];
  /** The last day that is planned; null = none is. */
  planningDay: number | null;
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
  const { origin, horizon } = request;
  const plans = unknownPlans(panel.games.length, horizon);
  const byGame = await readGamePlans(db, request);
  panel.games.forEach(({ id }, game) => {
    const plan = byGame.get(Number(id));
    if (!plan) return;
    const lastDiscountDay = plan.discounts.reduce(
      (last, d) => Math.max(last, Math.ceil(d.endsAt / DAY_MS) - 1),
      -Infinity,
    );
    const end = plan.planningDay ?? lastDiscountDay;
    const prices = pricesByDay(plan.points, plan.discounts, origin, origin + horizon);
    for (let h = 0; h < horizon && origin + h <= end; h++) {
      const price = prices.get(origin + h);
      if (!price) continue;
      const at = game * horizon + h;
      plans.known[at] = 1;
      plans.listPrice[at] = price.listMinor / request.minorUnits;
      plans.discount[at] = Math.min(0.99, price.percent / 100);
    }
  });
  return plans;
}

const DAY_MS = 86_400_000;

async function readGamePlans(db: Pick<DataApi, 'sql'>, request: PlanRequest): Promise<Map<number, GamePlan>> {
  const byGame = new Map<number, GamePlan>();
  const planOf = (gameId: number): GamePlan => {
    const plan = byGame.get(gameId) ?? { points: [], discounts: [], planningDay: null };
    byGame.set(gameId, plan);
    return plan;
  };
  const from = request.origin * DAY_MS;
  const parameters = {
    cutoff: request.cutoffAt,
    currency: request.currency,
    from: new Date(from),
    until: new Date(from + request.horizon * DAY_MS),
  };
  for await (const row of rows<PriceRow>(db, pricePointRows, parameters)) {
    planOf(row.game).points.push({ validFrom: row.at, amountMinor: row.amount });
  }
  for await (const row of rows<DiscountRow>(db, discountRows, parameters)) {
    planOf(row.game).discounts.push({ startsAt: row.at, endsAt: row.until, percent: row.percent });
  }
  for await (const row of rows<PlanningRow>(db, planningRows, parameters)) {
    planOf(row.game).planningDay = dayOf(row.day);
  }
  return byGame;
}

interface Keyed {
  readonly game: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}
interface PriceRow extends Keyed {
  readonly amount: number | null;
}
interface DiscountRow extends Keyed {
  readonly until: number;
  readonly percent: number;
}
interface PlanningRow extends Keyed {
  readonly day: string;
}

const instant = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;

/** The price that holds when the horizon begins, and every change within it; the newest recorded one counts. */
const pricePointRows = `
  SELECT DISTINCT ON (game_id, valid_from) game_id AS game, ${instant('valid_from')} AS at, amount_minor AS amount
    FROM price_points p
   WHERE currency = :currency AND recorded_at < :cutoff::timestamptz AND valid_from < :until
     AND valid_from >= coalesce((SELECT max(valid_from) FROM price_points b
           WHERE b.game_id = p.game_id AND b.currency = p.currency AND b.recorded_at < :cutoff::timestamptz
             AND b.valid_from <= :from), '-infinity')
   ORDER BY game_id, valid_from, recorded_at DESC, id DESC`;

const discountRows = `
  SELECT game_id AS game, ${instant('starts_at')} AS at, ${instant('ends_at')} AS until, percent
    FROM discounts
   WHERE recorded_at < :cutoff::timestamptz AND (withdrawn_at IS NULL OR withdrawn_at >= :cutoff::timestamptz)
     AND ends_at > :from AND starts_at < :until AND :currency <> ''`;

const planningRows = `
  SELECT id AS game, 0 AS at, planning_date::text AS day FROM games
   WHERE planning_date IS NOT NULL AND :currency <> '' AND :cutoff <> '' AND :from < :until`;

async function* rows<Row extends Keyed>(
  db: Pick<DataApi, 'sql'>,
  statement: string,
  parameters: Parameters<DataApi['sql']>[1],
): AsyncGenerator<Row> {
  const pages = keysetPages<Row, Keyed>({
    limit: ROWS_A_PAGE,
    keyOf: ({ game, at }) => ({ game, at }),
    page: (after, limit) =>
      db.sql<Row>(
        `SELECT * FROM (${statement}) r WHERE (game, at) > (:afterGame, :afterAt::bigint) ORDER BY game, at LIMIT :limit`,
        { ...parameters, afterGame: after?.game ?? 0, afterAt: after?.at ?? 0, limit },
      ),
  });
  for await (const page of pages) yield* page;
}
