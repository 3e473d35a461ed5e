import { z } from 'zod';
import {
  defaultConfig,
  sha256,
  unpackFold,
  unpackWeights,
  type Fold,
  type ForecasterName,
  type GateResult,
  type Metrics,
  type NetWeights,
  type ServedDecision,
  type TotalCalibration,
  type TrainingConfig,
} from '../../../forecasting/index.ts';
import { modelKeys } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** What a recipe of this version says and a manifest's does not; everything where it has none. */
function missingOf(value: unknown, whole: object = defaultConfig): string[] {
  const found = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  return Object.entries(whole).flatMap(([name, own]: [string, unknown]) => {
    const other: unknown = found.get(name);
    if (typeof own !== 'object' || own === null) return typeof other === typeof own ? [] : [name];
    if (typeof other !== 'object' || other === null) return [name];
    return missingOf(other, own).map((inner) => `${name}.${inner}`);
  });
}

/** Of an older version's recipe a part may be missing: neither its forecast nor a refit would be what it was. */
const recipeSchema = z.custom<TrainingConfig>((value) => missingOf(value).length === 0, {
  error: ({ input }) => `its recipe lacks ${missingOf(input).join(', ')}`,
});

/** What is checked of a manifest is what others decide by; the rest is written and read by the same library. */
const modelManifestSchema = z.looseObject({
  format: z.literal(1),
  id: z.string(),
  runId: z.string(),
  asOf: z.string(),
  dataHash: z.string(),
  recipe: z.string(),
  kernelId: z.string(),
  seeds: z.array(z.int()),
  nets: z.array(z.object({ seed: z.int(), key: z.string(), sha256: z.string() })),
  foldKey: z.string(),
  gitCommit: z.string(),
  createdAt: z.string(),
  config: recipeSchema,
  decision: z.custom<ServedDecision>(),
  calibration: z.custom<TotalCalibration>(),
  // What follows is a record for readers; a model from before it was kept is served without.
  /** Threads that its networks were trained in beside each other. */
  threads: z.int().optional(),
  features: z.custom<FeatureRecord>().optional(),
  /** What its folds knew of coming prices: what was planned at the origin. Without it, those that came. */
  foldPlans: z.literal('recorded').optional(),
  /** Its held-out folds, newest first. */
  folds: z.array(z.custom<FoldRecord>()).optional(),
  gate: z.custom<GateResult>().optional(),
});

/** The inputs of the networks; they are made on one scale, so nothing is taken off or divided by: mean 0, scale 1. */
export interface FeatureRecord {
  readonly encoder: FeatureGroup;
  readonly decoder: FeatureGroup;
}

interface FeatureGroup {
  readonly inputs: number;
  readonly mean: number;
  readonly scale: number;
}

export interface FoldRecord {
  /** YYYY-MM-DD: the first held-out day. */
  readonly origin: string;
  /** Names what it was made of: see training-plan.ts. */
  readonly hash: string;
  readonly key: string;
  readonly metrics: Readonly<Record<ForecasterName, Metrics | null>>;
}
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** A model with all that a forecast needs of it. */
export interface Model {
  readonly manifest: ModelManifest;
  readonly nets: readonly NetWeights[];
  readonly fold: Fold;
}

/** The model stands in the bucket in a form that this version cannot use, or not whole. */
export class UnusableModelError extends Error {
  constructor(modelId: string, cause: unknown) {
    super(`model ${modelId} cannot be used: ${reasonOf(cause)}`, { cause });
    this.name = 'UnusableModelError';
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    return cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * @throws UnusableModelError when an object is missing, changed, or was written for other features than this version's;
 * trouble with the bucket itself is thrown as it comes.
 */
export async function readModel(store: Pick<ObjectStore, 'find'>, modelId: string): Promise<Model> {
  const found = await store.find(modelKeys.manifest(modelId));
  const manifest = usable(modelId, () =>
    modelManifestSchema.parse(JSON.parse(new TextDecoder().decode(present(found, 'its manifest')))),
  );
  const nets = await Promise.all(manifest.nets.map((net) => store.find(net.key)));
  const fold = await store.find(manifest.foldKey);
  return usable(modelId, () => ({
    manifest,
    nets: manifest.nets.map((net, i) => {
      const bytes = present(nets[i], net.key);
      if (sha256(bytes) !== net.sha256) throw new Error(`${net.key} is not what the manifest lists`);
      return unpackWeights(bytes);
    }),
    fold: unpackFold(present(fold, manifest.foldKey)),
  }));
}

function usable<T>(modelId: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UnusableModelError(modelId, error);
  }
}

function present(bytes: Uint8Array | undefined, what: string): Uint8Array {
  if (bytes === undefined) throw new Error(`${what} is missing`);
  return bytes;
}
