import { ExecutionAlreadyExists, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { DataApi } from '../../../database/data-api.ts';
import { dayOf } from '../../../domain/days.ts';
import type { Clock } from '../shared/context.ts';
import { findChampion } from '../promote-model/model-rows.ts';

/** A champion older than this, in days of its data, is refreshed. */
const REFRESH_DAYS = 7;

export interface StartForecastDependencies {
  readonly db: Pick<DataApi, 'sql'>;
  readonly states: SFNClient;
  readonly isRunning: (executionArn: string) => Promise<boolean>;
  readonly forecastSalesArn: string;
  readonly trainModelArn: string;
  readonly now: Clock;
}

export interface StartForecastRequest {
  readonly runId: string;
  /** Given at a training's end: its model speaks now, and no other training begins. */
  readonly modelId?: string | undefined;
}

/**
 * After a run: forecasts it with what there is, and trains when the champion is missing or a week old. After a
 * training: forecasts the same run again. Executions are named after what they are for, so that a repeat of this call
 * starts nothing twice.
 */
export async function startForecast(
  dependencies: StartForecastDependencies,
  { runId, modelId }: StartForecastRequest,
): Promise<{ started: string[] }> {
  const { db, states, forecastSalesArn, trainModelArn } = dependencies;
  const [run] = await db.sql<{ asOf: string; published: boolean }>(
    `SELECT as_of::text AS "asOf", published FROM etl_runs WHERE id = :runId`,
    { runId },
  );
  if (!run) throw new Error(`run ${runId} has no row in etl_runs`);
  const suffix = modelId === undefined ? '' : `-${modelId.slice(-20)}`;
  const forecastId = `forecast-${runId}${suffix}`.slice(0, 80);
  const started = [await start(states, forecastSalesArn, forecastId, { runId, forecastId })];
  if (modelId === undefined && (await trainingIsDue(dependencies, run.asOf))) {
    const nextModel = `model-${run.asOf}-${runId}`.slice(0, 60);
    // A training that was cut off goes on under its own id; its execution needs a name of its own.
    const name = `${nextModel}-${dependencies.now().getTime().toString(36)}`;
    started.push(await start(states, trainModelArn, name, { runId, modelId: nextModel }));
  }
  return { started };
}

async function trainingIsDue({ db, isRunning }: StartForecastDependencies, asOf: string): Promise<boolean> {
  const running = await db.sql<{ id: string; executionArn: string }>(
    `SELECT id, execution_arn AS "executionArn" FROM training_runs WHERE status = 'running'`,
  );
  for (const training of running) {
    if (await isRunning(training.executionArn)) return false;
    await db.sql(
      `UPDATE training_runs SET status = 'aborted', finished_at = now(), updated_at = now() WHERE id = :id`,
      {
        id: training.id,
      },
    );
  }
  const champion = await findChampion(db);
  if (!champion) return true;
  const [latest] = await db.sql<{ asOf: string | null }>(`SELECT max(as_of)::text AS "asOf" FROM models`);
  const newest = latest?.asOf ?? champion.asOf;
  return dayOf(asOf) - dayOf(newest) >= REFRESH_DAYS;
}

/** The ARN of the execution, whether it was started now or by an earlier call. */
async function start(
  states: SFNClient,
  stateMachineArn: string,
  name: string,
  input: object,
): Promise<string> {
  try {
    const answer = await states.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return answer.executionArn ?? name;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists)
      return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    throw error;
  }
}
