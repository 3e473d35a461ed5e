/** Keys of the data bucket. Each stands here once; nothing else builds a key from parts. */
export const runKeys = {
  batch: (runId: string, index: number): string =>
    `kratos/runs/${runId}/batches/${String(index).padStart(4, '0')}.json`,
  batchIndex: (runId: string): string => `kratos/runs/${runId}/batches/index.json`,
  series: (runId: string, gameId: number): string => `kratos/runs/${runId}/sales_data/${gameId}.csv`,
  manifest: (runId: string): string => `kratos/runs/${runId}/manifest.json`,
} as const;

/** The copies that consumers of old read; only a run that publishes moves them. */
export const stableKeys = {
  series: (gameId: number): string => `kratos/sales_data/${gameId}/sales_data.csv`,
  /** Names the newest published run; always the last thing that moves. */
  pointer: 'kratos/sales_data/latest.json',
} as const;
