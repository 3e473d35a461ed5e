import type { DataApi } from '../../../database/data-api.ts';
import { dayOf } from '../../../domain/days.ts';
import { batchIndexSchema, batchSchema, type BatchGame } from '../shared/batch.ts';
import type { DataBucket } from '../shared/data-bucket.ts';
import { runKeys } from '../shared/keys.ts';
import { requireRun } from '../shared/run-record.ts';
import { readDatedFacts, salesByGame } from './queries.ts';
import { pendingGames, saveOutcomes, type GameOutcome } from './statuses.ts';
import { failedGame, makeGameFile, type GameFile, type GameWork } from './write-game.ts';

export interface TransformDependencies {
  readonly db: DataApi;
  readonly bucket: DataBucket;
  readonly currency: { readonly code: string; readonly digits: number };
}

export interface BatchCounts {
  readonly written: number;
  readonly noSales: number;
  readonly failed: number;
}

/** Files on their way to the bucket at once; each is at most some hundred kilobytes. */
const writesAtOnce = 8;
/** After so many games their rows are saved, so that a batch that is cut off goes on where it was. */
const gamesASave = 50;

/**
 * Writes the file and the status row of every game of one batch that has none yet. A game whose data cannot be turned
 * into a series, or whose file cannot be written, fails alone.
 */
export async function transformGames(
  { db, bucket, currency }: TransformDependencies,
  runId: string,
  batchKey: string,
): Promise<BatchCounts> {
  const [run, batch, index] = await Promise.all([
    requireRun(db, runId),
    bucket.read(batchKey).then((stored) => batchSchema.parse(JSON.parse(stored?.text ?? 'null'))),
    bucket
      .read(runKeys.batchIndex(runId))
      .then((stored) => batchIndexSchema.parse(JSON.parse(stored?.text ?? 'null'))),
  ]);
  const pending = await pendingGames(
    db,
    runId,
    batch.games.map((game) => game.gameId),
  );
  const games = batch.games.filter((game) => pending.has(game.gameId));
  const gameIds = games.map((game) => game.gameId);
  const dated = await readDatedFacts(db, run, gameIds, currency.code);

  const counts = { written: 0, noSales: 0, failed: 0 };
  const writes = new Set<Promise<void>>();
  let finished: GameOutcome[] = [];
  const save = async (): Promise<void> => {
    await Promise.all(writes);
    for (const { status } of finished) counts[status === 'no_sales' ? 'noSales' : status]++;
    await saveOutcomes(db, runId, finished);
    finished = [];
  };

  const gamesById = new Map(games.map((game) => [game.gameId, game]));
  for await (const { gameId, sales, players } of salesByGame(db, runId, gameIds)) {
    const game = gamesById.get(gameId);
    if (!game) continue;
    const file = makeFileOf({
      game,
      facts: {
        sales,
        pricePoints: dated.pricePoints.get(gameId) ?? [],
        discounts: dated.discounts.get(gameId) ?? [],
        reviews: dated.reviews.get(gameId) ?? [],
      },
      measure: players ? 'players' : 'units',
      asOf: dayOf(run.asOf),
      genres: index.genres,
      currencyDigits: currency.digits,
      key: runKeys.series(runId, gameId),
    });
    const write = store(bucket, game, file)
      .then((outcome) => void finished.push(outcome))
      .finally(() => writes.delete(write));
    writes.add(write);
    if (writes.size >= writesAtOnce) await Promise.race(writes);
    if (finished.length >= gamesASave) await save();
  }
  await save();
  return counts;
}

/** Whatever is thrown while one game is worked on is that game's failure. */
function makeFileOf(work: GameWork): GameFile {
  try {
    return makeGameFile(work);
  } catch (error) {
    return { outcome: failedGame(work.game.gameId, describe(error)), text: null };
  }
}

async function store(bucket: DataBucket, game: BatchGame, file: GameFile): Promise<GameOutcome> {
  if (file.text === null) return file.outcome;
  try {
    await bucket.write(file.outcome.object_key ?? '', file.text, 'text/csv; charset=utf-8');
    return file.outcome;
  } catch (error) {
    return failedGame(game.gameId, `its file could not be written: ${describe(error)}`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
