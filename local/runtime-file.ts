import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { markOf } from './aws/states/process-mark.ts';

/** How the commands find the store that runs: written once it is open, gone when it has closed. */
export interface RunningStore {
  readonly pid: number;
  /** The shop's port. */
  readonly port: number;
  readonly postgres: { readonly port: number };
  /** `AWS_ENDPOINT_URL…` and its address for each local stand-in. */
  readonly endpoints: Readonly<Record<string, string>>;
}

interface Stored extends RunningStore {
  /** When the process started, in the system's own words. */
  readonly started: string;
}

const fileOf = (home: string): string => path.join(home, 'runtime.json');

export async function writeRunningStore(home: string, store: RunningStore): Promise<void> {
  const written = `${fileOf(home)}.${process.pid}`;
  const marked: Stored = { ...store, started: markOf(store.pid)?.started ?? '' };
  await writeFile(written, `${JSON.stringify(marked, null, 2)}\n`);
  await rename(written, fileOf(home));
}

export async function removeRunningStore(home: string): Promise<void> {
  await rm(fileOf(home), { force: true });
}

/** The store that runs in this home; undefined when none does, also where a killed one left its file. */
export async function findRunningStore(home: string): Promise<RunningStore | undefined> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const stored = parse(text);
  if (!stored) return undefined;
  const { started, ...store } = stored;
  // The number alone may belong to another process by now.
  return markOf(store.pid)?.started === started ? store : undefined;
}

/** Undefined where a full disk or a power cut left something else: the store that runs writes it anew at its start. */
function parse(text: string): Stored | undefined {
  try {
    const value = JSON.parse(text) as Stored | null;
    return typeof value?.pid === 'number' ? value : undefined;
  } catch {
    return undefined;
  }
}
