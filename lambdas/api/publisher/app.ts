import type pg from 'pg';
import type { Context } from 'hono';
import { driversOf } from '../../../forecasting/what-if/drivers.ts';
import type { ApiEnv } from '../shared/api-env.ts';
import { type ApiContext, createApi } from '../shared/app.ts';
import { privateAnswers } from '../shared/caching.ts';
import { decodeCursor, foreignCursor } from '../shared/cursor.ts';
import { problem, refuseFields } from '../shared/errors.ts';
import { forecastCsv } from './csv.ts';
import { composeForecast, readForecast, type ReadObject } from './forecast.ts';
import { listPublisherGames } from './list-games.ts';
import { readPortfolios } from './portfolios.ts';
import { type Scope, scopeOf, withinScope } from './rights.ts';
import * as routes from './routes.ts';
import type { Forecast } from './series.ts';
import { readWhatIfHead, whyNoWhatIf } from './what-if/availability.ts';
import { composeWhatIf } from './what-if/compose.ts';
import { type ReadBytes, whatIfReader } from './what-if/models.ts';
import { readSegments } from './what-if/request.ts';

export interface PublisherContext extends ApiContext {
  readonly database: pg.Pool;
  readonly currency: string;
  readonly readObject: ReadObject;
  readonly readBytes: ReadBytes;
}

interface Loaded {
  readonly forecast: Forecast;
  /** Whose objects go with it; null = there is no forecast. */
  readonly forecastId: string | null;
}

/** What a publisher reads about its own games; an operator reads it about all. */
export function createPublisherApp(context: PublisherContext) {
  const { database, currency, now, readObject } = context;
  const readWhatIf = whatIfReader(context.readBytes);
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
    const { forecastId, ...page } = await withinScope(database, scope, (rows) =>
      listPublisherGames(rows, request),
    );
    if (scope === 'all' || q !== undefined || after) return c.json(page, 200);
    return c.json({ ...page, together: await readPortfolios(readObject, scope, forecastId) }, 200);
  });

  async function load(c: Context<ApiEnv>, gameId: number): Promise<Loaded | undefined> {
    const scope = scopeOf(c.get('session'));
    const request = { gameId, scope, currency, at: now() };
    const rows = await withinScope(database, scope, (inScope) => readForecast(inScope, request));
    if (!rows) return undefined;
    const forecast = await composeForecast(rows, request, readObject);
    return { forecast, forecastId: rows.head.forecast_run_id };
  }

  app.openapi(routes.getForecast, async (c) => {
    const { id } = c.req.valid('param');
    const loaded = await load(c, id);
    if (!loaded) return problem(c, 'game_not_found', `You have no game ${id}.`);
    const { forecast, forecastId } = loaded;
    const source =
      forecast.status === 'model' && forecastId !== null
        ? await readWhatIf(id, forecastId).catch((error: unknown) => {
            // The forecast itself is read; what drives it is beside it.
            c.get('log').error('the drivers of a forecast could not be read', {
              gameId: id,
              ...(error instanceof Error ? { error: error.name, stack: error.stack } : {}),
            });
            return undefined;
          })
        : undefined;
    const drivers = source ? driversOf(source.model.decoders, source.document.game.state) : null;
    return c.json({ ...forecast, drivers }, 200);
  });

  app.openapi(routes.getForecastCsv, async (c) => {
    const { id } = c.req.valid('param');
    const loaded = await load(c, id);
    if (!loaded) return problem(c, 'game_not_found', `You have no game ${id}.`);
    const { forecast } = loaded;
    return c.body(forecastCsv(forecast), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="forecast-${id}-${forecast.asOf ?? 'none'}.csv"`,
      'X-Content-Type-Options': 'nosniff',
    });
  });

  app.openapi(routes.postWhatIf, async (c) => {
    const { id } = c.req.valid('param');
    const scope = scopeOf(c.get('session'));
    const asked = { gameId: id, scope, currency, at: now() };
    const head = await withinScope(database, scope, (rows) => readWhatIfHead(rows, asked));
    if (!head) return problem(c, 'game_not_found', `You have no game ${id}.`);
    const reason = whyNoWhatIf(head);
    if (reason !== undefined) return problem(c, 'what_if_unavailable', reason);
    const source = head.forecast_run_id === null ? undefined : await readWhatIf(id, head.forecast_run_id);
    if (!source) return problem(c, 'what_if_unavailable', 'The next nightly forecast prepares it.');
    const request = c.req.valid('json');
    const read = readSegments(request, source.document);
    if ('fieldErrors' in read) return refuseFields(c, 'json', read.fieldErrors);
    return c.json(composeWhatIf(source, request, read.segments, head.measure ?? 'units'), 200);
  });
  return app;
}

function narrow(scope: Scope, publisher: number | undefined): Scope {
  if (publisher === undefined) return scope;
  return scope === 'all' || scope.includes(publisher) ? [publisher] : [];
}
