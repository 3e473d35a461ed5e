import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { executionNameFor } from '../../domain/sales/run-id.ts';
import type { StatesServer } from '../aws/states/server.ts';
import { stateMachineArn } from './function-environment.ts';

const dayOfRun = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Starts the nightly run of a day, exclusive: what happened before its 00:00 UTC counts. */
export function startNightlyRun(states: StatesServer, runDate: string): void {
  const unique = `t${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
  states.executions.start({
    stateMachineArn: stateMachineArn('sales-etl'),
    name: executionNameFor(runDate, unique),
    input: JSON.stringify({ runDate }),
  });
}

/** What the nightly run needs of the store. */
export interface NightlyParts {
  readonly pool: pg.Pool;
  readonly startRun: (runDate: string) => void;
  /** Starts what follows a run, or with a model what follows a training; false = it could not. */
  readonly startForecast: (request: { runId: string; modelId?: string }) => Promise<boolean>;
}

/** `waiting` = the catalogue's sales ended long ago, so no run starts by itself. */
export type NightlyOutcome = 'started' | 'waiting' | 'nothing to do';

/** A run of a day without a sale in so many days before it says nothing: as many as a forecast has. */
const QUIET_DAYS = 60;

/**
 * The nightly run of a day, if the store sells. A catalogue whose history ended years ago must not get a run of today
 * by itself: that would hide the run of its last day, which no later run for an older day could take back.
 */
export async function startIfSelling(
  { pool, startRun }: Pick<NightlyParts, 'pool' | 'startRun'>,
  runDate: string,
): Promise<NightlyOutcome> {
  const { rows } = await pool.query<{ games: boolean; selling: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM games) AS games,
            EXISTS (SELECT 1 FROM orders WHERE paid_at >= ($1::date - $2::integer)::timestamp AT TIME ZONE 'UTC'
                       AND paid_at < $1::timestamp AT TIME ZONE 'UTC')
              OR EXISTS (SELECT 1 FROM sales_history h JOIN imports i ON i.id = h.import_id
                          WHERE i.undone_at IS NULL AND h.units > 0 AND h.date >= $1::date - $2::integer
                            AND h.date < $1::date) AS selling`,
    [runDate, QUIET_DAYS],
  );
  if (!rows[0]!.games) return 'nothing to do';
  if (!rows[0]!.selling) return 'waiting';
  startRun(runDate);
  return 'started';
}

interface Standing {
  readonly run_id: string;
  readonly reached: boolean;
  readonly forecast: boolean;
  readonly champion: string | null;
  readonly by_champion: boolean;
  readonly cut_off: boolean;
}

/**
 * Catches up after a start: runs when the newest run does not reach today, and lets a forecast or a training go on
 * that was cut off.
 */
export async function catchUp(parts: NightlyParts, now: Date): Promise<NightlyOutcome> {
  const today = dayOfRun(now);
  const standing = await newestRun(parts.pool, today);
  const outcome = standing?.reached ? 'nothing to do' : await startIfSelling(parts, today);
  if (outcome === 'started' || !standing) return outcome;
  const request = leftUndone(standing);
  return request && (await parts.startForecast(request)) ? 'started' : outcome;
}

async function newestRun(pool: pg.Pool, today: string): Promise<Standing | undefined> {
  const { rows } = await pool.query<Standing>(
    `SELECT r.id AS run_id, r.as_of >= $1::date AS reached, c.id AS champion,
            EXISTS (SELECT 1 FROM forecast_runs f WHERE f.run_id = r.id AND f.kind = 'live' AND f.status = 'succeeded')
              AS forecast,
            EXISTS (SELECT 1 FROM forecast_runs f WHERE f.run_id = r.id AND f.kind = 'live' AND f.status = 'succeeded'
                       AND f.model_id = c.id) AS by_champion,
            EXISTS (SELECT 1 FROM training_runs t WHERE t.status IN ('running', 'aborted')
                       AND t.started_at >= r.started_at) AS cut_off
       FROM (SELECT id, as_of, started_at FROM etl_runs WHERE published
              ORDER BY as_of DESC, started_at DESC LIMIT 1) r
       LEFT JOIN models c ON c.status = 'champion'`,
    [today],
  );
  return rows[0];
}

function leftUndone(standing: Standing): { runId: string; modelId?: string } | undefined {
  const { run_id: runId, champion } = standing;
  if (champion === null || standing.cut_off || !standing.forecast) return { runId };
  // A training ended, and the store before it had forecast by its model.
  return standing.by_champion ? undefined : { runId, modelId: champion };
}

/** What an open store does each night: the demo's customers bought meanwhile, and then the run. */
export async function runNight(
  parts: Pick<NightlyParts, 'pool' | 'startRun'>,
  now: Date,
  options: {
    readonly addDemoDays: ((now: Date) => Promise<unknown>) | undefined;
    log: (line: string) => void;
  },
): Promise<void> {
  await options.addDemoDays?.(now);
  const runDate = dayOfRun(now);
  const outcome = await startIfSelling(parts, runDate);
  if (outcome === 'started') options.log(`the nightly run of ${runDate} has started`);
  if (outcome === 'waiting') options.log(waitingWords(runDate));
}

export function waitingWords(runDate: string): string {
  return (
    `nothing was sold in the ${QUIET_DAYS} days before ${runDate}, so no run starts by itself; ` +
    'by hand: npm run pipeline -- --as-of DAY'
  );
}
