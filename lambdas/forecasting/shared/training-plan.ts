import { z } from 'zod';
import {
  packPanel,
  packPlans,
  panelBefore,
  sha256,
  type Panel,
  type Plans,
  type TrainingConfig,
} from '../../../forecasting/index.ts';
import { modelKeys } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** Days of data for which a recipe that was refused is not tried again; the champion's is refreshed meanwhile. */
export const REFUSED_DAYS = 28;
/** Rules, as a list in SQL, of refusals that say nothing about the recipe: it was never held against the champion's. */
export const UNJUDGED_RULES = `('champion changed', 'nothing sold', 'older data')`;

const foldTaskSchema = z.object({
  /** YYYY-MM-DD: the first held-out day. */
  origin: z.string(),
  /** Whose recipe is fitted to the days before it. */
  recipe: z.enum(['challenger', 'champion']),
  hash: z.string(),
  /** One network a seed: as many as the fold's recipe averages. */
  seeds: z.array(z.int()),
});
export type FoldTask = z.infer<typeof foldTaskSchema>;

/** What a training is to do, fixed before its first step, so that every chunk goes on with the same one. */
const trainingPlanFields = z.object({
  format: z.literal(2),
  modelId: z.string(),
  runId: z.string(),
  dataHash: z.string(),
  kernelId: z.string(),
  gitCommit: z.string(),
  /** Threads that networks are trained in beside each other. */
  threads: z.int(),
  config: z.custom<TrainingConfig>(),
  /** Of the networks to be served, one network a seed. */
  seeds: z.array(z.int()),
  /** refresh: the champion's recipe on newer data; recipe: another one, held against the champion's. */
  gate: z.enum(['refresh', 'recipe']),
  /** The champion's recipe, refitted at the same folds; null = not compared with. */
  championConfig: z.custom<TrainingConfig>().nullable(),
  /** Newest first, the challenger's before the champion's. */
  folds: z.array(foldTaskSchema),
  /** Folds of earlier plans under the same id, of which something may be left. */
  abandoned: z.array(foldTaskSchema).optional(),
  /** Of the networks to be served. */
  hash: z.string(),
});
/** A plan from before folds had seeds of their own trained each fold by those of the networks to be served. */
const trainingPlanSchema = trainingPlanFields
  .extend({ folds: z.array(foldTaskSchema.partial({ seeds: true })) })
  .transform((plan) => ({
    ...plan,
    folds: plan.folds.map((fold): FoldTask => ({ ...fold, seeds: fold.seeds ?? plan.seeds })),
  }));
export type TrainingPlan = z.infer<typeof trainingPlanFields>;

export function findTrainingPlan(store: ObjectStore, modelId: string): Promise<TrainingPlan | undefined> {
  return store.findJson(modelKeys.plan(modelId), trainingPlanSchema);
}

/** What the bytes of networks depend on beside the data. */
export interface Making {
  readonly config: TrainingConfig;
  readonly seeds: readonly number[];
  readonly kernelId: string;
  readonly gitCommit: string;
}

/** The hash of networks that learn from the whole panel. */
export function finalHash(dataHash: string, making: Making): string {
  return hashOf({ dataHash, ...making });
}

/**
 * The hash of a fold: of the days before its origin, of what was planned then for those of the horizon, and of recipe,
 * seeds, kernel and code. What came in the horizon is not in it, and neither is any later day.
 */
export function foldHash(panel: Panel, origin: number, plans: Plans, making: Making): string {
  return hashOf({
    history: sha256(packPanel(panelBefore(panel, origin))),
    plans: sha256(packPlans(plans)),
    origin,
    ...making,
  });
}

/** Tells two configurations apart, whatever their names. */
export function configHash(config: TrainingConfig): string {
  return hashOf(config);
}

/** The same for the same contents, whatever the order of an object's keys. */
function hashOf(value: unknown): string {
  return sha256(new TextEncoder().encode(JSON.stringify(sorted(value))));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

/**
 * Why a training cannot go on from a plan; undefined = it can. Bytes of another kernel, other data or another recipe
 * never mix within one training.
 */
export function whyNotResumable(found: TrainingPlan, wanted: TrainingPlan): string | undefined {
  if (found.dataHash !== wanted.dataHash)
    return `its data was ${found.dataHash}, it is ${wanted.dataHash} now`;
  if (found.kernelId !== wanted.kernelId)
    return `its kernel was ${found.kernelId}, it is ${wanted.kernelId} now`;
  if (found.hash !== wanted.hash) return `its recipe ${found.config.recipe} or its code is another one now`;
  return JSON.stringify(found.folds) === JSON.stringify(wanted.folds)
    ? undefined
    : `it is compared with another champion, or on other folds, now`;
}
