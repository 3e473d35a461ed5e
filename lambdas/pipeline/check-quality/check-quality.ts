import type { DataApi } from '../../../database/data-api.ts';
import { dayOf } from '../../../domain/days.ts';
import { columnsFor } from '../../../domain/sales/columns.ts';
import { batchIndexSchema, batchSchema } from '../shared/batch.ts';
import type { DataBucket } from '../shared/data-bucket.ts';
import { QualityError } from '../shared/errors.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { runKeys } from '../shared/keys.ts';
import { readableCause } from '../shared/readable-cause.ts';
import { requireRun } from '../shared/run-record.ts';
import { findFault } from './check-file.ts';
import { checkedGames, markFailed, unlistedGames, type CheckedGame, type Failure } from './queries.ts';

/** A batch whose function failed for good, and what it said. */
export interface BrokenBatch {
  readonly batch: string;
  readonly cause: string;
}

const readsAtOnce = 8;

/**
 * Reads every file back and compares it with the staging table; a game that does not pass becomes a failed one, as do
 * the games that their batch did not get to.
 * @throws QualityError when units went missing outside all games, which no single failure explains.
 */
export async function checkQuality(
  { db, bucket }: { db: DataApi; bucket: DataBucket },
  runId: string,
  brokenBatches: readonly BrokenBatch[],
): Promise<{ checked: number; failed: number }> {
  const unlisted = await unlistedGames(db, runId);
  if (unlisted.length > 0) {
    throw new QualityError(`sales of games that the run does not list: ${unlisted.join(', ')}`);
  }
  const run = await requireRun(db, runId);
  const stored = await bucket.read(runKeys.batchIndex(runId));
  const columns = columnsFor(batchIndexSchema.parse(JSON.parse(stored?.text ?? 'null')).genres);
  const causes = await causesByGame(bucket, brokenBatches);

  let checked = 0;
  let failed = 0;
  for await (const games of checkedGames(db, runId)) {
    const failures: Failure[] = [];
    await inParallel(games, readsAtOnce, async (game) => {
      const reason =
        game.status === 'pending'
          ? `its batch did not finish: ${causes.get(game.gameId) ?? 'no reason is known'}`
          : await faultOf(bucket, game, columns, run.asOf);
      checked++;
      if (reason !== undefined) failures.push({ game_id: game.gameId, reason });
      if (reason !== undefined || game.status === 'failed') failed++;
    });
    await markFailed(db, runId, failures);
  }
  return { checked, failed };
}

async function faultOf(
  bucket: DataBucket,
  game: CheckedGame,
  columns: readonly string[],
  asOf: string,
): Promise<string | undefined> {
  if (game.status === 'failed' || game.key === null) return undefined;
  const stored = await bucket.read(game.key);
  if (!stored) return `quality: ${game.key} is missing`;
  const fault = findFault(stored.text, {
    columns,
    asOf: dayOf(asOf),
    rows: game.rows,
    units: game.units,
    refunded: game.refunded,
    sha256: game.sha256 ?? '',
  });
  return fault === undefined ? undefined : `quality: ${fault}`;
}

async function causesByGame(
  bucket: DataBucket,
  broken: readonly BrokenBatch[],
): Promise<Map<number, string>> {
  const causes = new Map<number, string>();
  await inParallel(broken, readsAtOnce, async ({ batch, cause }) => {
    const stored = await bucket.read(batch);
    const { games } = batchSchema.parse(JSON.parse(stored?.text ?? 'null'));
    for (const game of games) causes.set(game.gameId, readableCause(cause));
  });
  return causes;
}
