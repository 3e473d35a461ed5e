import { runKeys } from '../../pipeline/shared/keys.ts';

/** Keys of the data bucket that the forecast reads and writes; a run's own stand with the pipeline. */
export const panelKeys = {
  manifest: runKeys.manifest,
  panel: (runId: string): string => `kratos/runs/${runId}/panel/panel.bin`,
  description: (runId: string): string => `kratos/runs/${runId}/panel/panel.json`,
} as const;

export const modelKeys = {
  manifest: (modelId: string): string => `kratos/models/${modelId}/manifest.json`,
  net: (modelId: string, seed: number): string => `kratos/models/${modelId}/net-${seed}.bin`,
  fold: (modelId: string): string => `kratos/models/${modelId}/fold.bin`,
  /** What that fold knew of coming prices. */
  foldPlans: (modelId: string): string => `kratos/models/${modelId}/fold-plans.bin`,
  /** What a training is to do: see training-plan.ts. */
  plan: (modelId: string): string => `kratos/models/${modelId}/training/plan.json`,
} as const;

/** Where the objects of one forecast stand, so that nobody ever reads one of another forecast beside it. */
export function forecastFolder(forecastId: string): string {
  return `kratos/what-if/${forecastId}/`;
}

/** Names in a forecast's folder. */
export const forecastObjects = {
  /** What a what-if needs of one game. */
  whatIf: (gameId: string | number): string => `${gameId}.bin`,
  /** The totals of a publisher's games together. */
  portfolio: (publisherId: number): string => `publishers/${publisherId}.json`,
} as const;

/** What networks need to be trained on in a later call: see training-state.ts. */
export interface TrainingPlace {
  /** Names the members; written last. */
  readonly document: string;
  member(seed: number, part: 'state' | 'weights'): string;
}

/** Of the networks that a model is served by. */
export function finalPlace(modelId: string): TrainingPlace {
  return placeIn(`kratos/models/${modelId}/training`);
}

/** A fold is named by the hash of all that it depends on, so that none is ever trained twice. */
export const foldKeys = {
  fold: (hash: string): string => `kratos/folds/${hash}/fold.bin`,
  /** The prices of the held-out days as they were planned at the origin. */
  plans: (hash: string): string => `kratos/folds/${hash}/plans.bin`,
  place: (hash: string): TrainingPlace => placeIn(`kratos/folds/${hash}`),
} as const;

function placeIn(folder: string): TrainingPlace {
  return {
    document: `${folder}/training.json`,
    member: (seed, part) => `${folder}/${seed}.${part}`,
  };
}
