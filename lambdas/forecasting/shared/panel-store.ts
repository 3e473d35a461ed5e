import { z } from 'zod';
import { sha256, unpackPanel, type Panel } from '../../../forecasting/index.ts';
import { panelKeys } from './keys.ts';
import type { ObjectStore } from './object-store.ts';

/** Beside the packed panel: what it was made of. */
export const panelDescriptionSchema = z.object({
  format: z.literal(1),
  runId: z.string(),
  /** YYYY-MM-DD: the first day that the panel does not hold. */
  asOf: z.string(),
  /** sha256 of the panel's bytes. */
  dataHash: z.string(),
  games: z.int(),
  days: z.int(),
  /** Games with enough days before the newest held-out ones to learn from; 0 = a training would teach nothing. */
  learnable: z.int(),
  /** sha256 of each file that was read, by game. */
  sources: z.record(z.string(), z.string()),
});
export type PanelDescription = z.infer<typeof panelDescriptionSchema>;

/** @throws Error when the panel's bytes are not the ones that its description names. */
export async function readPanel(
  store: ObjectStore,
  runId: string,
): Promise<{ panel: Panel; description: PanelDescription }> {
  const description = await store.readJson(panelKeys.description(runId), panelDescriptionSchema);
  const bytes = await store.read(panelKeys.panel(runId));
  const hash = sha256(bytes);
  if (hash !== description.dataHash) {
    throw new Error(
      `the panel of run ${runId} has the hash ${hash}, its description says ${description.dataHash}`,
    );
  }
  return { panel: unpackPanel(bytes), description };
}
