import { json } from '../../../database/data-api-values.ts';
import type { DataApi } from '../../../database/data-api.ts';
import type { SalesDay } from '../../../domain/sales/game-series.ts';
import type { Discount, PricePoint } from '../../../domain/sales/prices-by-day.ts';
import type { ReviewDay } from '../../../domain/sales/review-features.ts';
import { lines, ofGames, page, readByGame, readDiscounts, readPricePoints } from '../../shared/dated-rows.ts';
import type { RunRecord } from '../shared/run-record.ts';
import { stagingTable } from '../shared/staging.ts';

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
  const known = { gameIds, cutoffAt: run.cutoffAt };
  const [pricePoints, discounts, reviews] = await Promise.all([
    readPricePoints(db, { ...known, currency }),
    readDiscounts(db, known),
    readByGame(db, reviewLines, parameters, ([day, count, positive]) => ({
      day: Number(day),
      count: Number(count),
      positive: Number(positive),
    })),
  ]);
  return { pricePoints, discounts, reviews };
}

/** Votes as they came, also those changed or taken back: a day of a repeated run is what it was. */
const reviewLines = `SELECT concat_ws('|', game_id, at, n, positives) AS line FROM (
  SELECT game_id, (v.at AT TIME ZONE 'UTC')::date - date '1970-01-01' AS at, sum(reviews) AS n,
         sum(positive) AS positives
    FROM review_votes v WHERE ${ofGames} AND recorded_at < :cutoff::timestamptz GROUP BY 1, 2) r WHERE true ${page}`;

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
