import { z } from '@hono/zod-openapi';
import { forecastFolder, forecastObjects } from '../../forecasting/shared/keys.ts';
import type { ReadObject } from './forecast.ts';
import type { publisherGamesSchema } from './schemas.ts';

type Portfolio = NonNullable<z.infer<typeof publisherGamesSchema>['together']>[number];

const keptSchema = z.object({
  origin: z.string(),
  portfolios: z.array(
    z.object({
      measure: z.enum(['units', 'players']),
      games: z.int(),
      totals: z.array(
        z.object({
          days: z.int(),
          mean: z.number(),
          p10: z.number(),
          p90: z.number(),
          basis: z.enum(['paths', 'one height', 'guess']),
        }),
      ),
    }),
  ),
});

/** The totals of each publisher's games together, of the newest forecast; nothing for one that is not in it. */
export async function readPortfolios(
  readObject: ReadObject,
  publisherIds: readonly number[],
  forecastId: string | null,
): Promise<Portfolio[]> {
  if (forecastId === null) return [];
  const kept = await Promise.all(
    publisherIds.map(async (publisherId) => {
      const text = await readObject(`${forecastFolder(forecastId)}${forecastObjects.portfolio(publisherId)}`);
      if (text === undefined) return [];
      const { origin, portfolios } = keptSchema.parse(JSON.parse(text));
      return portfolios.map((portfolio) => ({ publisherId, origin, ...portfolio }));
    }),
  );
  return kept.flat();
}
