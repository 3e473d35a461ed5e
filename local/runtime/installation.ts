import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

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
  if (text !== undefined) return JSON.parse(text) as InstallationState;
  const state: InstallationState = { anchor: today, demo: !empty };
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.new`, file);
  return state;
}
