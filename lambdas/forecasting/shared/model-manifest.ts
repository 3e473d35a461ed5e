import { z } from 'zod';
import type { ServedDecision, TotalCalibration, TrainingConfig } from '../../../forecasting/index.ts';
import { modelKeys } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** What is checked of a manifest is what others decide by; the rest is written and read by the same library. */
export const modelManifestSchema = z.looseObject({
  format: z.literal(1),
  id: z.string(),
  runId: z.string(),
  asOf: z.string(),
  dataHash: z.string(),
  recipe: z.string(),
  kernelId: z.string(),
  seeds: z.array(z.int()),
  nets: z.array(z.object({ seed: z.int(), key: z.string(), sha256: z.string() })),
  /** null = the history was too short to hold days out. */
  foldKey: z.string().nullable(),
  gitCommit: z.string(),
  createdAt: z.string(),
  config: z.custom<TrainingConfig>(),
  decision: z.custom<ServedDecision>(),
  calibration: z.custom<TotalCalibration>().nullable(),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

export function readModelManifest(store: ObjectStore, modelId: string): Promise<ModelManifest> {
  return store.readJson(modelKeys.manifest(modelId), modelManifestSchema);
}
