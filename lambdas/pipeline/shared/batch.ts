import { z } from 'zod';

/** One game of a batch: everything about it that is no dated row. */
const batchGameSchema = z.object({
  gameId: z.int(),
  title: z.string(),
  /** YYYY-MM-DD; null = unknown. */
  releaseDate: z.string().nullable(),
  preOrder: z.boolean(),
  /** Slugs. */
  genres: z.array(z.string()),
  hasCategory: z.boolean(),
});

/** `kratos/runs/<run>/batches/NNNN.json` */
export const batchSchema = z.object({
  runId: z.string(),
  games: z.array(batchGameSchema),
});

/** `kratos/runs/<run>/batches/index.json`: written after the last batch, so that its presence means they all are. */
export const batchIndexSchema = z.object({
  runId: z.string(),
  games: z.int(),
  /** Slugs of the store's genres, in the order of the files' columns. */
  genres: z.array(z.string()),
  batches: z.array(z.string()),
});

export type BatchGame = z.infer<typeof batchGameSchema>;
export type Batch = z.infer<typeof batchSchema>;
export type BatchIndex = z.infer<typeof batchIndexSchema>;
