import { z } from '@hono/zod-openapi';
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

/** The newest totals of each publisher's games together; nothing for one that has no forecast yet. */
export async function readPortfolios(
  readObject: ReadObject,
  publisherIds: readonly number[],
): Promise<Portfolio[]> {
  const kept = await Promise.all(
    publisherIds.map(async (publisherId) => {
      const text = await readObject(`kratos/what-if/publishers/${publisherId}.json`);
      if (text === undefined) return [];
      const { origin, portfolios } = keptSchema.parse(JSON.parse(text));
      return portfolios.map((portfolio) => ({ publisherId, origin, ...portfolio }));
    }),
  );
  return kept.flat();
}
