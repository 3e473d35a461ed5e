import type { z } from '@hono/zod-openapi';
import type { Database } from '../shared/database.ts';
import { marksSql, tellDrift, type MarkRow } from '../shared/drift.ts';
import type { modelSchema, trainingRunSchema } from './schemas.ts';

type TrainingRun = z.infer<typeof trainingRunSchema>;
type Model = z.infer<typeof modelSchema>;

type Dated<T, K extends keyof T> = Omit<T, K> & { [P in K]: Date | Extract<T[P], null> };

const shownModels = 20;
const shownGames = 50;

/** The newest training, the champion, the newest models and what drifts: three statements. */
export async function readTraining(database: Database) {
  const [trainings, models, drifting] = await Promise.all([
    database.query<Dated<TrainingRun, 'startedAt' | 'updatedAt' | 'finishedAt'>>(
      `SELECT id, execution_arn AS "executionArn", run_id AS "runId", status, stage, step, total_steps AS "totalSteps",
              model_id AS "modelId", error, started_at AS "startedAt", updated_at AS "updatedAt", finished_at AS "finishedAt"
         FROM training_runs ORDER BY started_at DESC LIMIT 1`,
    ),
    database.query<Omit<Dated<Model, 'createdAt' | 'promotedAt'>, 'drift'> & { marks: MarkRow[] }>(
      `SELECT id, status, recipe, kernel_id AS "kernelId", seed, as_of AS "asOf", created_at AS "createdAt",
              promoted_at AS "promotedAt", metrics, decision,
              ${marksSql("d.game_id IS NULL AND status = 'champion'")} AS marks
         FROM models ORDER BY (status = 'champion') DESC, created_at DESC LIMIT $1`,
      [shownModels],
    ),
    database.query<{ gameId: number; title: string; marks: MarkRow[] }>(
      `SELECT g.id AS "gameId", g.title, ${marksSql('d.game_id = g.id')} AS marks
         FROM (SELECT game_id, max(marked_on) AS newest FROM drift_marks
                WHERE cleared_on IS NULL AND game_id IS NOT NULL GROUP BY game_id) m
         JOIN games g ON g.id = m.game_id ORDER BY m.newest DESC, g.id LIMIT $1`,
      [shownGames],
    ),
  ]);
  const [training] = trainings.rows;
  const shown: Model[] = models.rows.map(({ marks, ...model }) => ({
    ...model,
    createdAt: model.createdAt.toISOString(),
    promotedAt: model.promotedAt?.toISOString() ?? null,
    drift: marks.map(tellDrift),
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
    driftingGames: drifting.rows.map(({ marks, ...game }) => ({ ...game, drift: marks.map(tellDrift) })),
  };
}
