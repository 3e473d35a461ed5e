import { randomBytes } from 'node:crypto';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { executionNameFor } from '../../domain/sales/run-id.ts';
import { storeHome } from '../home.ts';
import { daysToRun } from '../pipeline/backfill.ts';
import { withPipeline, type PipelineConnection } from '../pipeline/connection.ts';
import { followExecution, followMachines } from '../pipeline/follow.ts';
import { parseOptions, type PipelineOptions } from '../pipeline/options.ts';
import { describeEnd, readManifest } from '../pipeline/report.ts';
import { terminalProgress } from '../pipeline/terminal-progress.ts';
import { stateMachineArn } from '../runtime/function-environment.ts';
import { CommandError, runCommand } from './command.ts';

const help = `npm run pipeline -- [--as-of DAY] [--games ID,ID] [--base-run RUN] [--dry-run]
npm run pipeline -- --from DAY --to DAY [--mode missing|failed|all] [--dry-run]

Runs the nightly run: sales in, one clean daily series a game out, then the forecast. Works beside a running store, and
without one. Ends with status 1 when the run failed, also when only some of its games did.

  --as-of DAY      what happened before this day's 00:00 UTC counts (default: the run date)
  --run-date DAY   the day that the run belongs to (default: today, UTC)
  --games ID,ID    only these games; without --base-run nothing is published
  --base-run RUN   takes the other games and the cutoff from a run of the same day
  --dry-run        writes the run's own files and its manifest, and moves nothing that others read
  --from, --to     one run after the other for each day, both ends included
  --mode           which days of the range: missing = those without a run (default), failed = those whose newest run
                   did not end well, all
  --help           shows this

Example: npm run pipeline -- --as-of 2020-06-14`;

const progress = terminalProgress(process.stdout);
const say = (line: string): void =>
  void process.stdout.write(`${process.stdout.isTTY ? '\r\u001b[K' : ''}${line}\n`);

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2), new Date().toISOString().slice(0, 10));
  const failed = await withPipeline(
    storeHome(),
    (line) => process.stderr.write(`${line}\n`),
    async (connection) => {
      const days =
        options.mode === undefined
          ? options.asOf
          : await daysToRun(connection.databaseUrl, options.asOf, options.mode);
      if (days.length === 0) say(`no day of the range has to be run (--mode ${options.mode})`);
      const red: string[] = [];
      for (const day of days) if (!(await runOnce(connection, options, day))) red.push(day);
      await waitForForecast(connection);
      return red;
    },
  );
  if (failed.length > 0) throw new CommandError(`not well: ${failed.join(', ')}`);
}

/** One run from its start to its end; false = it did not end well. */
async function runOnce(
  { states, objects }: PipelineConnection,
  options: PipelineOptions,
  asOf: string,
): Promise<boolean> {
  const runId = executionNameFor(
    asOf,
    `t${new Date().toISOString().slice(0, 19)}${randomBytes(3).toString('hex')}`,
  );
  // A day of a range that lies ahead of the run date belongs to itself.
  const runDate = options.mode !== undefined && asOf > options.runDate ? asOf : options.runDate;
  const input = {
    runDate,
    asOf,
    ...(options.gameIds ? { gameIds: options.gameIds } : {}),
    ...(options.baseRun === undefined ? {} : { baseRun: options.baseRun }),
    ...(options.dryRun ? { dryRun: true } : {}),
  };
  say(`run ${runId} as of ${asOf}`);
  const { executionArn } = await states.send(
    new StartExecutionCommand({
      stateMachineArn: stateMachineArn('sales-etl'),
      name: runId,
      input: JSON.stringify(input),
    }),
  );
  const ended = await followExecution(states, executionArn ?? '', progress);
  for (const line of describeEnd(runId, ended, await readManifest(objects, runId))) say(line);
  return ended.status === 'SUCCEEDED';
}

/** A store that runs goes on with it by itself; the parts that were started for this command end with it. */
async function waitForForecast({ states, storeRuns }: PipelineConnection): Promise<void> {
  if (storeRuns) return;
  const machines = (['train-model', 'forecast-sales'] as const).map((name) => ({
    name,
    arn: stateMachineArn(name),
  }));
  await followMachines(states, machines, progress);
}

await runCommand(help, main);
