import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { stateMachineNames, type StateMachineName } from '../../lambdas/functions.ts';
import type { StatesServer } from '../aws/states/server.ts';
import { seconds, type Terminal } from './terminal.ts';

/** How far the three machines have come: what the terminal and /local/status show. */
export interface MachineProgress {
  readonly machine: StateMachineName;
  readonly status: string;
  readonly startedAt: string;
  readonly stoppedAt: string | null;
  readonly error: string | null;
}

export function machineProgress(states: StatesServer): MachineProgress[] {
  return stateMachineNames.flatMap((machine) => {
    const [newest] = states.executions.list(machine);
    if (!newest) return [];
    const { status, startDate, stopDate, error } = newest;
    const stoppedAt = stopDate === undefined ? null : new Date(stopDate).toISOString();
    return [
      { machine, status, startedAt: new Date(startDate).toISOString(), stoppedAt, error: error ?? null },
    ];
  });
}

/** Done and total of what is counted: games of the newest run, steps of the newest training. */
export async function countedProgress(pool: pg.Pool): Promise<{
  readonly run: { readonly done: number; readonly total: number } | null;
  readonly training: { readonly stage: string; readonly step: number; readonly totalSteps: number } | null;
}> {
  const { rows } = await pool.query<{
    done: number;
    total: number;
    stage: string | null;
    step: number;
    total_steps: number;
  }>(
    `SELECT g.done, g.total, t.stage, t.step, t.total_steps
       FROM (SELECT (count(*) FILTER (WHERE status <> 'pending'))::int AS done, count(*)::int AS total
               FROM etl_run_games
              WHERE run_id = (SELECT id FROM etl_runs ORDER BY started_at DESC LIMIT 1)) AS g
       LEFT JOIN (SELECT stage, step, total_steps FROM training_runs
                   WHERE status = 'running' ORDER BY started_at DESC LIMIT 1) AS t ON true`,
  );
  const row = rows[0]!;
  return {
    run: row.total === 0 ? null : { done: row.done, total: row.total },
    training: row.stage === null ? null : { stage: row.stage, step: row.step, totalSteps: row.total_steps },
  };
}

const labels: Readonly<Record<StateMachineName, string>> = {
  'sales-etl': 'nightly run',
  'train-model': 'training',
  'forecast-sales': 'forecast',
};

/** Machines that start the next one leave a moment in which none runs. */
const quietPolls = 4;
const pollMs = 500;

/** Shows what the machines do until none of them runs any more, and a line for each that has ended. */
export async function showProgress(
  pool: pg.Pool,
  states: StatesServer,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const started = Date.now();
  const entered = new Map<string, string>();
  const ended = new Set<string>();
  const forget = states.onEvent(({ machine, event }) => {
    const details = event as { stateEnteredEventDetails?: { name?: string } };
    const name = details.stateEnteredEventDetails?.name;
    if (name !== undefined) entered.set(machine, name);
  });
  for (let quiet = 0; quiet < quietPolls && !signal.aborted;) {
    const running: string[] = [];
    for (const name of stateMachineNames) {
      for (const execution of states.executions.list(name)) {
        if (execution.startDate < started - 60_000) continue;
        if (execution.status === 'RUNNING') running.push(name);
        else if (!ended.has(execution.arn)) {
          ended.add(execution.arn);
          const took = seconds((execution.stopDate ?? Date.now()) - execution.startDate);
          const failed = execution.status === 'SUCCEEDED' ? '✓' : '✗';
          const why = execution.error === undefined ? '' : `, ${execution.status} ${execution.error}`;
          terminal.line(`  ${failed} ${labels[name]}${why} ${terminal.dim(took)}`);
        }
      }
    }
    quiet = running.length === 0 ? quiet + 1 : 0;
    if (running.length > 0) terminal.live(await describe(pool, running as StateMachineName[], entered));
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
  terminal.live(undefined);
  forget();
}

async function describe(
  pool: pg.Pool,
  running: readonly StateMachineName[],
  entered: ReadonlyMap<string, string>,
): Promise<string> {
  const { run, training } = await countedProgress(pool);
  return running
    .map((machine) => {
      const state = entered.get(machine) ?? 'starting';
      if (machine === 'sales-etl' && run)
        return `${labels[machine]}: ${state}, ${run.done} of ${run.total} games`;
      if (machine === 'train-model' && training) {
        const { stage, step, totalSteps } = training;
        return `${labels[machine]}: ${stage}${totalSteps > 0 ? `, step ${fifties(step)} of ${totalSteps}` : ''}`;
      }
      return `${labels[machine]}: ${state}`;
    })
    .join(' · ');
}

/** Rounded down to fifties, so that output that is no terminal does not get a line for every step. */
function fifties(step: number): number {
  return Math.floor(step / 50) * 50;
}
