import { z } from '@hono/zod-openapi';
import { declareRoute } from '../shared/access.ts';
import { ok, problems } from '../shared/schemas.ts';
import {
  facetsSchema,
  gameDetailSchema,
  gamesListSchema,
  gamesQuerySchema,
  healthSchema,
} from './schemas.ts';

export const listGames = declareRoute({
  method: 'get',
  path: '/api/games',
  'x-access': 'anyone',
  tags: ['catalogue'],
  summary: 'Games by text and filters, a page at a time',
  request: { query: gamesQuerySchema },
  responses: { 200: ok(gamesListSchema, 'A page of games.'), ...problems(400) },
});

export const getGame = declareRoute({
  method: 'get',
  path: '/api/games/{slug}',
  'x-access': 'anyone',
  tags: ['catalogue'],
  summary: 'One game',
  request: { params: z.object({ slug: z.string().min(1).max(120) }) },
  responses: { 200: ok(gameDetailSchema, 'The game.'), ...problems(400, 404) },
});

export const getCover = declareRoute({
  method: 'get',
  path: '/api/games/{slug}/cover.svg',
  'x-access': 'anyone',
  tags: ['catalogue'],
  summary: 'A cover drawn for a game that brought none; always the same one',
  request: { params: z.object({ slug: z.string().min(1).max(120) }) },
  responses: {
    200: { description: 'The cover.', content: { 'image/svg+xml': { schema: z.string() } } },
    ...problems(400, 404),
  },
});

function facetRoute<P extends string>(path: P, summary: string) {
  return declareRoute({
    method: 'get',
    path,
    'x-access': 'anyone',
    tags: ['catalogue'],
    summary,
    request: { query: z.strictObject({}) },
    responses: { 200: ok(facetsSchema, 'Those that hold at least one game.'), ...problems(400) },
  });
}
export const listCategories = facetRoute('/api/categories', 'Categories with their number of games');
export const listGenres = facetRoute('/api/genres', 'Genres with their number of games');
export const listPlatforms = facetRoute('/api/platforms', 'Platforms with their number of games');

export const getHealth = declareRoute({
  method: 'get',
  path: '/api/health',
  'x-access': 'anyone',
  tags: ['store'],
  summary: 'Whether the store answers, and when the nightly work last succeeded',
  responses: { 200: ok(healthSchema, 'The store answers.'), ...problems() },
});

export const getOpenApi = declareRoute({
  method: 'get',
  path: '/api/openapi.json',
  'x-access': 'anyone',
  tags: ['store'],
  summary: 'This document',
  responses: { 200: ok(z.record(z.string(), z.unknown()), 'OpenAPI 3.1.'), ...problems() },
});

export const catalogueRoutes = [
  listGames,
  getGame,
  getCover,
  listCategories,
  listGenres,
  listPlatforms,
  getHealth,
  getOpenApi,
] as const;
