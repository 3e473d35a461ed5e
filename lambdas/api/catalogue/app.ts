import { etag } from 'hono/etag';
import { coverArt } from '../../../domain/cover-art.ts';
import { type ApiContext, createApi } from '../shared/app.ts';
import { publicAnswers } from '../shared/caching.ts';
import { decodeCursor, foreignCursor } from '../shared/cursor.ts';
import { problem } from '../shared/errors.ts';
import { findCoverWords, findGame, lastSuccesses, listFacets, listGames } from './queries.ts';
import * as routes from './routes.ts';

export interface CatalogueContext extends ApiContext {
  readonly currency: string;
  readonly version: string;
}

/** Catalogue, health and the API's own description: the same for everyone, without a cookie. */
export function createCatalogueApp(context: CatalogueContext) {
  const { database, currency, now } = context;
  const app = createApi(context, routes.catalogueRoutes, publicAnswers);
  app.use('/api/*', etag());

  app.openapi(routes.listGames, async (c) => {
    const { sort: asked, limit, cursor, ...filter } = c.req.valid('query');
    const searching = (filter.q ?? '').trim() !== '';
    const sort = searching
      ? (asked ?? 'relevance')
      : asked === 'relevance'
        ? 'popular'
        : (asked ?? 'popular');
    const list = ['games', sort, filter];
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, now());
    if (cursor !== undefined && after === undefined) {
      return problem(c, 'invalid_request', foreignCursor.detail, foreignCursor.extras);
    }
    const request = { filter, sort, limit, currency, after, at: after?.at ?? now() };
    return c.json(await listGames(database, request, list), 200);
  });

  app.openapi(routes.getGame, async (c) => {
    const { slug } = c.req.valid('param');
    const game = await findGame(database, slug, currency, now());
    return game ? c.json(game, 200) : problem(c, 'game_not_found', `There is no game "${slug}".`);
  });

  app.openapi(routes.getCover, async (c) => {
    const { slug } = c.req.valid('param');
    const words = await findCoverWords(database, slug);
    if (!words) return problem(c, 'game_not_found', `There is no game "${slug}".`);
    return c.body(coverArt({ ...words, seed: slug }), 200, {
      'Content-Type': 'image/svg+xml',
      // Opened by itself it is a document: nothing in it may run or load.
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    });
  });

  app.openapi(routes.listCategories, async (c) =>
    c.json({ items: await listFacets(database, 'categories') }, 200),
  );
  app.openapi(routes.listGenres, async (c) => c.json({ items: await listFacets(database, 'genres') }, 200));
  app.openapi(routes.listPlatforms, async (c) =>
    c.json({ items: await listFacets(database, 'platforms') }, 200),
  );

  app.openapi(routes.getHealth, async (c) => {
    const lastSuccess = await lastSuccesses(database);
    c.header('Cache-Control', 'no-store');
    return c.json({ status: 'ok' as const, version: context.version, lastSuccess }, 200);
  });

  let document: Record<string, unknown> | undefined;
  app.openapi(routes.getOpenApi, async (c) => {
    // Loaded when it is asked for: it needs the shapes of every area, which cost each start of this function some time.
    document ??= { ...(await import('../openapi.ts')).openApiDocument(context.version) };
    return c.json(document, 200);
  });
  return app;
}
