import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Random } from '../../../forecasting/random.ts';
import type { ForecastStore } from '../../../testing/forecast-store.ts';
import { openTrainingStore, trainWholly } from '../../../testing/tiny-training.ts';
import { childDependencies } from '../../../testing/training-child.ts';

const KILLS = 6;
/** Milliseconds of work before a kill, at most: a small part of the whole training. */
const LONGEST = 900;

let store: ForecastStore;
/** steps: a chunk ends after every step; whole: it lasts to the end and saves after every step. */
type Chunks = 'steps' | 'whole';
const request = (modelId: string) => ({ modelId, runId: 'runa', executionArn: 'arn' });

beforeAll(async () => {
  store = await openTrainingStore({ runa: '2020-08-01' });
});
afterAll(() => store.close());

/** Trains in a process of its own, killed without warning after some time of work unless it is done before. */
async function trainInProcess(
  modelId: string,
  chunks: Chunks,
  milliseconds?: number,
): Promise<'done' | 'killed'> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const child = fork(join(root, 'testing', 'training-child.ts'), [JSON.stringify(request(modelId)), chunks], {
    cwd: root,
    env: { ...process.env },
    execArgv: ['--no-warnings', '--import', 'tsx'],
  });
  const ended = once(child, 'exit');
  await once(child, 'message');
  const timer =
    milliseconds === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), milliseconds);
  const [code, signal] = (await ended) as [number | null, string | null];
  clearTimeout(timer);
  if (signal === 'SIGKILL') return 'killed';
  expect(code).toBe(0);
  return 'done';
}

/** The bytes of every network and fold that a training leaves, by file, and no fold for the next one to find. */
async function takeResults(modelId: string): Promise<Record<string, string>> {
  const folders = [`kratos/models/${modelId}`, 'kratos/folds'].map((key) => store.objectPath(key));
  const found: [string, string][] = [];
  for (const folder of folders) {
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.bin'));
    for (const file of files.sort()) found.push([file, await readFile(join(folder, file), 'hex')]);
  }
  await rm(store.objectPath('kratos/folds'), { recursive: true });
  return Object.fromEntries(found);
}

describe('a training whose process is killed again and again', () => {
  let alone: Record<string, string>;
  beforeAll(async () => {
    await trainWholly({ ...childDependencies(), saveEvery: Infinity }, request('alone'));
    alone = await takeResults('alone');
    expect(Object.keys(alone).length).toBeGreaterThan(2);
  });

  it.each([['steps'], ['whole']] as const)(
    'goes on from what was saved to the bytes of one that was left alone (chunks: %s)',
    async (chunks) => {
      const random = Random.seeded(20);
      const ends: string[] = [];
      for (let n = 0; n < KILLS; n++) {
        ends.push(await trainInProcess(chunks, chunks, LONGEST * random.uniform()));
      }
      expect(ends.filter((end) => end === 'killed').length).toBeGreaterThanOrEqual(3);
      expect(await trainInProcess(chunks, chunks)).toBe('done');
      expect(await takeResults(chunks)).toEqual(alone);
    },
    120_000,
  );
});
