import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packArrays, sha256, unpackArrays } from '../../../forecasting/index.ts';
import type { FoldCache } from '../../../forecasting/index.ts';

const repository = path.resolve(import.meta.dirname, '..', '..', '..');
const MAGIC = 'KCCH';
const EXTENSION = '.fold';
/** Beyond so many bytes, what was not used for longest is removed. */
const LARGEST = 1_000_000_000;

/** Keeps entries as long as the command runs. */
export function memoryCache(): FoldCache {
  const entries = new Map<string, Uint8Array>();
  return {
    read: (key) => Promise.resolve(entries.get(key) ?? null),
    write: (key, bytes) => {
      entries.set(key, bytes);
      return Promise.resolve();
    },
  };
}

/**
 * Keeps entries as files of a folder, each under a name made of its key and `version`. A file carries its name and the
 * sha256 of what it holds: one that was damaged, or comes from elsewhere, is passed over and written anew. A folder
 * that cannot be written to keeps nothing, which `warn` hears once.
 */
export function folderCache(folder: string, version: string, warn: (message: string) => void): FoldCache {
  let warned = false;
  const nameOf = (key: string): string => sha256(new TextEncoder().encode(`${version} ${key}`));
  const fileOf = (name: string): string => path.join(folder, name + EXTENSION);
  return {
    async read(key) {
      const name = nameOf(key);
      try {
        const bytes = unwrap(name, await readFile(fileOf(name)));
        const now = new Date();
        await utimes(fileOf(name), now, now).catch(() => undefined);
        return bytes;
      } catch {
        return null;
      }
    },
    async write(key, bytes) {
      const name = nameOf(key);
      const half = `${fileOf(name)}.${process.pid}`;
      try {
        await mkdir(folder, { recursive: true });
        await writeFile(half, wrap(name, bytes));
        await rename(half, fileOf(name));
      } catch (error) {
        if (!warned) warn(`${folder} cannot keep networks and folds: ${(error as Error).message}`);
        warned = true;
      }
    },
  };
}

function wrap(name: string, bytes: Uint8Array): Uint8Array {
  return packArrays(MAGIC, { header: { name, sha256: sha256(bytes) }, arrays: [bytes] });
}

function unwrap(name: string, file: Uint8Array): Uint8Array {
  const { header, arrays } = unpackArrays(MAGIC, file);
  const found = header as { readonly name?: unknown; readonly sha256?: unknown };
  const bytes = arrays[0];
  if (found.name !== name || !(bytes instanceof Uint8Array) || found.sha256 !== sha256(bytes)) {
    throw new Error('not what was written under this name');
  }
  return bytes;
}

/** Removes what was not used for longest until the rest is no larger than `largest` bytes. */
export async function pruneFolder(folder: string, largest = LARGEST): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => name.includes(EXTENSION))
      .map(async (name) => {
        const file = path.join(folder, name);
        // Another command may have removed it since.
        const there = await stat(file).catch(() => undefined);
        return there === undefined ? [] : [{ file, size: there.size, mtimeMs: there.mtimeMs }];
      }),
  );
  const files = found.flat();
  let total = files.reduce((sum, { size }) => sum + size, 0);
  for (const { file, size } of files.sort((a, b) => a.mtimeMs - b.mtimeMs)) {
    if (total <= largest) return;
    await rm(file, { force: true });
    total -= size;
  }
}

/**
 * Names the code that forecasts, and the JavaScript engine, whose logarithms may differ from another's in the last
 * digit: what an older version of either left behind is not used.
 */
export async function codeVersion(): Promise<string> {
  const hashes: string[] = [process.versions.v8];
  for (const folder of ['domain', 'forecasting']) {
    const names = await readdir(path.join(repository, folder), { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
    for (const file of files) hashes.push(path.relative(repository, file), sha256(await readFile(file)));
  }
  return sha256(new TextEncoder().encode(hashes.join('\n')));
}
