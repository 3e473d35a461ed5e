import type { DataApi } from '../../../database/data-api.ts';
import { finalPlace, foldKeys, modelKeys, panelKeys } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { findTrainingPlan, type FoldTask, type TrainingPlan } from '../shared/training-plan.ts';
import { keysOfPlace } from '../shared/training-state.ts';

/** Panels of the newest published runs that are kept: for forecasts that are repeated. */
const PANELS = 5;
/** Newest trainings whose state and folds are kept: for one that goes on after it was cut off, or is compared again. */
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
  const { old, kept } = await trainings(db);
  const wanted = new Set<string>();
  for (const modelId of kept) {
    const plan = await findTrainingPlan(store, modelId);
    for (const { hash } of plan ? foldsOf(plan) : []) wanted.add(hash);
  }
  for (const modelId of old) {
    const plan = await findTrainingPlan(store, modelId);
    if (!plan) continue;
    const folds = foldsOf(plan).filter(({ hash }) => !wanted.has(hash));
    const keys = [
      ...folds.flatMap(({ hash, seeds }) => [
        foldKeys.fold(hash),
        foldKeys.plans(hash),
        ...keysOfPlace(foldKeys.place(hash), seeds),
      ]),
      ...keysOfPlace(finalPlace(modelId), plan.seeds),
    ];
    // The plan, which names the others, goes last: a clean-up that is cut off finds them the next time.
    await store.remove(keys);
    await store.remove([modelKeys.plan(modelId)]);
    removed += keys.length + 1;
  }
  return removed;
}

function foldsOf({ folds, abandoned = [] }: TrainingPlan): FoldTask[] {
  return [...folds, ...abandoned];
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

/** Ended trainings: those whose state goes and those whose state stays. */
async function trainings(db: Pick<DataApi, 'sql'>): Promise<{ old: string[]; kept: string[] }> {
  const rows = await db.sql<{ id: string; kept: boolean }>(
    `SELECT id, status = 'running' OR id IN (SELECT id FROM training_runs ORDER BY started_at DESC LIMIT :trainings)
            OR EXISTS (SELECT 1 FROM models m WHERE m.status = 'champion' AND m.training_run_id = t.id) AS kept
       FROM training_runs t ORDER BY id`,
    { trainings: TRAININGS },
  );
  const of = (kept: boolean): string[] => rows.filter((row) => row.kept === kept).map(({ id }) => id);
  return { old: of(false), kept: of(true) };
}
