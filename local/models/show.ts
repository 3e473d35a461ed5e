import type pg from 'pg';

export interface ListedModel {
  readonly id: string;
  readonly status: string;
  readonly recipe: string;
  readonly as_of: string;
  readonly created_at: Date;
  readonly promoted_at: Date | null;
  readonly decision: { readonly reason?: string; readonly figures?: Record<string, unknown> };
}

const shown = 20;

/** The newest models and the champion, newest first. */
export async function listModels(pool: pg.Pool): Promise<ListedModel[]> {
  const { rows } = await pool.query<ListedModel>(
    `SELECT id, status, recipe, as_of::text, created_at, promoted_at, decision FROM models
      ORDER BY (status = 'champion') DESC, created_at DESC LIMIT $1`,
    [shown],
  );
  return rows.sort((a, b) => b.created_at.getTime() - a.created_at.getTime());
}

/** A line a model with what its gate said below it. @param unusable why some cannot be served, by id */
export function describeModels(
  models: readonly ListedModel[],
  unusable: ReadonlyMap<string, string> = new Map(),
): string[] {
  if (models.length === 0) return ['no model is trained yet'];
  return models.flatMap((model) => [
    `${model.status.padEnd(9)} ${model.id}  recipe ${model.recipe}, data before ${model.as_of}`,
    `          ${model.decision.reason ?? 'not judged'}`,
    ...(unusable.has(model.id) ? [`          ${unusable.get(model.id)}`] : []),
  ]);
}

/** The parts of a manifest that say how a model came about and how it did. */
export function describeManifest(manifest: Record<string, unknown>): string[] {
  const { id, runId, asOf, recipe, kernelId, threads, seeds, gitCommit, dataHash, createdAt, features } =
    manifest;
  const facts = { runId, asOf, recipe, kernelId, threads, seeds, gitCommit, dataHash, createdAt, features };
  const lines = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(
      ([name, value]) => `  ${name.padEnd(10)} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
  return [String(id), ...lines, ...foldLines(manifest['folds'])];
}

interface ShownFold {
  readonly origin: string;
  readonly metrics: Record<string, { wape: number | null; weightedQuantileLoss: number | null } | null>;
}

function foldLines(folds: unknown): string[] {
  if (!Array.isArray(folds)) return [];
  return (folds as ShownFold[]).flatMap(({ origin, metrics }) => [
    `  held out from ${origin} on`,
    ...Object.entries(metrics).flatMap(([name, scores]) =>
      scores
        ? [`    ${name.padEnd(24)} WAPE ${share(scores.wape)}  wQL ${share(scores.weightedQuantileLoss)}`]
        : [],
    ),
  ]);
}

function share(value: number | null): string {
  return value === null ? '   -  ' : value.toFixed(4);
}
