import type { SFNClient } from '@aws-sdk/client-sfn';
import type pg from 'pg';
import { dayOf } from '../../../domain/days.ts';
import type { ObjectStore } from '../../forecasting/shared/object-store.ts';
import { listPublisherGames } from '../publisher/list-games.ts';
import { type ApiContext, createApi } from '../shared/app.ts';
import { privateAnswers } from '../shared/caching.ts';
import { type Cursor, decodeCursor, foreignCursor } from '../shared/cursor.ts';
import { problem } from '../shared/errors.ts';
import {
  describeExecution,
  executionArnOf,
  listExecutions,
  type Machines,
  readDefinition,
  readHistory,
  runningExecutions,
} from './executions.ts';
import { championAndEarlier, forecastAgain, rollBack, whyUnusable } from './models.ts';
import * as routes from './routes.ts';
import { findRun, gamesOfRun, listRunGames, listRuns, type Run, runOfExecution } from './runs.ts';
import { startRun } from './start-run.ts';
import { edgesOf, statesOf } from './states-view.ts';
import { readTraining } from './training.ts';

export interface OperatorContext extends ApiContext {
  readonly database: pg.Pool;
  readonly states: SFNClient;
  readonly machines: Machines;
  /** Objects of the data bucket, where the models stand. */
  readonly objects: Pick<ObjectStore, 'find'>;
  readonly currency: string;
  /** Lower-case letters and digits that no other call gets. */
  readonly unique: () => string;
}

/** Runs, training and any publisher's games, for those who keep the store running. */
export function createOperatorApp(context: OperatorContext) {
  const { database, states, machines, currency, now } = context;
  const app = createApi(context, routes.operatorRoutes, privateAnswers);

  app.openapi(routes.listOperatorGames, async (c) => {
    const { q, limit, cursor } = c.req.valid('query');
    const page = placeIn(['operator-games', q], cursor, now);
    if (!page) return problem(c, 'invalid_request', foreignCursor.detail, foreignCursor.extras);
    return c.json(await listPublisherGames(database, { scope: 'all', q, limit, currency, ...page }), 200);
  });

  app.openapi(routes.listRuns, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = placeIn(['runs'], cursor, now);
    if (!page) return problem(c, 'invalid_request', foreignCursor.detail, foreignCursor.extras);
    const runs = await listRuns(database, { limit, ...page });
    if (page.after) return c.json(runs, 200);
    const known = new Set(runs.items.map((run) => run.executionArn));
    const waiting = (await runningExecutions(states, machines['sales-etl'])).map(runOfExecution);
    return c.json(
      { ...runs, items: [...waiting.filter((run) => !known.has(run.executionArn)), ...runs.items] },
      200,
    );
  });

  app.openapi(routes.startRun, async (c) => {
    const input = c.req.valid('json');
    if (dayOf(input.asOf ?? input.runDate) > dayOf(input.runDate) + 1) {
      const fieldErrors = { asOf: ['expected at most the day after runDate'] };
      return problem(c, 'invalid_request', 'The days up to asOf have not happened on runDate.', {
        fieldErrors,
      });
    }
    if (input.baseRun !== undefined && !(await findRun(database, input.baseRun))) {
      return problem(c, 'run_not_found', `There is no run ${input.baseRun} to build on.`);
    }
    const started = await startRun(states, machines['sales-etl'], input, context.unique());
    if (started.kind === 'in-progress')
      return problem(c, 'run_in_progress', 'A run of that name is in progress.');
    const { executionArn, runId } = started;
    await database.query(
      `INSERT INTO audit_log (actor_id, action, subject, detail, request_id) VALUES ($1, 'run.start', $2, $3, $4)`,
      [c.get('session').userId, `run:${runId}`, JSON.stringify(input), c.get('requestId')],
    );
    return c.json({ executionArn, runId }, 202);
  });

  /** A run by its row or, without one, by its execution. */
  async function lookUp(id: string): Promise<Run | undefined> {
    const run = await findRun(database, id);
    if (run) return run;
    const execution = await describeExecution(states, executionArnOf(machines['sales-etl'], id));
    return execution && runOfExecution(execution);
  }

  app.openapi(routes.getRun, async (c) => {
    const { id } = c.req.valid('param');
    const run = await lookUp(id);
    if (!run) return problem(c, 'run_not_found', `There is no run ${id}.`);
    const [definition, events, games] = await Promise.all([
      readDefinition(states, machines['sales-etl']),
      readHistory(states, run.executionArn),
      gamesOfRun(database, id),
    ]);
    return c.json(
      { ...run, states: statesOf(definition, events), edges: edgesOf(definition), ...games },
      200,
    );
  });

  app.openapi(routes.listRunGames, async (c) => {
    const { id } = c.req.valid('param');
    const { cursor, status, game, limit } = c.req.valid('query');
    const page = placeIn(['run-games', id, status, game], cursor, now);
    if (!page) return problem(c, 'invalid_request', foreignCursor.detail, foreignCursor.extras);
    const games = await listRunGames(database, id, { status, game, limit, ...page });
    if (games.total === 0 && !(await lookUp(id))) {
      return problem(c, 'run_not_found', `There is no run ${id}.`);
    }
    return c.json(games, 200);
  });

  app.openapi(routes.listExecutions, async (c) =>
    c.json({ items: await listExecutions(states, machines) }, 200),
  );

  app.openapi(routes.getTraining, async (c) => c.json(await readTraining(database), 200));

  app.openapi(routes.rollBackModel, async (c) => {
    const { id } = c.req.valid('param');
    const { champion } = c.req.valid('json');
    const { userId } = c.get('session');
    const unusable = await whyUnusable(database, context.objects, id);
    if (unusable !== null) return problem(c, 'model_unusable', unusable);
    switch (await rollBack(database, { modelId: id, champion, actor: userId })) {
      case 'unknown':
        return problem(c, 'model_not_found', `There is no model ${id}.`);
      case 'refused':
        return problem(c, 'model_refused', `The model ${id} did not pass its gate.`);
      case 'changed':
        if ((await championAndEarlier(database)).champion === id) {
          return problem(c, 'already_champion', `The model ${id} is the champion already.`);
        }
        return problem(c, 'champion_changed', `The champion is not ${champion ?? 'missing'} any more.`);
      case 'promoted':
    }
    await database.query(
      `INSERT INTO audit_log (actor_id, action, subject, detail, request_id) VALUES ($1, 'model.roll-back', $2, $3, $4)`,
      [userId, `model:${id}`, JSON.stringify({ from: champion }), c.get('requestId')],
    );
    // The champion has changed, whatever becomes of this; the next run is forecast by it at the latest.
    const executionArn = await forecastAgain(
      database,
      states,
      machines['forecast-sales'],
      context.unique(),
    ).catch((error: unknown) => {
      c.get('log').error('no forecast by the champion could be started', {
        modelId: id,
        ...(error instanceof Error ? { error: error.name, stack: error.stack } : {}),
      });
      return null;
    });
    return c.json({ champion: id, executionArn }, 200);
  });
  return app;
}

/** Where a page of a list begins; undefined when the cursor belongs to another list. */
function placeIn(list: readonly unknown[], cursor: string | undefined, now: () => Date) {
  const after: Cursor | undefined = cursor === undefined ? undefined : decodeCursor(list, cursor, now());
  if (cursor !== undefined && !after) return undefined;
  return { list, after, at: after?.at ?? now() };
}
