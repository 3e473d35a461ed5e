import { json, type SqlValue } from '../../database/data-api-values.ts';
import { keysetPages, type DataApi } from '../../database/data-api.ts';
import type { Discount, PricePoint } from '../../domain/sales/prices-by-day.ts';

type Database = Pick<DataApi, 'sql'>;
type StatementParameters = Readonly<Record<string, SqlValue>>;

/**
 * Rows come as one text a row, fields divided by a bar: of the largest possible row (90 bytes with its envelope) this
 * many stay under the 1 MiB of an answer, and a field of the Data API costs more time than the row itself.
 */
const linesAPage = 8_000;

type Line = { line: string };

/** For `WHERE`: the rows of the games in the parameter `:games`. */
export const ofGames = 'game_id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:games)))';

/** Since 1970, kept within years that have numbers: the database also knows infinity. */
function milliseconds(instant: string): string {
  return `(extract(epoch FROM greatest('1970-01-02', least('2200-01-01', ${instant}))) * 1000)::bigint`;
}

/** What every paged statement ends with. */
export const page = 'AND (game_id, at) > (:afterGame, :afterAt) ORDER BY game_id, at LIMIT :limit';

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

export interface DatedRowsRequest {
  readonly gameIds: readonly number[];
  /** ISO 8601; what was recorded from then on is not known to the run. */
  readonly cutoffAt: string;
}

/** The prices in one currency as they were known at the cutoff, by game, from the earliest on. */
export function readPricePoints(
  db: Database,
  { gameIds, cutoffAt, currency }: DatedRowsRequest & { readonly currency: string },
): Promise<Map<number, PricePoint[]>> {
  const parameters = { games: json(gameIds), cutoff: cutoffAt, currency };
  return readByGame(db, pricePointLines, parameters, ([validFrom, amount]) => ({
    validFrom: Number(validFrom),
    amountMinor: amount === '' ? null : Number(amount),
  }));
}

/** The discounts as they were known at the cutoff, by game, from the earliest on. */
export function readDiscounts(
  db: Database,
  { gameIds, cutoffAt }: DatedRowsRequest,
): Promise<Map<number, Discount[]>> {
  const parameters = { games: json(gameIds), cutoff: cutoffAt };
  return readByGame(db, discountLines, parameters, ([startsAt, endsAt, percent]) => ({
    startsAt: Number(startsAt),
    endsAt: Number(endsAt),
    percent: Number(percent),
  }));
}

/** All lines of a statement that ends with {@link page}, parsed, by game. */
export async function readByGame<T>(
  db: Database,
  statement: string,
  parameters: StatementParameters,
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

/** The lines of a statement that ends with {@link page}, divided into the game's id and the other fields. */
export async function* lines(
  db: Database,
  statement: string,
  parameters: StatementParameters,
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
