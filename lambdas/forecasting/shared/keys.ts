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
  /** What a training needs to go on: see training-state.ts. */
  training: (modelId: string): string => `kratos/models/${modelId}/training/training.json`,
  member: (modelId: string, stage: string, seed: number, part: 'state' | 'weights'): string =>
    `kratos/models/${modelId}/training/${stage}-${seed}.${part}`,
} as const;
