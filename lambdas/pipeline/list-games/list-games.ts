import type { DataApi } from '../../../database/data-api.ts';
import {
  batchIndexSchema,
  batchSchema,
  type Batch,
  type BatchGame,
  type BatchIndex,
} from '../shared/batch.ts';
import type { DataBucket } from '../shared/data-bucket.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { runKeys } from '../shared/keys.ts';
import { requireRun } from '../shared/run-record.ts';
import { allGenres, gamePages, writePendingGames } from './queries.ts';

/** The Map keeps all iterations in one history of 25,000 events. */
const mostBatches = 500;
/** Fewer games a batch are not worth an invocation. */
const fewestGamesABatch = 25;
const writesAtOnce = 8;

/**
 * Divides the run's games into batches and writes each to the bucket, so that only keys travel in the state. A repeat
 * of the run takes the first one's batches: a title or a genre that changed meanwhile changes no byte.
 */
export async function listGames(db: DataApi, bucket: DataBucket, runId: string): Promise<BatchIndex> {
  const known = await bucket.read(runKeys.batchIndex(runId));
  if (known) {
    const index = batchIndexSchema.parse(JSON.parse(known.text));
    await inParallel(index.batches, writesAtOnce, async (key) => {
      const stored = await bucket.read(key);
      const { games } = batchSchema.parse(JSON.parse(stored?.text ?? 'null'));
      await writePendingGames(db, runId, games);
    });
    return index;
  }
  const run = await requireRun(db, runId);
  const games: BatchGame[] = [];
  for await (const page of gamePages(db, run.gameIds)) {
    await writePendingGames(db, runId, page);
    games.push(...page);
  }
  const batches = divide(games).map((part, i): readonly [string, Batch] => [
    runKeys.batch(runId, i),
    { runId, games: part },
  ]);
  await inParallel(batches, writesAtOnce, ([key, batch]) =>
    bucket.write(key, JSON.stringify(batch), 'application/json'),
  );
  const index: BatchIndex = {
    runId,
    games: games.length,
    genres: await allGenres(db),
    batches: batches.map(([key]) => key),
  };
  await bucket.write(runKeys.batchIndex(runId), JSON.stringify(index), 'application/json');
  return index;
}

function divide(games: readonly BatchGame[]): BatchGame[][] {
  const size = Math.max(fewestGamesABatch, Math.ceil(games.length / mostBatches));
  const parts: BatchGame[][] = [];
  for (let i = 0; i < games.length; i += size) parts.push(games.slice(i, i + size));
  return parts;
}
