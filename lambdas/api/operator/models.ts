import { StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { readModel, UnusableModelError } from '../../forecasting/shared/model-manifest.ts';
import type { ObjectStore } from '../../forecasting/shared/object-store.ts';
import type { Database } from '../shared/database.ts';

/** unknown: no such model; refused: it never passed a gate; changed: another champion than the caller saw, or itself. */
export type RollBackResult = 'promoted' | 'unknown' | 'refused' | 'changed';

export interface RollBack {
  readonly modelId: string;
  /** The champion that the caller saw; null = none. */
  readonly champion: string | null;
  /** Who wants it, for the record. */
  readonly actor: string;
}

/**
 * Why this version cannot serve an older model, of another version's recipe or not whole; null = it can, or there is no
 * such model that may be served.
 */
export async function whyUnusable(
  database: Database,
  models: Pick<ObjectStore, 'find'>,
  modelId: string,
): Promise<string | null> {
  const { rows } = await database.query(
    `SELECT id FROM models WHERE id = $1 AND status IN ('candidate', 'retired')`,
    [modelId],
  );
  if (rows.length === 0) return null;
  try {
    await readModel(models, modelId);
    return null;
  } catch (error) {
    if (error instanceof UnusableModelError) return error.message;
    throw error;
  }
}

/** Makes an older model the champion again, unless the champion is another one than the caller saw. */
export async function rollBack(
  database: Database,
  { modelId, champion, actor }: RollBack,
): Promise<RollBackResult> {
  const { rows } = await database.query<{ result: RollBackResult }>(
    `SELECT promote_model($1, $2, 'roll-back', $3) AS result`,
    [modelId, champion, actor],
  );
  return rows[0]?.result ?? 'unknown';
}

/**
 * The champion and those before it, newest first: the one that it took its place from when it passed its gate, the one
 * that this took its own from, and so on. Going back twice goes back two models, not to and fro.
 */
export async function championAndEarlier(
  database: Database,
): Promise<{ champion: string | null; earlier: string[] }> {
  const { rows } = await database.query<{ id: string }>(
    `WITH RECURSIVE line(id, place) AS (
       SELECT id, 0 FROM models WHERE status = 'champion'
       UNION ALL
       SELECT p.previous_id, line.place + 1
         FROM line CROSS JOIN LATERAL (SELECT previous_id FROM model_promotions
                                        WHERE model_id = line.id AND kind = 'gate' ORDER BY id LIMIT 1) p
        WHERE p.previous_id IS NOT NULL)
     SELECT id FROM line ORDER BY place`,
  );
  const [champion = null, ...earlier] = rows.map(({ id }) => id);
  return { champion, earlier };
}

export interface WayBack {
  /** The newest earlier model that this version can serve; null = there is none. */
  readonly modelId: string | null;
  /** Newer ones that were passed over, each with why it cannot be served. */
  readonly passedOver: readonly string[];
}

/** What a roll-back that names no model goes back to. @param earlier newest first */
export async function findWayBack(
  database: Database,
  models: Pick<ObjectStore, 'find'>,
  earlier: readonly string[],
): Promise<WayBack> {
  const passedOver: string[] = [];
  for (const modelId of earlier) {
    const unusable = await whyUnusable(database, models, modelId);
    if (unusable === null) return { modelId, passedOver };
    passedOver.push(unusable);
  }
  return { modelId: null, passedOver };
}

/**
 * Forecasts the newest published run again, by the champion of now.
 *
 * @param unique makes the execution's name one of its own
 * @returns the ARN of the execution; null = no run was published yet
 */
export async function forecastAgain(
  database: Database,
  states: SFNClient,
  stateMachineArn: string,
  unique: string,
): Promise<string | null> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM etl_runs WHERE published ORDER BY as_of DESC, started_at DESC LIMIT 1',
  );
  const [run] = rows;
  if (!run) return null;
  const forecastId = `forecast-${run.id}-${unique}`;
  const { executionArn } = await states.send(
    new StartExecutionCommand({
      stateMachineArn,
      name: forecastId,
      input: JSON.stringify({ runId: run.id, forecastId }),
    }),
  );
  return executionArn ?? null;
}
