import { createHash } from 'node:crypto';
import type { SFNClient } from '@aws-sdk/client-sfn';
import type { DataApi } from '../../../database/data-api.ts';
import { dayOf } from '../../../domain/days.ts';
import { marksWantTraining, recordAnswers } from '../shared/drift-marks.ts';
import { REFUSED_DAYS } from '../shared/training-plan.ts';
import { announceTraining, closeCutOffTrainings } from '../shared/training-rows.ts';
import { startOnce } from './start-once.ts';

/** A champion older than this, in days of its data, is refreshed. */
const REFRESH_DAYS = 7;

export interface StartForecastDependencies {
  readonly db: Pick<DataApi, 'sql'>;
  readonly states: SFNClient;
  readonly isRunning: (executionArn: string) => Promise<boolean>;
  readonly forecastSalesArn: string;
  readonly trainModelArn: string;
  /** The recipe that a training would follow now. */
  readonly recipe: string;
}

export interface StartForecastRequest {
  readonly runId: string;
  /** Given at a training's end: its model speaks now, and no other training begins. */
  readonly modelId?: string | undefined;
  /** Given when marks of drift ask for a training: the forecast is made already, only a training may begin. */
  readonly drift?: true | undefined;
}

interface Run {
  readonly id: string;
  readonly asOf: string;
}

/**
 * After a run: forecasts it with what there is, and trains when the champion is missing, a week old or of another
 * recipe, or when marks of drift ask for it. After a training: forecasts the newest published run by its model. A run that
 * was not published is nobody's to read: for it nothing starts. A repeat of this call starts nothing twice, and starts
 * again what was cut off.
 * @returns ARNs of the executions that run now.
 */
export async function startForecast(
  dependencies: StartForecastDependencies,
  { runId, modelId, drift }: StartForecastRequest,
): Promise<{ started: string[] }> {
  const run = await findPublished(dependencies.db, modelId === undefined ? runId : null);
  if (!run) return { started: [] };
  const forecast = drift ? undefined : await startForecastOf(dependencies, run, modelId);
  const training = modelId === undefined ? await startTrainingIfDue(dependencies, run) : undefined;
  return { started: [forecast, training].filter((arn) => arn !== undefined) };
}

/** The run of that id, or the newest; undefined = there is none, or it was not published. */
async function findPublished(db: Pick<DataApi, 'sql'>, runId: string | null): Promise<Run | undefined> {
  const [run] = await db.sql<Run>(
    `SELECT id, as_of::text AS "asOf" FROM etl_runs WHERE published AND (:runId::text IS NULL OR id = :runId)
      ORDER BY as_of DESC, started_at DESC LIMIT 1`,
    { runId },
  );
  return run;
}

function startForecastOf(
  { states, forecastSalesArn }: StartForecastDependencies,
  run: Run,
  modelId: string | undefined,
): Promise<string | undefined> {
  // Run and model ids are long, names of executions at most 80 characters.
  const of =
    modelId === undefined ? '' : `-${createHash('sha256').update(modelId).digest('hex').slice(0, 8)}`;
  const forecastId = `forecast-${run.id}${of}`;
  return startOnce(states, {
    stateMachineArn: forecastSalesArn,
    name: forecastId,
    input: { runId: run.id, forecastId },
  });
}

async function startTrainingIfDue(
  dependencies: StartForecastDependencies,
  run: Run,
): Promise<string | undefined> {
  const { db, states, isRunning, trainModelArn } = dependencies;
  const { running } = await closeCutOffTrainings(db, isRunning);
  await recordAnswers(db);
  if (running || !(await trainingIsDue(dependencies, run))) return undefined;
  const modelId = `model-${run.asOf}-${run.id}`;
  const executionArn = await startOnce(states, {
    stateMachineArn: trainModelArn,
    name: modelId,
    input: { runId: run.id, modelId },
  });
  // At once, so that a run that ends a moment later sees this training.
  if (executionArn === undefined) return undefined;
  await announceTraining(db, { modelId, runId: run.id, executionArn });
  await recordAnswers(db);
  return executionArn;
}

/**
 * A week counts from the newest model, whether it was promoted or refused. Another recipe is tried at once, and after
 * a refusal only some weeks later. A forecast that had to do without the champion although there was one says that this
 * version cannot read it.
 */
async function trainingIsDue({ db, recipe }: StartForecastDependencies, run: Run): Promise<boolean> {
  const [champion] = await db.sql<{
    recipe: string;
    newest: string;
    unread: boolean;
    tried: boolean;
  }>(
    `SELECT champion.recipe, (SELECT max(as_of) FROM models)::text AS newest,
            EXISTS (SELECT 1 FROM forecast_runs f WHERE f.kind = 'live' AND f.status = 'succeeded'
                       AND f.model_id IS NULL AND f.created_at > champion.promoted_at) AS unread,
            EXISTS (SELECT 1 FROM models m WHERE m.recipe = :recipe AND m.as_of > :asOf::date - :days::integer
                       AND NOT (m.status = 'refused' AND coalesce(m.decision->>'rule', '') = 'champion changed')) AS tried
       FROM models champion WHERE champion.status = 'champion'`,
    { recipe, asOf: run.asOf, days: REFUSED_DAYS },
  );
  if (!champion) return true;
  const age = dayOf(run.asOf) - dayOf(champion.newest);
  if (age < 0) return false;
  const untried = champion.recipe !== recipe && !champion.tried;
  return untried || champion.unread || age >= REFRESH_DAYS || (await marksWantTraining(db, run.asOf));
}
