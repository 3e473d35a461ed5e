import { access, appendFile, constants, mkdir, open, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { formatDay } from '../../domain/days.ts';
import {
  defaultConfig,
  KernelUnavailableError,
  meanScores,
  networkSeeds,
  panelBefore,
  replacedGames,
  runBacktest,
  ScoreBook,
} from '../../forecasting/index.ts';
import type {
  BacktestResult,
  BacktestScores,
  FoldCache,
  OriginResult,
  Panel,
} from '../../forecasting/index.ts';
import { storeHome } from '../home.ts';
import { codeVersion, folderCache, memoryCache, pruneFolder } from './backtest/cache.ts';
import { checkOrigins, readPanel } from './backtest/input.ts';
import { help, readCall, REPORT } from './backtest/options.ts';
import type { BacktestCall } from './backtest/options.ts';
import { dailyHeader, dailyRows, pathOfSeed, totalsHeader, totalsRows } from './backtest/output.ts';
import { exampleGames } from './backtest/page/examples.ts';
import type { ExampleGame } from './backtest/page/examples.ts';
import { reportPage } from './backtest/page/page.ts';
import { scoreTable, seedTable, servedLines } from './backtest/terminal.ts';
import { CommandError, runCommand } from './command.ts';

const OUT_OF_TIME = 3;

await runCommand(help, async () => {
  const begin = Date.now();
  const call = readCall(process.argv.slice(2));
  const panel = await readPanel(call.history, call.catalogue);
  checkOrigins(panel, call.origins, call.history);
  const plans = call.plans ?? (panel.discountKnown.includes(1) ? 'file' : 'none');
  console.log(
    `${panel.games.length} games, ${formatDay(panel.start)} to ${formatDay(panel.start + panel.days - 1)}; plans: ${plans}` +
      (call.catalogue === undefined ? '' : factsWords(panel)),
  );
  if (call.report !== undefined) await openReport(call.report);
  const folder = path.join(storeHome(), 'cache', 'folds');
  const cache = await openCache(call, folder);
  const runs: Run[] = [];
  for (const seed of call.seeds) {
    const run = await runSeed({ call, panel, plans, cache, deadline: begin + call.minutes * 60_000 }, seed);
    runs.push(run);
    if (!run.done) break;
  }
  if (call.cache) await pruneFolder(folder);
  await report(call, panel, plans, runs);
  showCost(runs, begin);
  if (runs.every(({ done }) => done)) return;
  const left = call.seeds.length > 1 ? ` of seed ${call.seeds[runs.length - 1]}` : '';
  const done = `${runs.at(-1)!.origins} of ${call.origins.length} origins${left} are done and written`;
  throw new CommandError(`--minutes ${call.minutes} have passed: ${done}`, OUT_OF_TIME);
});

/** What a catalogue told of the history's games: where it names others, or other columns, it told nothing. */
function factsWords({ games }: Panel): string {
  const dated = games.filter(({ releaseDay }) => releaseDay !== null).length;
  const withGenres = games.filter(({ genres }) => genres.length > 0).length;
  return `; catalogue: release dates of ${dated}, genres of ${withGenres}`;
}

/** Without files, several seeds still share what the baselines say. */
async function openCache(call: BacktestCall, folder: string): Promise<FoldCache | undefined> {
  if (call.cache) return folderCache(folder, await codeVersion(), console.error);
  return call.seeds.length > 1 ? memoryCache() : undefined;
}

interface Setting {
  readonly call: BacktestCall;
  readonly panel: Panel;
  readonly plans: 'file' | 'none';
  readonly cache: FoldCache | undefined;
  readonly deadline: number;
}

/** What is kept of one seed's backtest once its forecasts are written. */
interface Run extends Pick<BacktestResult, 'done' | 'trainingMs' | 'kernelId'> {
  readonly seed: number;
  readonly origins: number;
  readonly scores: BacktestScores;
  readonly examples: readonly ExampleGame[];
  /** Who was served, a line an origin. */
  readonly served: readonly string[];
}

async function runSeed({ call, panel, plans, cache, deadline }: Setting, seed: number): Promise<Run> {
  const book = new ScoreBook(panel);
  const several = call.seeds.length > 1;
  const fileOf = (file: string): string => (several ? pathOfSeed(file, seed) : file);
  let newest: OriginResult | undefined;
  const served: string[] = [];
  let origins = 0;
  await writeOutput(fileOf(call.out), dailyHeader);
  if (call.totals !== undefined) await writeOutput(fileOf(call.totals), totalsHeader);
  const { done, trainingMs, kernelId } = await forecastAll({
    panel,
    origins: call.origins,
    config: { ...defaultConfig, horizon: call.horizon },
    seeds: networkSeeds(defaultConfig, seed),
    plans,
    kernel: call.kernel,
    threads: call.threads,
    deadline,
    now: Date.now,
    keepResults: false,
    ...(cache === undefined ? {} : { cache }),
    onProgress: (origin, step, total) => showProgress(`training for ${formatDay(origin)}`, step, total),
    onOrigin: async (result) => {
      book.add(result);
      if (newest === undefined || result.origin > newest.origin) newest = result;
      origins += 1;
      await writeOutput(fileOf(call.out), dailyRows(panel, result), appendFile);
      if (call.totals !== undefined) {
        await writeOutput(fileOf(call.totals), totalsRows(panel, result), appendFile);
      }
      const line = servedLines(result, panel, replacedGames(panelBefore(panel, result.origin)));
      served.push(line);
      console.log((several ? `seed ${seed}: ` : '') + line);
    },
  });
  const examples = newest === undefined ? [] : exampleGames(panel, newest);
  return { seed, done, trainingMs, kernelId, origins, scores: book.scores(), examples, served };
}

async function forecastAll(options: Parameters<typeof runBacktest>[0]): Promise<BacktestResult> {
  try {
    return await runBacktest(options);
  } catch (error) {
    if (error instanceof KernelUnavailableError) throw new CommandError(error.message);
    throw error;
  }
}

function showProgress(what: string, step: number, total: number): void {
  if (process.stderr.isTTY !== true) return;
  process.stderr.write(step < total ? `\r${what}: step ${step} of ${total} ` : '\r\x1b[K');
}

async function writeOutput(
  file: string,
  text: string,
  write: (file: string, text: string) => Promise<void> = writeFile,
): Promise<void> {
  try {
    await write(file, text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Finds out before the training whether the page can be written, without touching one that is there or leaving one. */
async function openReport(folder: string): Promise<void> {
  const file = path.join(folder, REPORT);
  try {
    await makeFolder(path.resolve(folder));
    await access(folder, constants.W_OK);
    await (await openIfThere(file))?.close();
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Not by Node's own recursion, which under /proc never ends. */
async function makeFolder(folder: string): Promise<void> {
  const make = async (): Promise<string> => {
    try {
      await mkdir(folder);
      return '';
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
      return code;
    }
  };
  if ((await make()) !== 'ENOENT') return;
  await makeFolder(path.dirname(folder));
  await mkdir(folder);
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The tables of the terminal and the page, over the seeds that came to their end, or what the only one came to. */
async function report(
  call: BacktestCall,
  panel: Panel,
  plans: 'file' | 'none',
  runs: readonly Run[],
): Promise<void> {
  const whole = runs.filter(({ done, origins }) => (runs.length === 1 ? origins > 0 : done));
  if (whole.length === 0) return;
  const all = whole.map(({ scores }) => scores);
  const seeds = whole.map(({ seed }) => seed);
  const mean = meanScores(all);
  console.log(`\n${scoreTable(mean)}\n`);
  if (seeds.length > 1) console.log(`${seedTable(seeds, all, mean)}\n`);
  if (call.report === undefined) return;
  const { kernelId, examples, served } = whole[0]!;
  const about = {
    history: path.basename(call.history),
    games: panel.games.length,
    firstDay: panel.start,
    lastDay: panel.start + panel.days - 1,
    origins: call.origins.slice(0, whole[0]!.origins),
    horizon: call.horizon,
    plans,
    networks: defaultConfig.networks,
    recipe: defaultConfig.recipe,
    kernelId,
  };
  const file = path.join(call.report, REPORT);
  await writeOutput(file, reportPage({ about, seeds, all, mean, examples, served }));
  console.log(`report: ${file}`);
}

function showCost(runs: readonly Run[], begin: number): void {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const training = runs.reduce((sum, { trainingMs }) => sum + trainingMs, 0);
  console.log(
    `kernel ${runs[0]!.kernelId}; training ${seconds(training)}, in all ${seconds(Date.now() - begin)};` +
      ` peak memory ${megabytes} MB`,
  );
}
