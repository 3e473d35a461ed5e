import type pg from 'pg';
import type { Context } from 'hono';
import type { ApiEnv } from '../shared/api-env.ts';
import { type ApiContext, createApi } from '../shared/app.ts';
import { privateAnswers } from '../shared/caching.ts';
import { decodeCursor, foreignCursor } from '../shared/cursor.ts';
import { problem } from '../shared/errors.ts';
import { forecastCsv } from './csv.ts';
import { composeForecast, readForecast, type ReadObject } from './forecast.ts';
import { listPublisherGames } from './list-games.ts';
import { type Scope, scopeOf, withinScope } from './rights.ts';
import * as routes from './routes.ts';
import type { Forecast } from './series.ts';

export interface PublisherContext extends ApiContext {
  readonly database: pg.Pool;
  readonly currency: string;
  readonly readObject: ReadObject;
}

/** What a publisher reads about its own games; an operator reads it about all. */
export function createPublisherApp(context: PublisherContext) {
  const { database, currency, now, readObject } = context;
  const app = createApi(context, routes.publisherRoutes, privateAnswers);

  app.openapi(routes.listPublisherGames, async (c) => {
    const { q, publisher, limit, cursor } = c.req.valid('query');
    const scope = narrow(scopeOf(c.get('session')), publisher);
    const list = ['publisher-games', q, scope];
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, now());
    if (cursor !== undefined && !after) {
      return problem(c, 'invalid_request', foreignCursor.detail, foreignCursor.extras);
    }
    const request = { scope, q, limit, after, at: after?.at ?? now(), currency, list };
    return c.json(await withinScope(database, scope, (rows) => listPublisherGames(rows, request)), 200);
  });

  async function load(c: Context<ApiEnv>, gameId: number): Promise<Forecast | undefined> {
    const scope = scopeOf(c.get('session'));
    const request = { gameId, scope, currency, at: now() };
    const rows = await withinScope(database, scope, (inScope) => readForecast(inScope, request));
    return rows && composeForecast(rows, request, readObject);
  }

  app.openapi(routes.getForecast, async (c) => {
    const { id } = c.req.valid('param');
    const forecast = await load(c, id);
    return forecast ? c.json(forecast, 200) : problem(c, 'game_not_found', `You have no game ${id}.`);
  });

  app.openapi(routes.getForecastCsv, async (c) => {
    const { id } = c.req.valid('param');
    const forecast = await load(c, id);
    if (!forecast) return problem(c, 'game_not_found', `You have no game ${id}.`);
    return c.body(forecastCsv(forecast), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="forecast-${id}-${forecast.asOf ?? 'none'}.csv"`,
      'X-Content-Type-Options': 'nosniff',
    });
  });
  return app;
}

function narrow(scope: Scope, publisher: number | undefined): Scope {
  if (publisher === undefined) return scope;
  return scope === 'all' || scope.includes(publisher) ? [publisher] : [];
}
