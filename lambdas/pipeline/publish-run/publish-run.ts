import type { DataApi } from '../../../database/data-api.ts';
import { columnsFor } from '../../../domain/sales/columns.ts';
import { whyNoBase } from '../shared/base-run.ts';
import { batchIndexSchema } from '../shared/batch.ts';
import type { DataBucket } from '../shared/data-bucket.ts';
import { LeaseLostError } from '../shared/errors.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { runKeys, stableKeys } from '../shared/keys.ts';
import { leaseHolder } from '../shared/lease.ts';
import {
  manifestSchema,
  pointerSchema,
  type Manifest,
  type ManifestGame,
  type Pointer,
} from '../shared/manifest.ts';
import { findRun, requireRun, type RunRecord } from '../shared/run-record.ts';
import { carryOver, keepLastGoodFiles, manifestGames, recordPublication } from './queries.ts';

export interface PublishDependencies {
  readonly db: DataApi;
  readonly bucket: DataBucket;
  readonly currency: string;
  readonly codeVersion: string;
}

export interface PublishResult {
  readonly manifestKey: string;
  /** True once the stable copies and the pointer are this run's: only then a forecast is started. */
  readonly published: boolean;
  readonly games: number;
  /** This run's own failed games, with the first 20 of their ids; all are in the manifest. */
  readonly failed: number;
  readonly failedGames: readonly number[];
}

const copiesAtOnce = 16;
const namedFailures = 20;

/**
 * Writes the manifest and, where the run may, moves the stable copies and last of all the pointer. Safe to repeat: a
 * pointer that is this run's already stays.
 * @throws LeaseLostError when another run took over meanwhile.
 */
export async function publishRun(dependencies: PublishDependencies, runId: string): Promise<PublishResult> {
  const { db, bucket } = dependencies;
  const run = await requireRun(db, runId);
  const complete = await isComplete(db, run);
  if (complete && run.gameIds !== null) await carryOver(db, run);

  const pointer = await readPointer(bucket);
  const games = await withLastGoodFiles(dependencies, run, pointer.value);
  const manifest = await describeRun(dependencies, run, games, complete);
  const manifestKey = runKeys.manifest(runId);
  await bucket.write(manifestKey, JSON.stringify(manifest), 'application/json');

  const published = mayPublish(run, manifest, pointer.value);
  if (published) await movePointer(dependencies, run, manifest, pointer.etag);
  await recordPublication(db, run, { manifestKey, published, counts: manifest.totals });

  const own = run.gameIds === null ? undefined : new Set(run.gameIds);
  const failures = games.filter((game) => game.status === 'failed' && (own?.has(game.game_id) ?? true));
  return {
    manifestKey,
    published,
    games: games.length,
    failed: failures.length,
    failedGames: failures.slice(0, namedFailures).map((game) => game.game_id),
  };
}

/** A run of some games stands for the whole store only on top of a base of the same day that does. */
async function isComplete(db: DataApi, run: RunRecord): Promise<boolean> {
  if (run.gameIds === null) return true;
  const base = run.baseRunId === null ? undefined : await findRun(db, run.baseRunId);
  return base?.asOf === run.asOf && (await whyNoBase(db, base.id)) === undefined;
}

/** A run without a game says nothing about the store, so it never hides an older one that does. */
function mayPublish(run: RunRecord, manifest: Manifest, pointer: Pointer | undefined): boolean {
  return (
    !run.dryRun &&
    manifest.complete &&
    manifest.games.length > 0 &&
    (pointer === undefined || pointer.as_of <= run.asOf)
  );
}

async function readPointer(bucket: DataBucket): Promise<{ value: Pointer | undefined; etag: string | null }> {
  const stored = await bucket.read(stableKeys.pointer);
  if (!stored) return { value: undefined, etag: null };
  return { value: pointerSchema.parse(JSON.parse(stored.text)), etag: stored.etag };
}

/** The manifest's games, the failed ones with the file of the published run, if it has one. */
async function withLastGoodFiles(
  { db, bucket }: PublishDependencies,
  run: RunRecord,
  pointer: Pointer | undefined,
): Promise<ManifestGame[]> {
  const games = await manifestGames(db, run.id);
  const failed = games.filter((game) => game.status === 'failed' && game.key === null);
  if (failed.length === 0 || !pointer || pointer.run_id === run.id) return games;
  const stored = await bucket.read(pointer.manifest_key);
  if (!stored) return games;
  const published = manifestSchema.parse(JSON.parse(stored.text));
  const files = new Map(published.games.map((game) => [game.game_id, game]));
  const kept = failed.flatMap(({ game_id }) => files.get(game_id) ?? []).filter((game) => game.key !== null);
  await keepLastGoodFiles(db, run.id, kept);
  return kept.length > 0 ? manifestGames(db, run.id) : games;
}

async function describeRun(
  { bucket, currency, codeVersion }: PublishDependencies,
  run: RunRecord,
  games: readonly ManifestGame[],
  complete: boolean,
): Promise<Manifest> {
  const stored = await bucket.read(runKeys.batchIndex(run.id));
  const { genres } = batchIndexSchema.parse(JSON.parse(stored?.text ?? 'null'));
  const count = (status: ManifestGame['status']): number =>
    games.filter((game) => game.status === status).length;
  const sum = (of: 'rows' | 'units'): number =>
    games.reduce((total, game) => total + (game.stale ? 0 : game[of]), 0);
  return {
    format: 1,
    run_id: run.id,
    run_date: run.runDate,
    as_of: run.asOf,
    cutoff_at: run.cutoffAt,
    base_run_id: run.baseRunId,
    dry_run: run.dryRun,
    complete,
    code_version: codeVersion,
    currency,
    columns: columnsFor(genres),
    genres,
    totals: {
      games: games.length,
      written: count('written'),
      no_sales: count('no_sales'),
      failed: count('failed'),
      carried: count('carried'),
      rows: sum('rows'),
      units: sum('units'),
    },
    games: [...games],
  };
}

/** First every copy, then the pointer: who reads by the pointer never sees half of a run. */
async function movePointer(
  { db, bucket }: PublishDependencies,
  run: RunRecord,
  manifest: Manifest,
  etag: string | null,
): Promise<void> {
  await requireLease(db, run);
  await inParallel(manifest.games, copiesAtOnce, async (game) => {
    if (game.key !== null && !game.stale) await bucket.copy(game.key, stableKeys.series(game.game_id));
  });
  await requireLease(db, run);
  const pointer: Pointer = { run_id: run.id, as_of: run.asOf, manifest_key: runKeys.manifest(run.id) };
  if (!(await bucket.replace(stableKeys.pointer, JSON.stringify(pointer), etag))) {
    throw new LeaseLostError(
      `${stableKeys.pointer} was moved by somebody else while run ${run.id} published`,
    );
  }
}

async function requireLease(db: DataApi, run: RunRecord): Promise<void> {
  const holder = await leaseHolder(db);
  if (holder?.executionArn !== run.executionArn) {
    throw new LeaseLostError(`run ${run.id} no longer holds the lease, ${holder?.runId ?? 'nobody'} does`);
  }
}
