import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bundleFunctions, type FunctionBundle } from './bundle.ts';

let root: string;

const source = (name: string, text: string): Promise<void> => writeFile(path.join(root, name), text);
const bundle = (functions: Parameters<typeof bundleFunctions>[0]['functions']): Promise<FunctionBundle[]> =>
  bundleFunctions({ root, outDir: path.join(root, 'out'), functions });
const cachedOf = (bundles: readonly FunctionBundle[]): boolean[] => bundles.map((entry) => entry.cached);

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'kratos-bundle-'));
  await mkdir(path.join(root, 'rules'));
  await source('rules/price.ts', 'export const price: number = 5;');
  await source('buy.ts', "import { price } from './rules/price.ts'; export const handler = () => price;");
  await source('browse.ts', 'export const handler = () => 1;');
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('bundling the functions', () => {
  const both = { buy: { entry: 'buy.ts' }, browse: { entry: 'browse.ts' } };

  it('makes one module a function that runs without its sources', async () => {
    const [buy] = await bundle(both);
    await rm(path.join(root, 'rules'), { recursive: true });
    const { handler } = (await import(buy!.file)) as { handler: () => number };
    expect(handler()).toBe(5);
    expect(buy!.bytes).toBe((await readFile(buy!.file)).length);
  });

  it('bundles again only what a changed file reaches', async () => {
    expect(cachedOf(await bundle(both))).toEqual([false, false]);
    expect(cachedOf(await bundle(both))).toEqual([true, true]);
    await source('rules/price.ts', 'export const price: number = 6;');
    expect(cachedOf(await bundle(both))).toEqual([false, true]);
    expect(await readFile(path.join(root, 'out/buy/index.mjs'), 'utf8')).toContain('6');
  });

  it('makes a bundle that is gone again', async () => {
    const [buy] = await bundle(both);
    await rm(buy!.file);
    expect(cachedOf(await bundle(both))).toEqual([false, true]);
  });

  it('puts worker threads beside the function', async () => {
    await source('worker.ts', 'export const steps = 400;');
    const [train] = await bundle({ train: { entry: 'buy.ts', workers: ['worker.ts'] } });
    const worker = (await import(path.join(train!.directory, 'worker.mjs'))) as { steps: number };
    expect(worker.steps).toBe(400);
  });

  it('names the function and the file that does not exist', async () => {
    await expect(bundle({ gone: { entry: 'gone/handler.ts' } })).rejects.toThrow(
      'function gone: its file gone/handler.ts does not exist',
    );
  });

  it('says where a source does not compile', async () => {
    await source('buy.ts', 'export const = 1;');
    await expect(bundle(both)).rejects.toThrow('buy.ts:1:13');
  });
});
