import { randomBytes } from 'node:crypto';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type pg from 'pg';
import {
  championAndEarlier,
  findWayBack,
  forecastAgain,
  rollBack,
  whyUnusable,
} from '../../lambdas/api/operator/models.ts';
import { ObjectStore } from '../../lambdas/forecasting/shared/object-store.ts';
import { CommandError } from '../cli/command.ts';
import { dataBucket } from '../home.ts';
import { followExecution, type Progress } from '../pipeline/follow.ts';
import { stateMachineArn } from '../runtime/function-environment.ts';
import { describeManifest, describeModels, listModels } from './show.ts';

/** What the commands work on, and where they tell of it. */
export interface ModelsConnection {
  readonly pool: pg.Pool;
  readonly states: SFNClient;
  readonly objects: S3Client;
  readonly say: (line: string) => void;
  readonly progress: Progress;
}

/** The newest models and the champion, with why some cannot be served. */
export async function list({ pool, objects, say }: ModelsConnection): Promise<void> {
  const models = await listModels(pool);
  const unusable = new Map<string, string>();
  for (const { id } of models) {
    const reason = await whyUnusable(pool, new ObjectStore(objects, dataBucket), id);
    if (reason !== null) unusable.set(id, reason);
  }
  for (const line of describeModels(models, unusable)) say(line);
}

/** What a model was made of. */
export async function show({ objects, say }: ModelsConnection, id = ''): Promise<void> {
  const manifest = await readManifest(objects, id);
  if (!manifest) throw new CommandError(`there is no model ${id}; npm run models -- list names them`);
  for (const line of describeManifest(manifest)) say(line);
}

async function readManifest(objects: S3Client, id: string): Promise<Record<string, unknown> | undefined> {
  try {
    const { Body } = await objects.send(
      new GetObjectCommand({ Bucket: dataBucket, Key: `kratos/models/${id}/manifest.json` }),
    );
    return JSON.parse((await Body?.transformToString()) ?? '{}') as Record<string, unknown>;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Serves an older model again and forecasts the newest run by it; without an id the newest that can be served. */
export async function goBack(store: ModelsConnection, id?: string): Promise<void> {
  const { pool, states, objects, say, progress } = store;
  const bucket = new ObjectStore(objects, dataBucket);
  const { champion, earlier } = await championAndEarlier(pool);
  const modelId = id ?? (await newestBefore(store, champion, earlier));
  const unusable = await whyUnusable(pool, bucket, modelId);
  if (unusable !== null) throw new CommandError(unusable);
  const problems = {
    unknown: `there is no model ${modelId}; npm run models -- list names them`,
    refused: `the model ${modelId} did not pass its gate`,
    changed:
      modelId === champion
        ? `${modelId} is the champion already`
        : 'another model became the champion meanwhile',
  };
  const result = await rollBack(pool, { modelId, champion, actor: 'command line' });
  if (result !== 'promoted') throw new CommandError(problems[result]);
  say(`the champion is ${modelId} (was ${champion ?? 'none'})`);
  const unique = `c${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  const executionArn = await forecastAgain(pool, states, stateMachineArn('forecast-sales'), unique);
  if (executionArn === null) return;
  const ended = await followExecution(states, executionArn, progress);
  if (ended.status !== 'SUCCEEDED') {
    throw new CommandError(`the forecast ended ${ended.status}: ${ended.error ?? ''} ${ended.cause ?? ''}`);
  }
  say('the newest run is forecast by it');
}

/** Tells of each newer model why it is passed over. */
async function newestBefore(
  { pool, objects, say }: ModelsConnection,
  champion: string | null,
  earlier: readonly string[],
): Promise<string> {
  if (champion === null) {
    throw new CommandError('there is no champion to go back from; npm run models -- list names the models');
  }
  const { modelId, passedOver } = await findWayBack(pool, new ObjectStore(objects, dataBucket), earlier);
  for (const reason of passedOver) say(`passed over: ${reason}`);
  if (modelId !== null) return modelId;
  throw new CommandError(
    passedOver.length === 0
      ? 'no model came before the champion: there is nothing to go back to'
      : 'none of the models before the champion can be served: there is nothing to go back to',
  );
}
