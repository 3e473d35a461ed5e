import { json } from '../../../database/data-api-values.ts';
import { keysetPages, type DataApi } from '../../../database/data-api.ts';
import type { SalesDay } from '../../../domain/sales/game-series.ts';
import type { Discount, PricePoint } from '../../../domain/sales/prices-by-day.ts';
import type { ReviewDay } from '../../../domain/sales/review-features.ts';
import type { RunRecord } from '../shared/run-record.ts';
import { stagingTable } from '../shared/staging.ts';

/**
 * Rows come as one text a row, fields divided by a bar: of the largest possible row (90 bytes with its envelope) this
 * many stay under the 1 MiB of an answer, and a field of the Data API costs more time than the row itself.
 */
const linesAPage = 8_000;

type Line = { line: string };

/** The dated facts of a batch's games that are no sales, by game. */
export interface DatedFacts {
  readonly pricePoints: ReadonlyMap<number, readonly PricePoint[]>;
  readonly discounts: ReadonlyMap<number, readonly Discount[]>;
  readonly reviews: ReadonlyMap<number, readonly ReviewDay[]>;
}

export async function readDatedFacts(
  db: DataApi,
  run: RunRecord,
  gameIds: readonly number[],
  currency: string,
): Promise<DatedFacts> {
  const parameters = { games: json(gameIds), cutoff: run.cutoffAt };
  const [pricePoints, discounts, reviews] = await Promise.all([
    readByGame(db, pricePointLines, { ...parameters, currency }, ([validFrom, amount]) => ({
      validFrom: Number(validFrom),
      amountMinor: amount === '' ? null : Number(amount),
    })),
    readByGame(db, discountLines, parameters, ([startsAt, endsAt, percent]) => ({
      startsAt: Number(startsAt),
      endsAt: Number(endsAt),
      percent: Number(percent),
    })),
    readByGame(db, reviewLines, parameters, ([day, count, positive]) => ({
      day: Number(day),
      count: Number(count),
      positive: Number(positive),
    })),
  ]);
  return { pricePoints, discounts, reviews };
}

const ofGames = 'game_id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games)))';

/** Since 1970, kept within years that have numbers: the database also knows infinity. */
function milliseconds(instant: string): string {
  return `(extract(epoch FROM greatest('1970-01-02', least('2200-01-01', ${instant}))) * 1000)::bigint`;
}

const page = 'AND (game_id, at) > (:afterGame, :afterAt) ORDER BY game_id, at LIMIT :limit';

/** Of several rows for one moment the one recorded last counts. */
const pricePointLines = `SELECT concat_ws('|', game_id, at, coalesce(amount_minor::text, '')) AS line FROM (
  SELECT DISTINCT ON (game_id, valid_from) game_id, ${milliseconds('valid_from')} AS at, amount_minor
    FROM price_points
   WHERE ${ofGames} AND currency = :currency AND recorded_at < :cutoff::timestamptz
   ORDER BY game_id, valid_from, recorded_at DESC, id DESC) p WHERE true ${page}`;

/** A withdrawn discount held until it was withdrawn; one withdrawn after the cutoff is not known to be. */
const discountLines = `SELECT concat_ws('|', game_id, at, until, percent) AS line FROM (
  SELECT game_id, ${milliseconds('starts_at')} AS at, percent,
         ${milliseconds('CASE WHEN withdrawn_at < :cutoff::timestamptz THEN least(ends_at, withdrawn_at) ELSE ends_at END')} AS until
    FROM discounts WHERE ${ofGames} AND recorded_at < :cutoff::timestamptz) d WHERE until > at ${page}`;

const reviewLines = `SELECT concat_ws('|', game_id, at, n, positives) AS line FROM (
  SELECT game_id, (created_at AT TIME ZONE 'UTC')::date - date '1970-01-01' AS at, count(*) AS n,
         count(*) FILTER (WHERE positive) AS positives
    FROM reviews WHERE ${ofGames} AND recorded_at < :cutoff::timestamptz GROUP BY 1, 2) r WHERE true ${page}`;

async function readByGame<T>(
  db: DataApi,
  statement: string,
  parameters: Parameters<DataApi['sql']>[1],
  parse: (fields: readonly string[]) => T,
): Promise<Map<number, T[]>> {
  const byGame = new Map<number, T[]>();
  for await (const [gameId, fields] of lines(db, statement, parameters)) {
    const found = byGame.get(gameId);
    if (found) found.push(parse(fields));
    else byGame.set(gameId, [parse(fields)]);
  }
  return byGame;
}

export interface GameSales {
  readonly gameId: number;
  readonly sales: readonly SalesDay[];
  /** True when some of the units count people who played. */
  readonly players: boolean;
}

/** The games one after the other, each with its days of sales in order; a game without any gets an empty list. */
export async function* salesByGame(
  db: DataApi,
  runId: string,
  gameIds: readonly number[],
): AsyncGenerator<GameSales> {
  const statement = `SELECT concat_ws('|', game_id, at, units, refunded, in_history::integer, players::integer,
      priced_units, revenue_minor, coalesce(list_minor::text, ''), coalesce(unit_minor::text, '')) AS line
    FROM (SELECT s.*, day - date '1970-01-01' AS at FROM ${stagingTable(runId)} s
           WHERE ${ofGames} AND (game_id, day) > (:afterGame, date '1970-01-01' + :afterAt::integer)) s
   WHERE true ${page}`;
  let next = 0;
  let current = { sales: [] as SalesDay[], players: false };
  for await (const [gameId, fields] of lines(db, statement, { games: json(gameIds) })) {
    for (let id = gameIds[next]; id !== undefined && id < gameId; id = gameIds[++next]) {
      yield { gameId: id, ...current };
      current = { sales: [], players: false };
    }
    current.sales.push(salesDay(fields));
    if (fields[4] === '1') current.players = true;
  }
  for (let id = gameIds[next]; id !== undefined; id = gameIds[++next]) {
    yield { gameId: id, ...current };
    current = { sales: [], players: false };
  }
}

function salesDay(fields: readonly string[]): SalesDay {
  const [day, units, refunded, inHistory, , priced, revenue, list, unit] = fields;
  return {
    day: Number(day),
    units: Number(units),
    refunded: Number(refunded),
    inHistory: inHistory === '1',
    pricedUnits: Number(priced),
    revenueMinor: Number(revenue),
    listMinor: list ? Number(list) : null,
    unitMinor: unit ? Number(unit) : null,
  };
}

/** The lines of a statement that pages by (game_id, at), divided into the game's id and the other fields. */
async function* lines(
  db: DataApi,
  statement: string,
  parameters: Parameters<DataApi['sql']>[1],
): AsyncGenerator<[number, string[]]> {
  const pages = keysetPages<Line, string[]>({
    limit: linesAPage,
    keyOf: ({ line }) => line.split('|', 2),
    page: (after, limit) =>
      db.sql<Line>(statement, {
        ...parameters,
        afterGame: Number(after?.[0] ?? 0),
        afterAt: Number(after?.[1] ?? earliest),
        limit,
      }),
  });
  for await (const rows of pages) {
    for (const { line } of rows) {
      const [gameId, ...fields] = line.split('|');
      yield [Number(gameId), fields];
    }
  }
}

/** Before every day and instant that a row may hold, and still a day that PostgreSQL can add. */
const earliest = -700_000;
