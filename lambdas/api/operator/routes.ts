import { z } from '@hono/zod-openapi';
import { type Access, declareRoute } from '../shared/access.ts';
import { jsonBody, ok, problems } from '../shared/schemas.ts';
import {
  executionsSchema,
  modelIdSchema,
  operatorGamesQuery,
  operatorGamesSchema,
  pageQuery,
  rollBackBody,
  rolledBackSchema,
  runDetailSchema,
  runGamesQuery,
  runGamesSchema,
  runIdSchema,
  runsSchema,
  startedRunSchema,
  startRunBody,
  trainingSchema,
} from './schemas.ts';

const operator = { 'x-access': 'operator', tags: ['operator'] } satisfies {
  'x-access': Access;
  tags: string[];
};
const runParams = z.object({ id: runIdSchema });

export const listOperatorGames = declareRoute({
  ...operator,
  method: 'get',
  path: '/api/operator/games',
  summary: "Any publisher's games with their last and next 60 days",
  request: { query: operatorGamesQuery },
  responses: { 200: ok(operatorGamesSchema, 'A page of games.'), ...problems(400, 401, 403) },
});

export const listRuns = declareRoute({
  ...operator,
  method: 'get',
  path: '/api/operator/runs',
  summary: 'Nightly runs, newest first',
  request: { query: pageQuery },
  responses: { 200: ok(runsSchema, 'A page of runs.'), ...problems(400, 401, 403) },
});

export const startRun = declareRoute({
  ...operator,
  method: 'post',
  path: '/api/operator/runs',
  summary: 'Start a nightly run',
  request: { body: jsonBody(startRunBody) },
  responses: { 202: ok(startedRunSchema, 'Started.'), ...problems(400, 401, 403, 404, 409, 413, 415) },
});

export const getRun = declareRoute({
  ...operator,
  method: 'get',
  path: '/api/operator/runs/{id}',
  summary: 'One run with its states',
  request: { params: runParams },
  responses: { 200: ok(runDetailSchema, 'The run.'), ...problems(400, 401, 403, 404) },
});

export const listRunGames = declareRoute({
  ...operator,
  method: 'get',
  path: '/api/operator/runs/{id}/games',
  summary: 'What a run did for each game',
  request: { params: runParams, query: runGamesQuery },
  responses: { 200: ok(runGamesSchema, 'A page of games.'), ...problems(400, 401, 403, 404) },
});

export const listExecutions = declareRoute({
  ...operator,
  method: 'get',
  path: '/api/operator/executions',
  summary: 'The newest executions of training and forecast',
  responses: { 200: ok(executionsSchema, 'Newest first.'), ...problems(401, 403) },
});

export const getTraining = declareRoute({
  ...operator,
  method: 'get',
  path: '/api/operator/training',
  summary: 'Training and models',
  responses: {
    200: ok(trainingSchema, 'The newest training, the champion and the newest models.'),
    ...problems(401, 403),
  },
});

export const rollBackModel = declareRoute({
  ...operator,
  method: 'post',
  path: '/api/operator/models/{id}/roll-back',
  summary: 'Serve an older model again',
  request: { params: z.object({ id: modelIdSchema }), body: jsonBody(rollBackBody) },
  responses: {
    200: ok(rolledBackSchema, 'It is the champion now.'),
    ...problems(400, 401, 403, 404, 409, 413, 415),
  },
});

export const operatorRoutes = [
  listOperatorGames,
  listRuns,
  startRun,
  getRun,
  listRunGames,
  listExecutions,
  getTraining,
  rollBackModel,
] as const;
