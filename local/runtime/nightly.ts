import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { executionNameFor } from '../../domain/sales/run-id.ts';
import { stateMachineNames } from '../../lambdas/functions.ts';
import { schedule } from '../../stepfunctions/substitutions.ts';
import type { StatesServer } from '../aws/states/server.ts';
import { nextOccurrence, parseCron } from './cron.ts';
import { stateMachineArn } from './function-environment.ts';
import type { FunctionHost } from './function-host.ts';

const day = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Starts the nightly run of a day, exclusive: what happened before its 00:00 UTC counts. */
export function startNightlyRun(states: StatesServer, runDate: string): string {
  const unique = `t${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  const { executionArn } = states.executions.start({
    stateMachineArn: stateMachineArn('sales-etl'),
    name: executionNameFor(runDate, unique),
    input: JSON.stringify({ runDate }),
  });
  return executionArn;
}

/**
 * Catches up after a start: runs when there are sales and the last run does not reach today, and lets a training go
 * on that was cut off. Returns whether something was started.
 */
export async function catchUp(
  pool: pg.Pool,
  states: StatesServer,
  host: FunctionHost,
  now: Date,
): Promise<boolean> {
  const { rows } = await pool.query<{
    games: boolean;
    last_run: string | null;
    reached: boolean;
    idle: boolean;
  }>(
    `SELECT EXISTS (SELECT 1 FROM games) AS games,
            newest.id AS last_run,
            coalesce(newest.as_of >= $1::date, false) AS reached,
            EXISTS (SELECT 1 FROM models WHERE status = 'champion')
              AND NOT EXISTS (SELECT 1 FROM training_runs WHERE status IN ('running', 'aborted')
                                AND started_at >= newest.started_at) AS idle
       FROM (SELECT 1) AS one
       LEFT JOIN LATERAL (SELECT id, as_of, started_at FROM etl_runs WHERE published
                           ORDER BY as_of DESC, started_at DESC LIMIT 1) AS newest ON true`,
    [day(now)],
  );
  const { games, last_run: lastRun, reached, idle } = rows[0]!;
  if (!games) return false;
  if (!reached) {
    startNightlyRun(states, day(now));
    return true;
  }
  if (idle || lastRun === null) return false;
  const outcome = await host.invoke('start-forecast', { runId: lastRun });
  return outcome.ok;
}

export function anythingRuns(states: StatesServer): boolean {
  return stateMachineNames.some((name) =>
    states.executions.list(name).some((execution) => execution.status === 'RUNNING'),
  );
}

/** setTimeout takes no longer wait than about 24 days. */
const longestWaitMs = 2 ** 31 - 1;

/** Starts the nightly run at each time of the schedule until it is stopped. Returns what stops it. */
export function scheduleNightlyRuns(states: StatesServer, log: (line: string) => void): () => void {
  const fields = parseCron(schedule.expression);
  let timer: NodeJS.Timeout | undefined;
  const wait = (at: Date): void => {
    const left = at.getTime() - Date.now();
    timer = setTimeout(
      () => (left > longestWaitMs ? wait(at) : begin(at)),
      Math.min(Math.max(0, left), longestWaitMs),
    );
  };
  const begin = (at: Date): void => {
    try {
      startNightlyRun(states, day(at));
      log(`the nightly run of ${day(at)} has started`);
    } catch (error) {
      log(
        `the nightly run of ${day(at)} could not start: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    next();
  };
  const next = (): void => {
    const at = nextOccurrence(fields, new Date());
    if (at) wait(at);
  };
  next();
  return () => clearTimeout(timer);
}
