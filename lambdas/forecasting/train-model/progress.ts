import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import type { TrainRequest } from './train-model.ts';

type Database = Pick<DataApi, 'sql'>;

/** What the operator and the publisher read while a training runs. */
export type ProgressStage = 'preparing' | 'folds' | 'training' | 'gate' | 'done';

/** A training that goes on after it was cut off keeps its row. */
export async function openTraining(db: Database, request: TrainRequest, totalSteps: number): Promise<void> {
  await db.sql(
    `INSERT INTO training_runs (id, execution_arn, run_id, status, stage, total_steps)
     VALUES (:modelId, :executionArn, :runId, 'running', 'preparing', :totalSteps)
     ON CONFLICT (id) DO UPDATE SET status = 'running', execution_arn = excluded.execution_arn, error = NULL,
       finished_at = NULL, updated_at = now()`,
    { modelId: request.modelId, executionArn: request.executionArn, runId: request.runId, totalSteps },
  );
}

export async function reportProgress(
  db: Database,
  modelId: string,
  stage: ProgressStage,
  step: number,
): Promise<void> {
  await db.sql(
    `UPDATE training_runs SET stage = :stage, step = greatest(step, :step::integer), updated_at = now() WHERE id = :modelId`,
    { modelId, stage, step },
  );
}

export async function closeTraining(
  db: Database,
  modelId: string,
  outcome: { readonly status: 'succeeded' } | { readonly status: 'failed'; readonly error: unknown },
): Promise<void> {
  await db.sql(
    `UPDATE training_runs SET status = :status, stage = CASE WHEN :status = 'succeeded' THEN 'done' ELSE stage END,
            error = :error, model_id = CASE WHEN :status = 'succeeded' THEN id END, updated_at = now(), finished_at = now()
      WHERE id = :modelId`,
    { modelId, status: outcome.status, error: json(outcome.status === 'failed' ? outcome.error : null) },
  );
}
