import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import type { GateResult } from '../../../forecasting/index.ts';
import { modelKeys } from './keys.ts';
import type { ModelManifest } from './model-manifest.ts';
import { configHash } from './training-plan.ts';

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

/** Another model became the champion after this one was compared with the one before. */
class ChampionChanged extends Error {}

/**
 * The model's row and, when it passed, its place as champion, in one transaction. A refusal is only good against the
 * champion that is served, too.
 *
 * @param comparedWith the champion that the gate saw
 * @returns false = another one is the champion by now, and nothing was written: judge again
 */
export async function recordModel(
  db: DataApi,
  manifest: ModelManifest,
  gate: GateResult,
  comparedWith: string | undefined,
): Promise<boolean> {
  try {
    await db.transaction(async (transaction) => {
      await insertModel(transaction, manifest, gate);
      if (!gate.promoted) {
        // The lock that `promote_model` takes: no champion changes between this look and the commit.
        await transaction.sql(`SELECT pg_advisory_xact_lock(hashtext('promote_model'))::text AS locked`);
        if ((await findChampion(transaction)) !== comparedWith) throw new ChampionChanged();
        return;
      }
      const [answer] = await transaction.sql<{ result: string }>(
        `SELECT promote_model(:id, :comparedWith, 'gate', NULL) AS result`,
        { id: manifest.id, comparedWith: comparedWith ?? null },
      );
      if (answer?.result !== 'promoted') throw new ChampionChanged();
    });
    return true;
  } catch (error) {
    if (error instanceof ChampionChanged) return false;
    throw error;
  }
}

async function insertModel(
  db: Pick<DataApi, 'sql'>,
  manifest: ModelManifest,
  gate: GateResult,
): Promise<void> {
  const { decision, folds = [] } = manifest;
  await db.sql(
    `INSERT INTO models (id, training_run_id, status, manifest_key, recipe, config_hash, kernel_id, seed, data_hash, as_of,
                         metrics, decision, created_at)
     VALUES (:id, :id, :status, :manifestKey, :recipe, :configHash, :kernelId, :seed, :dataHash, :asOf::date, :metrics,
             :decision, :createdAt::timestamptz)`,
    {
      id: manifest.id,
      status: gate.promoted ? 'candidate' : 'refused',
      manifestKey: modelKeys.manifest(manifest.id),
      recipe: manifest.recipe,
      configHash: configHash(manifest.config),
      kernelId: manifest.kernelId,
      seed: manifest.seeds[0] ?? 0,
      dataHash: manifest.dataHash,
      asOf: manifest.asOf,
      metrics: json({
        origin: decision.origin,
        pooled: decision.pooled,
        bands: decision.bands,
        folds: folds.map(({ origin, metrics }) => ({ origin, metrics })),
      }),
      decision: json(gate),
      createdAt: manifest.createdAt,
    },
  );
}
