import { writeFile } from 'node:fs/promises';
import { formatDay } from '../../domain/days.ts';
import { defaultConfig, KernelUnavailableError, runBacktest } from '../../forecasting/index.ts';
import type { BacktestResult, Panel } from '../../forecasting/index.ts';
import { checkOrigins, readPanel } from './backtest/input.ts';
import { help, readCall } from './backtest/options.ts';
import type { BacktestCall } from './backtest/options.ts';
import { dailyCsv, totalsCsv } from './backtest/output.ts';
import { reportTable, servedLines } from './backtest/report.ts';
import { CommandError, runCommand } from './command.ts';

const OUT_OF_TIME = 3;

await runCommand(help, async () => {
  const begin = Date.now();
  const call = readCall(process.argv.slice(2));
  const panel = await readPanel(call.history, call.catalogue);
  checkOrigins(panel, call.origins, call.history);
  const result = await forecastAll(call, panel, begin);
  await writeOutput(call.out, dailyCsv(panel, result.results));
  if (call.totals !== undefined) await writeOutput(call.totals, totalsCsv(panel, result.results));
  report(result, begin);
  if (result.done) return;
  const done = `${result.results.length} of ${call.origins.length} origins are done and written`;
  throw new CommandError(`--minutes ${call.minutes} have passed: ${done}`, OUT_OF_TIME);
});

async function forecastAll(call: BacktestCall, panel: Panel, begin: number): Promise<BacktestResult> {
  const plans = call.plans ?? (panel.discountKnown.includes(1) ? 'file' : 'none');
  console.log(
    `${panel.games.length} games, ${formatDay(panel.start)} to ${formatDay(panel.start + panel.days - 1)}; plans: ${plans}`,
  );
  try {
    return await runBacktest({
      panel,
      origins: call.origins,
      config: { ...defaultConfig, horizon: call.horizon },
      seeds: [call.seed, call.seed + 1],
      plans,
      kernel: call.kernel,
      threads: call.threads,
      deadline: begin + call.minutes * 60_000,
      now: Date.now,
      onProgress: (origin, step, total) => showProgress(`training for ${formatDay(origin)}`, step, total),
      onOrigin: (origin) => console.log(servedLines(origin)),
    });
  } catch (error) {
    if (error instanceof KernelUnavailableError) throw new CommandError(error.message);
    throw error;
  }
}

function showProgress(what: string, step: number, total: number): void {
  if (process.stderr.isTTY !== true) return;
  process.stderr.write(step < total ? `\r${what}: step ${step} of ${total} ` : '\r\x1b[K');
}

async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CommandError(`${path} cannot be written: ${(error as Error).message}`);
  }
}

function report(result: BacktestResult, begin: number): void {
  if (result.results.length > 0) console.log(`\n${reportTable(result.results)}\n`);
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `kernel ${result.kernelId}; training ${seconds(result.trainingMs)}, in all ${seconds(Date.now() - begin)};` +
      ` peak memory ${megabytes} MB`,
  );
}
