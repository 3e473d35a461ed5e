import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keyToPath, nameToSegment, segmentToName } from './key-path.ts';
import { walk, type Entry, type Walk } from './listing.ts';

const KEYS = ['a-b', 'a.b', 'a/1', 'a/2/x', 'a/2/y', 'a0', 'b//c', 'b/é', 'b/😀', 'b/\uFFFD', 'c%/d', '../e'];
let bucket: string;

beforeAll(async () => {
  bucket = await mkdtemp(path.join(tmpdir(), 'kratos-listing-'));
  for (const key of KEYS) {
    const file = path.join(bucket, keyToPath(key));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '');
  }
});

afterAll(() => rm(bucket, { recursive: true }));

async function list(options: Partial<Walk>): Promise<string[]> {
  const entries: Entry[] = [];
  for await (const entry of walk(bucket, { prefix: '', after: '', fold: false, ...options }))
    entries.push(entry);
  return entries.map((entry) => ('key' in entry ? entry.key : `[${entry.commonPrefix}]`));
}

const inByteOrder = (keys: string[]) =>
  [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('walking a bucket', () => {
  it('gives every key in the order of its UTF-8 bytes', async () => {
    expect(await list({})).toEqual(inByteOrder(KEYS));
  });

  it('after any key gives exactly those that follow', async () => {
    const sorted = inByteOrder(KEYS);
    for (const [index, after] of sorted.entries())
      expect(await list({ after })).toEqual(sorted.slice(index + 1));
  });

  it('folds what lies below the first slash after the prefix', async () => {
    expect(await list({ fold: true })).toEqual(['[../]', 'a-b', 'a.b', '[a/]', 'a0', '[b/]', '[c%/]']);
    expect(await list({ fold: true, prefix: 'a/' })).toEqual(['a/1', '[a/2/]']);
    expect(await list({ fold: true, after: 'a/' })).toEqual(['a0', '[b/]', '[c%/]']);
    expect(await list({ fold: true, prefix: 'a/', after: 'a/2/x' })).toEqual(['[a/2/]']);
    expect(await list({ fold: true, prefix: 'a/', after: 'a/2/y' })).toEqual([]);
  });

  it('of an absent prefix gives nothing', async () => {
    expect(await list({ prefix: 'nowhere/at/all' })).toEqual([]);
  });
});

describe('a part of a key', () => {
  it.each(['', '.', '..', '%', '%25', '%2E', '...', 'plain', 'a b', '\0'])(
    '%j has a file name of its own',
    (segment) => {
      const name = segmentToName(segment);
      expect(['', '.', '..']).not.toContain(name);
      expect(name).not.toContain('\0');
      expect(nameToSegment(name)).toBe(segment);
    },
  );

  it('longer than a file name can be is refused', () => {
    expect(() => keyToPath(`a/${'x'.repeat(256)}`)).toThrow(/255 bytes/);
    expect(() => keyToPath('x/'.repeat(600))).toThrow(/1024 bytes/);
  });
});
