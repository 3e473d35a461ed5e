import { z } from '@hono/zod-openapi';
import { declareRoute } from '../shared/access.ts';
import { gameIdParams, jsonBody, ok, problems } from '../shared/schemas.ts';
import { forecastSchema, publisherGamesQuery, publisherGamesSchema } from './schemas.ts';
import { whatIfRequest, whatIfSchema } from './what-if/schemas.ts';

export const listPublisherGames = declareRoute({
  method: 'get',
  path: '/api/publisher/games',
  'x-access': 'publisher',
  tags: ['publisher'],
  summary: "The member's games with their last and next 60 days",
  request: { query: publisherGamesQuery },
  responses: { 200: ok(publisherGamesSchema, 'A page of games.'), ...problems(400, 401, 403) },
});

export const getForecast = declareRoute({
  method: 'get',
  path: '/api/publisher/games/{id}/forecast',
  'x-access': 'publisher',
  tags: ['publisher'],
  summary: "One game's past sales and its next 60 days",
  request: { params: gameIdParams },
  responses: { 200: ok(forecastSchema, 'The forecast.'), ...problems(400, 401, 403, 404) },
});

export const getForecastCsv = declareRoute({
  method: 'get',
  path: '/api/publisher/games/{id}/forecast.csv',
  'x-access': 'publisher',
  tags: ['publisher'],
  summary: 'The same as a table to download',
  request: { params: gameIdParams },
  responses: {
    200: { description: 'One row a day.', content: { 'text/csv': { schema: z.string() } } },
    ...problems(400, 401, 403, 404),
  },
});

export const postWhatIf = declareRoute({
  method: 'post',
  path: '/api/publisher/games/{id}/what-if',
  'x-access': 'publisher',
  tags: ['publisher'],
  summary: "One game's next 60 days with other prices; nothing is changed by asking",
  request: { params: gameIdParams, body: jsonBody(whatIfRequest) },
  responses: { 200: ok(whatIfSchema, 'The forecast with that plan.'), ...problems(400, 401, 403, 404, 409) },
});

export const publisherRoutes = [listPublisherGames, getForecast, getForecastCsv, postWhatIf] as const;
