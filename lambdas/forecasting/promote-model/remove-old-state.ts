import type { DataApi } from '../../../database/data-api.ts';
import { modelKeys, panelKeys } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { findTrainingState, trainingStages, type TrainingState } from '../shared/training-state.ts';

/** Panels of the newest published runs that are kept: for forecasts that are repeated. */
const PANELS = 5;
/** Newest trainings whose state is kept: for one that goes on after it was cut off. */
const TRAININGS = 2;

/**
 * Removes what can be made again: panels of old runs, and what old trainings needed to go on. Those of the champion and
 * of what still runs stay, and every model with its networks, so that an older one can be served again.
 * @returns how many objects were asked to go; most of them went long ago.
 */
export async function removeOldState(db: Pick<DataApi, 'sql'>, store: ObjectStore): Promise<number> {
  // What a panel was made of goes first: without it the panel is made again and never read half.
  const runs = await oldRuns(db);
  await store.remove(runs.map(panelKeys.description));
  await store.remove(runs.map(panelKeys.panel));
  let removed = 2 * runs.length;
  for (const modelId of await oldTrainings(db)) {
    const state = await findTrainingState(store, modelId);
    if (!state) continue;
    const members = memberKeys(state);
    // The document that names the others goes last: a clean-up that is cut off finds them the next time.
    await store.remove(members);
    await store.remove([modelKeys.training(modelId)]);
    removed += members.length + 1;
  }
  return removed;
}

async function oldRuns(db: Pick<DataApi, 'sql'>): Promise<string[]> {
  const rows = await db.sql<{ id: string }>(
    `SELECT id FROM etl_runs r
      WHERE published
        AND id NOT IN (SELECT id FROM etl_runs WHERE published ORDER BY as_of DESC, started_at DESC LIMIT :panels)
        AND NOT EXISTS (SELECT 1 FROM models m JOIN training_runs t ON t.id = m.training_run_id
                         WHERE m.status = 'champion' AND t.run_id = r.id)
        AND NOT EXISTS (SELECT 1 FROM training_runs t WHERE t.run_id = r.id AND t.status = 'running')
        AND NOT EXISTS (SELECT 1 FROM forecast_runs f WHERE f.run_id = r.id AND f.status = 'running')
      ORDER BY id`,
    { panels: PANELS },
  );
  return rows.map(({ id }) => id);
}

async function oldTrainings(db: Pick<DataApi, 'sql'>): Promise<string[]> {
  const rows = await db.sql<{ id: string }>(
    `SELECT id FROM training_runs t
      WHERE status <> 'running'
        AND id NOT IN (SELECT id FROM training_runs ORDER BY started_at DESC LIMIT :trainings)
        AND NOT EXISTS (SELECT 1 FROM models m WHERE m.status = 'champion' AND m.training_run_id = t.id)
      ORDER BY id`,
    { trainings: TRAININGS },
  );
  return rows.map(({ id }) => id);
}

function memberKeys({ modelId, seeds }: TrainingState): string[] {
  return trainingStages.flatMap((stage) =>
    seeds.flatMap((seed) =>
      (['state', 'weights'] as const).map((part) => modelKeys.member(modelId, stage, seed, part)),
    ),
  );
}
