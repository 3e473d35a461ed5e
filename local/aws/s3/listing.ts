import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { keyToPath, nameToSegment } from './key-path.ts';

/** One line of a listing: an object, or the keys that share a beginning up to the delimiter. */
export type Entry = { key: string } | { commonPrefix: string };

export interface Walk {
  /** Only keys that begin so. */
  prefix: string;
  /** Only keys after this one, in the order of their UTF-8 bytes. */
  after: string;
  /** Fold everything below the first slash after the prefix into one entry. */
  fold: boolean;
}

const before = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;

/**
 * Walks a bucket's folder in key order. Only folders that can hold a key of the answer are read: it starts at the
 * one that the prefix names and passes over those that lie wholly before `after`.
 */
export async function* walk(bucketFolder: string, options: Walk): AsyncGenerator<Entry> {
  const slash = options.prefix.lastIndexOf('/');
  yield* walkFolder(bucketFolder, options.prefix.slice(0, slash + 1), options);
}

async function* walkFolder(bucketFolder: string, at: string, options: Walk): AsyncGenerator<Entry> {
  const { prefix, after, fold } = options;
  for (const { key, isFolder } of await children(bucketFolder, at)) {
    if (!key.startsWith(prefix)) continue;
    if (!isFolder) {
      if (before(after, key)) yield { key };
    } else if (!fold) {
      if (before(after, key) || after.startsWith(key)) yield* walkFolder(bucketFolder, key, options);
    } else if (await holdsKeyAfter(bucketFolder, key, after)) {
      yield { commonPrefix: key };
    }
  }
}

/** A listing that ended with a folded entry goes on after all of its keys. */
async function holdsKeyAfter(bucketFolder: string, folder: string, after: string): Promise<boolean> {
  if (after === folder) return false;
  if (!after.startsWith(folder)) return before(after, folder);
  const { done } = await walkFolder(bucketFolder, folder, { prefix: folder, after, fold: false }).next();
  return done !== true;
}

/** Files and folders below a prefix that ends in a slash or is empty; folders with their slash, in key order. */
async function children(bucketFolder: string, at: string): Promise<{ key: string; isFolder: boolean }[]> {
  const folder = at === '' ? bucketFolder : path.join(bucketFolder, keyToPath(at.slice(0, -1)));
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found
    .map((entry) => {
      const isFolder = entry.isDirectory();
      const key = `${at}${nameToSegment(entry.name)}${isFolder ? '/' : ''}`;
      return { key, isFolder, bytes: Buffer.from(key) };
    })
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes));
}
