import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDay } from '../../domain/days.ts';
import { CommandError } from '../cli/command.ts';

/** What an installation remembers of its first start, in `state.json`. */
export interface InstallationState {
  /** Day of the first start (UTC), YYYY-MM-DD: the demo's sales before it are given, those after it are added. */
  readonly anchor: string;
  /** False for a store that was started with `--empty`; it stays one. */
  readonly demo: boolean;
}

/** Reads what the first start decided, or decides it. */
export async function installationState(
  home: string,
  today: string,
  empty: boolean,
): Promise<InstallationState> {
  const file = path.join(home, 'state.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return parseState(file, text);
  const state: InstallationState = { anchor: today, demo: !empty };
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
  return state;
}

/** @throws CommandError: a guessed anchor would add sales to the wrong days. */
function parseState(file: string, text: string): InstallationState {
  const { anchor, demo } = readObject(text);
  if (typeof anchor === 'string' && parseDay(anchor) !== null && typeof demo === 'boolean')
    return { anchor, demo };
  throw new CommandError(
    `${file} is damaged; expected {"anchor": "YYYY-MM-DD", "demo": true or false}, the day of the first start and ` +
      'whether it had demo data. Put that back, or move the whole folder away to start anew.',
  );
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
