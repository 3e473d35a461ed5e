import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import type { ServedDecision } from '../../../forecasting/index.ts';
import { modelKeys } from '../shared/keys.ts';
import type { ModelManifest } from '../shared/model-manifest.ts';
import type { TrainingState } from '../shared/training-state.ts';
import type { GateResult } from './gate.ts';

export async function findChampion(
  db: Pick<DataApi, 'sql'>,
): Promise<{ id: string; asOf: string } | undefined> {
  const [champion] = await db.sql<{ id: string; asOf: string }>(
    `SELECT id, as_of::text AS "asOf" FROM models WHERE status = 'champion'`,
  );
  return champion;
}

/** The model's row and, when it passed, its place as champion, in one transaction. */
export async function recordModel(
  db: DataApi,
  manifest: ModelManifest,
  state: TrainingState,
  gate: GateResult,
  decision: ServedDecision,
): Promise<void> {
  await db.transaction(async (transaction) => {
    if (gate.promoted) {
      await transaction.sql(`UPDATE models SET status = 'retired' WHERE status = 'champion' AND id <> :id`, {
        id: manifest.id,
      });
    }
    await transaction.sql(
      `INSERT INTO models (id, training_run_id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics,
                           decision, created_at, promoted_at)
       VALUES (:id, :id, :status, :manifestKey, :recipe, :kernelId, :seed, :dataHash, :asOf::date, :metrics, :decision,
               :createdAt::timestamptz, CASE WHEN :promoted THEN :createdAt::timestamptz END)
       ON CONFLICT (id) DO UPDATE SET status = excluded.status, decision = excluded.decision,
         promoted_at = coalesce(models.promoted_at, excluded.promoted_at)`,
      {
        id: manifest.id,
        status: gate.promoted ? 'champion' : 'refused',
        promoted: gate.promoted,
        manifestKey: modelKeys.manifest(manifest.id),
        recipe: manifest.recipe,
        kernelId: manifest.kernelId,
        seed: state.seeds[0] ?? 0,
        dataHash: manifest.dataHash,
        asOf: manifest.asOf,
        metrics: json({ origin: decision.origin, pooled: decision.pooled, bands: decision.bands }),
        decision: json(gate),
        createdAt: manifest.createdAt,
      },
    );
  });
}
