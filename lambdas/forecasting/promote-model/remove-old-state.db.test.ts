import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openForecastStore, type ForecastStore } from '../../../testing/forecast-store.ts';
import { tinyConfig } from '../../../testing/tiny-training.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { forecastingStore } from '../shared/context.ts';
import { removeOldState } from './remove-old-state.ts';

let store: ForecastStore;
const query = (sql: string, values: unknown[] = []) => store.pool.query(sql, values);

beforeAll(async () => {
  store = await openForecastStore();
});
afterAll(() => store.close());

async function put(key: string, text = 'x'): Promise<void> {
  const file = store.objectPath(key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** A published run of the day with its panel and its file. */
async function run(id: string, asOf: string): Promise<void> {
  await query(
    `INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, published, finished_at)
     VALUES ($1, $1, $2, $2, now(), 'succeeded', true, now())`,
    [id, asOf],
  );
  for (const name of ['panel/panel.bin', 'panel/panel.json', 'manifest.json', 'sales_data/1.csv']) {
    await put(`kratos/runs/${id}/${name}`);
  }
}

/** A training of a run with what it left in the bucket, and its model. */
async function training(
  runId: string,
  status: string,
  model: 'champion' | 'retired' | null,
): Promise<string> {
  const id = `model-${runId}`;
  const [{ as_of: asOf }] = (await query('SELECT as_of FROM etl_runs WHERE id = $1', [runId])).rows as [
    { as_of: string },
  ];
  await query(
    `INSERT INTO training_runs (id, execution_arn, run_id, status, stage, started_at) VALUES ($1, $1, $2, $3, 'done', $4)`,
    [id, runId, status, asOf],
  );
  if (model) {
    await query(
      `INSERT INTO models (id, training_run_id, status, manifest_key, recipe, kernel_id, seed, data_hash, as_of, metrics)
       VALUES ($1, $1, $2, 'key', 'recipe', 'simd', 1, 'hash', $3, '{}')`,
      [id, model, asOf],
    );
  }
  const plan = {
    format: 2,
    modelId: id,
    runId,
    dataHash: 'h',
    kernelId: 'k',
    gitCommit: 'c',
    threads: 1,
    config: tinyConfig,
    seeds: [1],
    gate: 'refresh',
    championConfig: null,
    // Two trainings of one week share the older fold.
    folds: [runId, 'shared'].map((hash) => ({
      origin: '2025-11-01',
      recipe: 'challenger',
      hash,
      // By other networks than those that are served.
      seeds: [7, 8],
    })),
    hash: 'h',
  };
  await put(`kratos/models/${id}/training/plan.json`, JSON.stringify(plan));
  for (const part of ['training.json', '1.state', '1.weights']) {
    await put(`kratos/models/${id}/training/${part}`);
  }
  const foldParts = [
    'training.json',
    '7.state',
    '7.weights',
    '8.state',
    '8.weights',
    'fold.bin',
    'plans.bin',
  ];
  for (const { hash } of plan.folds) {
    for (const part of foldParts) await put(`kratos/folds/${hash}/${part}`);
  }
  for (const name of ['manifest.json', 'net-1.bin', 'fold.bin']) await put(`kratos/models/${id}/${name}`);
  return id;
}

const clean = () => removeOldState(databaseOfFunction(), forecastingStore());
const there = (key: string): boolean => existsSync(store.objectPath(key));

describe('what a training clears away at its end', () => {
  it('is the panels and the training state of old runs, and never those of the champion or of what still runs', async () => {
    for (let day = 1; day <= 9; day++) await run(`r${day}`, `2026-01-0${day}`);
    const champion = await training('r1', 'succeeded', 'champion');
    const running = await training('r2', 'running', null);
    const old = await training('r3', 'succeeded', 'retired');
    const newest = [await training('r7', 'failed', null), await training('r8', 'succeeded', 'retired')];

    await clean();

    const panels = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8', 'r9'].filter((id) =>
      there(`kratos/runs/${id}/panel/panel.bin`),
    );
    expect(panels).toEqual(['r1', 'r2', 'r5', 'r6', 'r7', 'r8', 'r9']);
    expect(there('kratos/runs/r3/panel/panel.json')).toBe(false);
    const kept = [champion, running, old, ...newest].filter((id) =>
      there(`kratos/models/${id}/training/1.state`),
    );
    expect(kept).toEqual([champion, running, ...newest]);
    expect(there(`kratos/models/${old}/training/plan.json`)).toBe(false);
    // A folder goes with the last object in it.
    expect(there('kratos/folds/r3')).toBe(false);
    expect(there(`kratos/folds/r1/fold.bin`)).toBe(true);
    expect(there('kratos/folds/shared/fold.bin')).toBe(true);
    expect(there(`kratos/models/${old}/net-1.bin`)).toBe(true);
    expect(there('kratos/runs/r3/sales_data/1.csv')).toBe(true);
    expect(there('kratos/runs/r3/manifest.json')).toBe(true);
  });

  it('is nothing more the second time', async () => {
    const before = await clean();
    expect(await clean()).toBe(before);
    expect(there('kratos/runs/r1/panel/panel.bin')).toBe(true);
  });
});
