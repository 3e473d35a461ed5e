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
 * The champion and the one before it: the one that it took its place from when it passed its gate. Going back twice
 * goes back two models, not to and fro.
 */
export async function championAndBefore(
  database: Database,
): Promise<{ champion: string | null; before: string | null }> {
  const { rows } = await database.query<{ champion: string; before: string | null }>(
    `SELECT m.id AS champion,
            (SELECT p.previous_id FROM model_promotions p WHERE p.model_id = m.id AND p.kind = 'gate'
              ORDER BY p.id LIMIT 1) AS before
       FROM models m WHERE m.status = 'champion'`,
  );
  return rows[0] ?? { champion: null, before: null };
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
