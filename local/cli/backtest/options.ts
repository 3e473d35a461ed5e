import { readlinkSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseDay } from '../../../domain/days.ts';
import type { EpochDay } from '../../../domain/days.ts';
import type { KernelName } from '../../../forecasting/index.ts';
import { CommandError } from '../command.ts';
import { pathOfSeed } from './output.ts';

export const help = `Forecasts past days from the days before them, and scores the forecasts against what came.

npm run backtest -- --history FILE --origins DATE[,DATE...] --out FILE [options]

  --history FILE     sales history, CSV or CSV.gz: external_id,date,units and, if known, list_price,unit_price; a row a
                     game and day. From a game's first row to the file's last date a day without a row sold nothing.
  --origins DATES    first forecast days, such as 2020-04-15,2020-06-14; only rows before an origin are read for it
  --out FILE         receives external_id,origin,date,mean,p10,p50,p90: a row a game and day; one that is there is
                     replaced at once, and grows origin by origin
  --horizon DAYS     days to forecast, 7 to 180 (default 60)
  --plans file|none  file: list price and discount of the forecast days are known as planned, taken from the history;
                     none: no plan is known (default: file where the history holds prices)
  --totals FILE      receives external_id,origin,days,mean,p10,p50,p90 for the first 7, 30 and 60 days
  --catalogue FILE   catalogue, CSV or CSV.gz: external_id[,release_date][,genres]; a game's last row counts
  --seed N           decides the seeds of the networks (default 1)
  --seeds N,N...     instead of --seed: one backtest after another, each as with --seed N, and their mean;
                     FILE.csv of --out and --totals becomes FILE-seed-N.csv
  --report DIR       receives backtest.html: tables and plots on one page
  --minutes N        stops with status 3 once so many minutes have passed, and keeps what is done (default 15)
  --threads N        networks trained at once, 1 to 16 (default 2)
  --kernel NAME      simd, native or reference (default: native where it is built, else simd)
  --no-cache         neither uses nor keeps networks and folds of earlier runs (KRATOS_HOME/cache/folds)

The same files, seed and kernel give the same output, byte for byte, with or without what earlier runs kept.
Status: 0 done, 1 bad input, 2 wrong call, 3 out of time.`;

/** What a report's page is called in its folder. */
export const REPORT = 'backtest.html';
/** Links that are followed before they are taken for a ring. */
const MOST_LINKS = 40;
const LARGEST_SEED = 2_147_483_647;

export interface BacktestCall {
  readonly history: string;
  readonly origins: readonly EpochDay[];
  readonly out: string;
  readonly horizon: number;
  readonly plans: 'file' | 'none' | undefined;
  readonly totals: string | undefined;
  readonly catalogue: string | undefined;
  /** One backtest each. */
  readonly seeds: readonly number[];
  /** Folder of the page to be written. */
  readonly report: string | undefined;
  /** Whether networks and folds are kept from run to run. */
  readonly cache: boolean;
  readonly minutes: number;
  readonly threads: number;
  readonly kernel: KernelName | 'auto';
}

/** Reads the command line; a wrong call is a `CommandError` with status 2. */
export function readCall(args: readonly string[]): BacktestCall {
  const { values } = parseArgs({
    args: [...args],
    options: {
      history: { type: 'string' },
      origins: { type: 'string' },
      out: { type: 'string' },
      horizon: { type: 'string' },
      plans: { type: 'string' },
      totals: { type: 'string' },
      catalogue: { type: 'string' },
      seed: { type: 'string' },
      seeds: { type: 'string' },
      report: { type: 'string' },
      'no-cache': { type: 'boolean' },
      minutes: { type: 'string' },
      threads: { type: 'string' },
      kernel: { type: 'string' },
    },
  });
  const call: BacktestCall = {
    history: needed(values.history, '--history'),
    origins: readOrigins(needed(values.origins, '--origins')),
    out: needed(values.out, '--out'),
    horizon: whole(values.horizon, '--horizon', 60, 7, 180),
    plans: oneOf(values.plans, '--plans', ['file', 'none'] as const),
    totals: values.totals,
    catalogue: values.catalogue,
    seeds: readSeeds(values.seed, values.seeds),
    report: values.report,
    cache: values['no-cache'] !== true,
    minutes: positive(values.minutes, '--minutes', 15),
    threads: whole(values.threads, '--threads', 2, 1, 16),
    kernel: oneOf(values.kernel, '--kernel', ['simd', 'native', 'reference'] as const) ?? 'auto',
  };
  checkFiles(call);
  return call;
}

