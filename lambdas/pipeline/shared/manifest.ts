import { z } from 'zod';

const gameStatusSchema = z.enum(['written', 'no_sales', 'failed', 'carried']);

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const manifestGameSchema = z.object({
  game_id: z.int(),
  external_id: z.string().nullable(),
  title: z.string(),
  status: gameStatusSchema,
  /** Why the game failed, or why its file is short; null = nothing to say. */
  reason: z.string().nullable(),
  /** The file to read; null = there is none, and never was. */
  key: z.string().nullable(),
  /** True when the file is an earlier run's, because this run could not make one. */
  stale: z.boolean(),
  rows: z.int(),
  units: z.int(),
  /** Of the file, hexadecimal. */
  sha256: z.string().nullable(),
  first_date: day.nullable(),
  last_date: day.nullable(),
  /** players: counted people and not sales, so no revenue is ever derived from them. */
  measure: z.enum(['units', 'players']),
  /** As the run found it; null = unknown. Manifests of old do not tell it. */
  release_date: day.nullable().optional(),
});

/** `kratos/runs/<run>/manifest.json`: every consumer of a run reads by it, and by nothing else. */
export const manifestSchema = z.object({
  format: z.literal(1),
  run_id: z.string(),
  run_date: day,
  /** Exclusive: the files end the day before. */
  as_of: day,
  /** Nothing recorded from this instant on was read. */
  cutoff_at: z.string(),
  base_run_id: z.string().nullable(),
  dry_run: z.boolean(),
  /** False for a run of some games without a base: its games are not the store's. */
  complete: z.boolean(),
  code_version: z.string(),
  currency: z.string(),
  columns: z.array(z.string()),
  genres: z.array(z.string()),
  totals: z.object({
    games: z.int(),
    written: z.int(),
    no_sales: z.int(),
    failed: z.int(),
    carried: z.int(),
    rows: z.int(),
    units: z.int(),
  }),
  games: z.array(manifestGameSchema),
});

/** `kratos/sales_data/latest.json` */
export const pointerSchema = z.object({
  run_id: z.string(),
  as_of: day,
  manifest_key: z.string(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestGame = z.infer<typeof manifestGameSchema>;
export type Pointer = z.infer<typeof pointerSchema>;
