import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { runKeys } from '../../lambdas/pipeline/shared/keys.ts';
import { manifestSchema, type Manifest } from '../../lambdas/pipeline/shared/manifest.ts';
import { readableCause } from '../../lambdas/pipeline/shared/readable-cause.ts';
import { dataBucket } from '../home.ts';
import type { FollowedExecution } from './follow.ts';

/** undefined = the run ended before it wrote one. */
export async function readManifest(objects: S3Client, runId: string): Promise<Manifest | undefined> {
  try {
    const answer = await objects.send(
      new GetObjectCommand({ Bucket: dataBucket, Key: runKeys.manifest(runId) }),
    );
    return manifestSchema.parse(JSON.parse((await answer.Body?.transformToString()) ?? ''));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

const namedFailures = 20;

/** How a run ended, in lines for a terminal. */
export function describeEnd(
  runId: string,
  execution: FollowedExecution,
  manifest: Manifest | undefined,
): string[] {
  const lines = manifest ? describeManifest(manifest) : [];
  if (execution.status === 'SUCCEEDED') return [...lines, `run ${runId} succeeded`];
  const reason = [execution.error, readableCause(execution.cause ?? '')].filter(Boolean).join(': ');
  return [...lines, `run ${runId} ${execution.status.toLowerCase()}${reason === '' ? '' : `: ${reason}`}`];
}

function describeManifest(manifest: Manifest): string[] {
  const { totals, games } = manifest;
  const failed = games.filter((game) => game.status === 'failed');
  return [
    `${totals.games} games: ${totals.written} written, ${totals.no_sales} without sales, ${totals.failed} failed` +
      `${totals.carried > 0 ? `, ${totals.carried} carried over` : ''}; ${totals.rows} rows, ${totals.units} units`,
    ...failed
      .slice(0, namedFailures)
      .map((game) => `  failed: ${game.game_id} ${game.title}: ${game.reason ?? 'no reason is known'}`),
    ...(failed.length > namedFailures
      ? [`  and ${failed.length - namedFailures} more, all in the manifest`]
      : []),
    ...(failed.length > 0
      ? [
          `  again, these only: npm run pipeline -- --as-of ${manifest.as_of} --base-run ${manifest.run_id} --games ${failed
            .map((game) => game.game_id)
            .slice(0, namedFailures)
            .join(',')}`,
        ]
      : []),
  ];
}