/** No file that is written is read too, nor written twice. */
function checkFiles({ history, catalogue, out, totals, report, seeds }: BacktestCall): void {
  const taken = new Map<string, string>();
  const take = (file: string, option: string): void => {
    const names = namesOf(file);
    const other = names.map((name) => taken.get(name)).find((found) => found !== undefined);
    if (other !== undefined) throw wrong(`${option} is ${file}, which ${other} names too`);
    for (const name of names) taken.set(name, option);
  };
  take(history, '--history');
  if (catalogue !== undefined) take(catalogue, '--catalogue');
  for (const [file, option] of [
    [out, '--out'],
    [totals, '--totals'],
  ] as const) {
    if (file === undefined) continue;
    for (const seed of seeds) take(seeds.length > 1 ? pathOfSeed(file, seed) : file, option);
  }
  if (report !== undefined) take(path.join(report, REPORT), '--report');
}

/** What tells a file from others: where it truly lies, or would, and its number where it is there, for hard links. */
function namesOf(file: string): string[] {
  const full = realPath(path.resolve(file));
  try {
    const found = statSync(full);
    return found.isFile() ? [full, `${found.dev}:${found.ino}`] : [full];
  } catch {
    return [full];
  }
}

/** A link stands for what it names, also where that is not there yet. */
function realPath(full: string, links = 0): string {
  try {
    return realpathSync(full);
  } catch {
    const folder = path.dirname(full);
    if (folder === full) return full;
    const own = path.join(realPath(folder, links), path.basename(full));
    const target = links < MOST_LINKS ? targetOf(own) : null;
    return target === null ? own : realPath(path.resolve(path.dirname(own), target), links + 1);
  }
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link);
  } catch {
    return null;
  }
}

function wrong(message: string): CommandError {
  return new CommandError(`${message}\nSee --help.`, 2);
}

function needed(value: string | undefined, option: string): string {
  if (value === undefined || value === '') throw wrong(`${option} is needed`);
  return value;
}

function readOrigins(text: string): EpochDay[] {
  const origins = text.split(',').map((part) => {
    const day = parseDay(part.trim());
    if (day === null) {
      throw wrong(`--origins holds "${part}", expected dates such as 2020-04-15,2020-06-14`);
    }
    return day;
  });
  if (new Set(origins).size < origins.length) throw wrong('--origins names a date twice');
  return origins;
}

function readSeeds(seed: string | undefined, seeds: string | undefined): number[] {
  if (seeds === undefined) return [whole(seed, '--seed', 1, 0, LARGEST_SEED)];
  if (seed !== undefined) throw wrong('--seed and --seeds exclude each other');
  const read = seeds.split(',').map((part) => whole(part, '--seeds', 1, 0, LARGEST_SEED));
  if (new Set(read).size < read.length) throw wrong('--seeds names a seed twice');
  return read;
}

function whole(
  text: string | undefined,
  option: string,
  fallback: number,
  least: number,
  most: number,
): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw wrong(`${option} is "${text}", expected a whole number from ${least} to ${most}`);
  }
  return value;
}

function positive(text: string | undefined, option: string, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value))
    throw wrong(`${option} is "${text}", expected a number above 0`);
  return value;
}

function oneOf<Name extends string>(
  text: string | undefined,
  option: string,
  names: readonly Name[],
): Name | undefined {
  if (text === undefined) return undefined;
  const found = names.find((name) => name === text);
  if (found === undefined) throw wrong(`${option} is "${text}", expected ${names.join(' or ')}`);
  return found;
}
