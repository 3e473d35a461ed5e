import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import { forecastFolder } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';

/** Newest forecasts whose objects stay: who has just looked the last but one up still finds what it names. */
const KEPT = 2;

/**
 * Notes an object of the bucket as a forecast's own, by its name in the forecast's folder. Comes before the first is
 * written: what a crash leaves is known. What an earlier attempt noted stays noted.
 */
export async function noteObjects(
  db: Pick<DataApi, 'sql'>,
  forecastId: string,
  names: readonly string[],
): Promise<void> {
  await db.sql(
    `UPDATE forecast_runs SET object_names = coalesce(object_names, '[]') || :names WHERE id = :forecastId`,
    { forecastId, names: json(names) },
  );
}

/**
 * Removes the objects of forecasts that are no longer served, and of those that failed. Cut off at any point, the next
 * call removes the rest.
 */
export async function removeOldObjects(db: Pick<DataApi, 'sql'>, store: ObjectStore): Promise<void> {
  const old = await db.sql<{ id: string; names: string[] }>(
    `SELECT id, object_names AS names FROM forecast_runs
      WHERE object_names IS NOT NULL AND status <> 'running'
        AND id NOT IN (SELECT id FROM forecast_runs WHERE kind = 'live' AND status = 'succeeded'
                        ORDER BY origin DESC, created_at DESC LIMIT :kept)`,
    { kept: KEPT },
  );
  for (const { id, names } of old) {
    await store.remove(names.map((name) => `${forecastFolder(id)}${name}`));
    await db.sql(`UPDATE forecast_runs SET object_names = NULL WHERE id = :id AND status <> 'running'`, {
      id,
    });
  }
}
