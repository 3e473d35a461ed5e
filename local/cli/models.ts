import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import pg from 'pg';
import { surviveLostConnections } from '../../database/lost-connections.ts';
import {
  championAndEarlier,
  findWayBack,
  forecastAgain,
  rollBack,
  whyUnusable,
} from '../../lambdas/api/operator/models.ts';
import { ObjectStore } from '../../lambdas/forecasting/shared/object-store.ts';
import { dataBucket, storeHome } from '../home.ts';
import { describeManifest, describeModels, listModels } from '../models/show.ts';
import { withPipeline, type PipelineConnection } from '../pipeline/connection.ts';
import { followExecution } from '../pipeline/follow.ts';
import { terminalProgress } from '../pipeline/terminal-progress.ts';
import { stateMachineArn } from '../runtime/function-environment.ts';
import { CommandError, runCommand } from './command.ts';

const help = `npm run models -- list
npm run models -- show ID
npm run models -- roll-back [ID]

Shows the forecast's models and why each was promoted or refused, or serves an older one again and forecasts the newest
run by it. Works beside a running store, and without one.

  list              the newest models and the champion, and which of them this version cannot serve
  show ID           what a model was made of, and its scores on held-out days
  roll-back [ID]    makes that model the champion; without an ID the newest before the champion that can be served
  --help            shows this

Example: npm run models -- roll-back`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [command = 'list', id, ...more] = positionals;
  const tooMany = command === 'list' ? id : more[0];
  if (tooMany !== undefined) throw new CommandError(`"${tooMany}" is one argument too many\nSee --help.`, 2);
  const work = { list, show, 'roll-back': goBack }[command];
  if (!work) throw new CommandError(`"${command}": expected list, show or roll-back\nSee --help.`, 2);
  if (command === 'show' && id === undefined) throw new CommandError('show: which model?\nSee --help.', 2);
  await withPipeline(
    storeHome(),
    (line) => process.stderr.write(`${line}\n`),
    async (connection) => {
      const pool = surviveLostConnections(new pg.Pool({ connectionString: connection.databaseUrl, max: 1 }));
      try {
        await work(pool, connection, id);
      } finally {
        await pool.end();
      }
    },
  );
}

async function list(pool: pg.Pool, { objects }: PipelineConnection): Promise<void> {
  const models = await listModels(pool);
  const unusable = new Map<string, string>();
  for (const { id } of models) {
    const reason = await whyUnusable(pool, new ObjectStore(objects, dataBucket), id);
    if (reason !== null) unusable.set(id, reason);
  }
  for (const line of describeModels(models, unusable)) say(line);
}

async function show(_pool: pg.Pool, { objects }: PipelineConnection, id = ''): Promise<void> {
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

async function goBack(pool: pg.Pool, { states, objects }: PipelineConnection, id?: string): Promise<void> {
  const store = new ObjectStore(objects, dataBucket);
  const { champion, earlier } = await championAndEarlier(pool);
  const modelId = id ?? (await newestBefore(pool, store, champion, earlier));
  const unusable = await whyUnusable(pool, store, modelId);
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
  const ended = await followExecution(states, executionArn, terminalProgress(process.stdout));
  if (ended.status !== 'SUCCEEDED') {
    throw new CommandError(`the forecast ended ${ended.status}: ${ended.error ?? ''} ${ended.cause ?? ''}`);
  }
  say('the newest run is forecast by it');
}

/** Tells of each newer model why it is passed over. */
async function newestBefore(
  pool: pg.Pool,
  store: ObjectStore,
  champion: string | null,
  earlier: readonly string[],
): Promise<string> {
  if (champion === null) {
    throw new CommandError('there is no champion to go back from; npm run models -- list names the models');
  }
  const { modelId, passedOver } = await findWayBack(pool, store, earlier);
  for (const reason of passedOver) say(`passed over: ${reason}`);
  if (modelId !== null) return modelId;
  throw new CommandError(
    passedOver.length === 0
      ? 'no model came before the champion: there is nothing to go back to'
      : 'none of the models before the champion can be served: there is nothing to go back to',
  );
}

await runCommand(help, main);
