import { parse } from 'csv-parse/sync';
import { manifestSchema, type Manifest, type ManifestGame } from '../lambdas/pipeline/shared/manifest.ts';
import type { PipelineStore } from './pipeline-store.ts';

export type SeriesRow = Record<string, string>;

/** What runs left behind, as their readers find it. */
export function resultsOf(store: PipelineStore) {
  const manifest = async (runId: string): Promise<Manifest> =>
    manifestSchema.parse(JSON.parse((await store.read(`kratos/runs/${runId}/manifest.json`)) ?? 'null'));
  return {
    manifest,
    /** The published series of a game. */
    series: async (game: number): Promise<SeriesRow[]> =>
      parse<SeriesRow>((await store.read(`kratos/sales_data/${game}/sales_data.csv`)) ?? '', {
        columns: true,
      }),
    pointer: (): Promise<string | undefined> => store.read('kratos/sales_data/latest.json'),
    entry: async (runId: string, game: number): Promise<ManifestGame | undefined> =>
      (await manifest(runId)).games.find((listed) => listed.game_id === game),
    /** Every series file of a run by its name. */
    files: async (runId: string): Promise<Record<string, string | undefined>> => {
      const keys = await store.keys(`kratos/runs/${runId}/sales_data/`);
      const files = await Promise.all(
        keys.map(async (key) => [key.split('/').pop() ?? '', await store.read(key)] as const),
      );
      return Object.fromEntries(files);
    },
  };
}
