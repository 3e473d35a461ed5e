import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import { modelKeys } from '../shared/keys.ts';
import type { ModelManifest } from '../shared/model-manifest.ts';
import type { GateResult } from './gate.ts';

/** The id of the model that is served; undefined = there is none. */
export async function findChampion(db: Pick<DataApi, 'sql'>): Promise<string | undefined> {
  const [champion] = await db.sql<{ id: string }>(`SELECT id FROM models WHERE status = 'champion'`);
  return champion?.id;
}

/** What the gate said of a model; undefined = it has not been judged yet. */
export async function findJudgement(
  db: Pick<DataApi, 'sql'>,
  modelId: string,
): Promise<GateResult | undefined> {
  const [model] = await db.sql<{ decision: GateResult }>('SELECT decision FROM models WHERE id = :modelId', {
    modelId,
  });
  return model?.decision;
}

/** The model's row and, when it passed, its place as champion, in one transaction. */
export async function recordModel(db: DataApi, manifest: ModelManifest, gate: GateResult): Promise<void> {
  const { decision } = manifest;
  await db.transaction(async (transaction) => {
    if (gate.promoted) {
      await transaction.sql(`UPDATE models SET status = 'retired' WHERE status = 'champion'`);
    }
    await transaction.sql(
      `INSERT INTO models (id, training_run_id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics,
                           decision, created_at, promoted_at)
       VALUES (:id, :id, :status, :manifestKey, :recipe, :kernelId, :seed, :dataHash, :asOf::date, :metrics, :decision,
               :createdAt::timestamptz, CASE WHEN :promoted THEN now() END)`,
      {
        id: manifest.id,
        status: gate.promoted ? 'champion' : 'refused',
        promoted: gate.promoted,
        manifestKey: modelKeys.manifest(manifest.id),
        recipe: manifest.recipe,
        kernelId: manifest.kernelId,
        seed: manifest.seeds[0] ?? 0,
        dataHash: manifest.dataHash,
        asOf: manifest.asOf,
        metrics: json({ origin: decision.origin, pooled: decision.pooled, bands: decision.bands }),
        decision: json(gate),
        createdAt: manifest.createdAt,
      },
    );
  });
}
