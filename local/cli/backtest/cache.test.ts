import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runBacktest } from '../../../forecasting/index.ts';
import type { BacktestResult, FoldCache } from '../../../forecasting/index.ts';
import { panelStart, rhythmicPanel, smallConfig } from '../../../testing/panels.ts';
import { codeVersion, folderCache, memoryCache, pruneFolder } from './cache.ts';

let folder: string;
const silent = (): void => undefined;
const bytes = Uint8Array.of(1, 2, 3, 4, 5);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'folds-'));
});

afterAll(() => rm(folder, { recursive: true }));

const within = (name: string): string => path.join(folder, name);

async function filesOf(name: string): Promise<string[]> {
  return (await readdir(within(name))).map((file) => path.join(within(name), file));
}

describe('the folder of folds', () => {
  it('gives back what was written, to another command as well', async () => {
    await folderCache(within('one'), '1', silent).write('key', bytes);
    const later = folderCache(within('one'), '1', silent);
    expect(await later.read('key')).toEqual(bytes);
    expect(await later.read('other key')).toBeNull();
  });

  it('does not give what another version of the code left', async () => {
    await folderCache(within('two'), '1', silent).write('key', bytes);
    expect(await folderCache(within('two'), '2', silent).read('key')).toBeNull();
  });

  it('passes over a file that was cut, changed, or is of another key, and writes it anew', async () => {
    const cache = folderCache(within('three'), '1', silent);
    await cache.write('key', bytes);
    const [file] = await filesOf('three');
    const whole = await readFile(file!);
    const flipped = Buffer.from(whole);
    flipped[flipped.lastIndexOf(3)]! ^= 1;
    await cache.write('foreign', Uint8Array.of(9));
    const foreign = await readFile((await filesOf('three')).find((name) => name !== file)!);
    for (const damaged of [
      whole.subarray(0, 40),
      flipped,
      foreign,
      Buffer.from('not ours'),
      Buffer.alloc(0),
    ]) {
      await writeFile(file!, damaged);
      expect(await cache.read('key')).toBeNull();
    }
    await cache.write('key', bytes);
    expect(await cache.read('key')).toEqual(bytes);
  });

  it('keeps nothing where it cannot be written to, and says so once', async () => {
    await writeFile(within('four'), 'a file, not a folder');
    const said: string[] = [];
    const cache = folderCache(within('four'), '1', (message) => said.push(message));
    await cache.write('key', bytes);
    await cache.write('key', bytes);
    expect(await cache.read('key')).toBeNull();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('cannot keep networks and folds');
  });

  it('loses what was not used for longest once it is too large', async () => {
    const cache = folderCache(within('five'), '1', silent);
    await cache.write('old', new Uint8Array(1000));
    for (const file of await filesOf('five')) await utimes(file, 1, 1);
    await cache.write('new', new Uint8Array(1000));
    await pruneFolder(within('five'), 10_000);
    expect(await filesOf('five')).toHaveLength(2);
    await pruneFolder(within('five'), 2000);
    expect(await cache.read('old')).toBeNull();
    expect(await cache.read('new')).toHaveLength(1000);
    await pruneFolder(within('nowhere'));
  });
});

describe('a backtest with kept folds', () => {
  async function run(cache: FoldCache): Promise<{ steps: number; results: BacktestResult['results'] }> {
    let steps = 0;
    const { results } = await runBacktest({
      panel: rhythmicPanel(3, 80),
      origins: [panelStart + 66],
      config: { ...smallConfig, horizon: 14 },
      seeds: [1],
      plans: 'file',
      kernel: 'simd',
      threads: 1,
      now: () => 0,
      cache,
      onProgress: () => (steps += 1),
    });
    return { steps, results };
  }

  it('trains nothing the second time, and anew what is damaged, to the same numbers', async () => {
    const version = await codeVersion();
    expect(await codeVersion()).toBe(version);
    const cache = (): FoldCache => folderCache(within('six'), version, silent);
    const { results } = await run(memoryCache());
    const first = await run(cache());
    const second = await run(cache());
    expect(first.steps).toBeGreaterThan(0);
    expect(second.steps).toBe(0);
    for (const file of await filesOf('six')) await writeFile(file, (await readFile(file)).subarray(1));
    const third = await run(cache());
    expect(third.steps).toBe(first.steps);
    for (const one of [first, second, third]) expect(one.results).toEqual(results);
  });
});
