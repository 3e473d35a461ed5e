import { parseArgs } from 'node:util';
import { formatDay, parseDay } from '../../domain/days.ts';
import { runIdPattern } from '../../domain/sales/run-id.ts';
import { CommandError } from '../cli/command.ts';

const backfillModes = ['missing', 'failed', 'all'] as const;
export type BackfillMode = (typeof backfillModes)[number];

export interface PipelineOptions {
  /** The days to run for, in order; one unless a range was asked for. YYYY-MM-DD, exclusive. */
  readonly asOf: readonly string[];
  readonly runDate: string;
  readonly gameIds: readonly number[] | undefined;
  readonly baseRun: string | undefined;
  readonly dryRun: boolean;
  /** Which days of a range are run; undefined = no range. */
  readonly mode: BackfillMode | undefined;
}

const mostDays = 366;

/**
 * The command line as options.
 * @param today YYYY-MM-DD, UTC
 * @throws CommandError with status 2 that names the option, what was given and what was expected.
 */
export function parseOptions(args: readonly string[], today: string): PipelineOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      'as-of': { type: 'string' },
      'run-date': { type: 'string' },
      games: { type: 'string' },
      'base-run': { type: 'string' },
      'dry-run': { type: 'boolean' },
      from: { type: 'string' },
      to: { type: 'string' },
      mode: { type: 'string' },
    },
  });
  const range = values.from !== undefined || values.to !== undefined;
  if (range && values['as-of'] !== undefined) refuse('--as-of', 'cannot stand beside --from and --to');
  if (range && (values.from === undefined || values.to === undefined)) {
    refuse(values.from === undefined ? '--from' : '--to', 'is missing: a range has two ends');
  }
  if (!range && values.mode !== undefined) refuse('--mode', 'is for a range: give --from and --to');
  const runDate = values['run-date'] === undefined ? today : readDay('--run-date', values['run-date']);
  const asOf = range
    ? daysBetween(readDay('--from', values.from ?? ''), readDay('--to', values.to ?? ''))
    : [values['as-of'] === undefined ? runDate : readDay('--as-of', values['as-of'])];
  return {
    asOf,
    runDate,
    gameIds: values.games === undefined ? undefined : readGames(values.games),
    baseRun: values['base-run'] === undefined ? undefined : readRun(values['base-run']),
    dryRun: values['dry-run'] ?? false,
    mode: range ? readMode(values.mode ?? 'missing') : undefined,
  };
}

function refuse(option: string, problem: string): never {
  throw new CommandError(`${option} ${problem}\nSee --help.`, 2);
}

function readDay(option: string, text: string): string {
  if (parseDay(text) === null) refuse(option, `is "${text}", expected a day as YYYY-MM-DD`);
  return text;
}

function daysBetween(from: string, to: string): string[] {
  const first = parseDay(from) ?? 0;
  const last = parseDay(to) ?? 0;
  if (last < first) refuse('--to', `(${to}) lies before --from (${from})`);
  if (last - first >= mostDays)
    refuse('--to', `is ${last - first + 1} days on, expected at most ${mostDays} days`);
  return Array.from({ length: last - first + 1 }, (_, i) => formatDay(first + i));
}

function readGames(text: string): number[] {
  return text.split(',').map((part) => {
    const id = Number(part.trim());
    if (!/^\s*\d+\s*$/.test(part) || !Number.isSafeInteger(id) || id < 1) {
      refuse('--games', `holds "${part}", expected ids of games divided by commas`);
    }
    return id;
  });
}

function readRun(text: string): string {
  if (!runIdPattern.test(text)) refuse('--base-run', `is "${text}", expected the id of a run`);
  return text;
}

function readMode(text: string): BackfillMode {
  const mode = backfillModes.find((known) => known === text);
  return mode ?? refuse('--mode', `is "${text}", expected ${backfillModes.join(', ')}`);
}
