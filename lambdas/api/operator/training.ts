import type { z } from '@hono/zod-openapi';
import type { Database } from '../shared/database.ts';
import type { modelSchema, trainingRunSchema } from './schemas.ts';

type TrainingRun = z.infer<typeof trainingRunSchema>;
type Model = z.infer<typeof modelSchema>;

type Dated<T, K extends keyof T> = Omit<T, K> & { [P in K]: Date | Extract<T[P], null> };

const shownModels = 20;

/** The newest training, the champion and the newest models: two statements. */
export async function readTraining(database: Database) {
  const [trainings, models] = await Promise.all([
    database.query<Dated<TrainingRun, 'startedAt' | 'updatedAt' | 'finishedAt'>>(
      `SELECT id, execution_arn AS "executionArn", run_id AS "runId", status, stage, step, total_steps AS "totalSteps",
              model_id AS "modelId", error, started_at AS "startedAt", updated_at AS "updatedAt", finished_at AS "finishedAt"
         FROM training_runs ORDER BY started_at DESC LIMIT 1`,
    ),
    database.query<Dated<Model, 'createdAt' | 'promotedAt'>>(
      `SELECT id, status, recipe, kernel_id AS "kernelId", seed, as_of AS "asOf", created_at AS "createdAt",
              promoted_at AS "promotedAt", metrics, decision
         FROM models ORDER BY (status = 'champion') DESC, created_at DESC LIMIT $1`,
      [shownModels],
    ),
  ]);
  const [training] = trainings.rows;
  const shown: Model[] = models.rows.map((model) => ({
    ...model,
    createdAt: model.createdAt.toISOString(),
    promotedAt: model.promotedAt?.toISOString() ?? null,
  }));
  return {
    current: training
      ? {
          ...training,
          error: training.error && {
            error: String(training.error.error),
            cause: String(training.error.cause),
          },
          startedAt: training.startedAt.toISOString(),
          updatedAt: training.updatedAt.toISOString(),
          finishedAt: training.finishedAt?.toISOString() ?? null,
        }
      : null,
    champion: shown.find((model) => model.status === 'champion') ?? null,
    models: shown,
  };
}
