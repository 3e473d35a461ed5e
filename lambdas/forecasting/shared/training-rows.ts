import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import type { Clock } from './context.ts';

type Database = Pick<DataApi, 'sql'>;

/** Which training, of which run, by which execution. */
export interface TrainingRequest {
  readonly modelId: string;
  readonly executionArn: string;
  readonly runId: string;
}

/** What the operator and the publisher read while a training runs. */
type ProgressStage = 'preparing' | 'folds' | 'training' | 'gate' | 'done';

/** Shows a training from its start on, unless its execution has told more already. */
export async function announceTraining(
  db: Database,
  { modelId, executionArn, runId }: TrainingRequest,
): Promise<void> {
  await db.sql(
    `INSERT INTO training_runs (id, execution_arn, run_id, status, stage)
     VALUES (:modelId, :executionArn, :runId, 'running', 'preparing')
     ON CONFLICT (id) DO UPDATE SET status = 'running', execution_arn = excluded.execution_arn, error = NULL,
       finished_at = NULL, updated_at = now()
      WHERE training_runs.execution_arn <> excluded.execution_arn`,
    { modelId, executionArn, runId },
  );
}

/** A training that goes on after it was cut off keeps its row; one that begins anew starts from step 0. */
export async function openTraining(
  db: Database,
  { modelId, executionArn, runId }: TrainingRequest,
  { totalSteps, anew }: { readonly totalSteps: number; readonly anew: boolean },
): Promise<void> {
  await db.sql(
    `INSERT INTO training_runs (id, execution_arn, run_id, status, stage, total_steps)
     VALUES (:modelId, :executionArn, :runId, 'running', 'preparing', :totalSteps)
     ON CONFLICT (id) DO UPDATE SET status = 'running', execution_arn = excluded.execution_arn, error = NULL,
       step = CASE WHEN :anew THEN 0 ELSE training_runs.step END, finished_at = NULL, updated_at = now(),
       progress = CASE WHEN :anew THEN '{}' ELSE training_runs.progress END, total_steps = excluded.total_steps`,
    { modelId, executionArn, runId, totalSteps, anew },
  );
}

/** Parts train beside each other, so each has its own count; the step is their sum and never goes back. */
async function writeProgress(
  db: Database,
  { modelId, part }: Reported,
  stage: ProgressStage,
  step: number,
): Promise<void> {
  const next = `progress || jsonb_build_object(:part::text, greatest((progress->>:part::text)::integer, :step::integer))`;
  await db.sql(
    `UPDATE training_runs SET stage = :stage, progress = ${next}, updated_at = now(),
            step = (SELECT sum(value::integer) FROM jsonb_each_text(${next}))
      WHERE id = :modelId`,
    { modelId, part, stage, step },
  );
}

/** Which part of which training is told of. */
export interface Reported {
  readonly modelId: string;
  readonly part: string;
}

/** Milliseconds between two reports. */
const REPORT_INTERVAL = 1_500;

/** Tells the database now and then how far a training is; a report that fails must not stop the training. */
export class ProgressReporter {
  readonly #db: Database;
  readonly #now: Clock;
  readonly #reported: Reported;
  #last = 0;
  #step = 0;
  #pending: Promise<void> = Promise.resolve();

  constructor(db: Database, now: Clock, reported: Reported) {
    this.#db = db;
    this.#now = now;
    this.#reported = reported;
  }

  /** The last step of the part that was reported, whether it was written or not. */
  get step(): number {
    return this.#step;
  }

  report(stage: ProgressStage, step: number): void {
    this.#step = step;
    const time = this.#now().getTime();
    if (time - this.#last < REPORT_INTERVAL) return;
    this.#last = time;
    this.#write(stage, step);
  }

  /** Writes where the part stands, after all that was reported before. */
  async finish(stage: ProgressStage, step: number): Promise<void> {
    this.#step = step;
    this.#write(stage, step);
    await this.#pending;
  }

  #write(stage: ProgressStage, step: number): void {
    this.#pending = this.#pending
      .then(() => writeProgress(this.#db, this.#reported, stage, step))
      .catch(() => undefined);
  }
}

export type TrainingOutcome =
  | { readonly status: 'succeeded'; readonly modelId: string | null }
  | { readonly status: 'failed'; readonly error: { readonly error: string; readonly cause: string } };

/** Ends a training's row; one that failed before its first step gets it here. */
export async function closeTraining(
  db: Database,
  { modelId, executionArn, runId }: TrainingRequest,
  outcome: TrainingOutcome,
): Promise<void> {
  const succeeded = outcome.status === 'succeeded';
  await db.sql(
    `INSERT INTO training_runs (id, execution_arn, run_id, status, stage, error, model_id, finished_at)
     VALUES (:id, :executionArn, :runId, :status, CASE WHEN :succeeded THEN 'done' ELSE 'preparing' END, :error, :model, now())
     ON CONFLICT (id) DO UPDATE SET status = excluded.status, error = excluded.error, model_id = excluded.model_id,
       stage = CASE WHEN :succeeded THEN 'done' ELSE training_runs.stage END, updated_at = now(), finished_at = now()`,
    {
      id: modelId,
      executionArn,
      runId,
      status: outcome.status,
      succeeded,
      error: succeeded ? null : json(outcome.error),
      model: succeeded ? outcome.modelId : null,
    },
  );
}

/** Ends the rows of trainings whose executions were cut off; answers whether one still runs. */
export async function closeCutOffTrainings(
  db: Database,
  isRunning: (executionArn: string) => Promise<boolean>,
): Promise<{ running: boolean }> {
  const open = await db.sql<{ id: string; executionArn: string }>(
    `SELECT id, execution_arn AS "executionArn" FROM training_runs WHERE status = 'running'`,
  );
  let running = false;
  for (const { id, executionArn } of open) {
    if (await isRunning(executionArn)) {
      running = true;
      continue;
    }
    await db.sql(
      `UPDATE training_runs SET status = 'aborted', finished_at = now(), updated_at = now()
        WHERE id = :id AND execution_arn = :executionArn AND status = 'running'`,
      { id, executionArn },
    );
  }
  return { running };
}
