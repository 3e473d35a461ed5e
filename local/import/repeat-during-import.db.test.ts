import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { resultsOf } from '../../testing/pipeline-results.ts';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';
import { importCatalogue } from './catalogue.ts';
import type { ImportOutcome } from './import-run.ts';
import { importSalesHistory } from './sales-history.ts';

const asOf = '2026-01-11';
let store: PipelineStore;
let results: ReturnType<typeof resultsOf>;
let folder: string;

beforeAll(async () => {
  store = await openPipelineStore();
  results = resultsOf(store);
  folder = await mkdtemp(path.join(tmpdir(), 'repeat-'));
  const seeds = new SalesSeeds(store.pool);
  const game = await seeds.game({ title: 'Tide', price: { from: '2026-01-02T00:00:00Z', amount: 2000 } });
  await store.pool.query(`UPDATE games SET external_id = 'a1' WHERE id = $1`, [game]);
  await seeds.sale(game, '2026-01-05T12:00:00Z');
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Holds an import at the first statement that starts with the text, until it is let go on. */
function heldAt(text: string): { pool: pg.Pool; reached: Promise<void>; goOn: () => void } {
  let goOn = (): void => undefined;
  let reach = (): void => undefined;
  const going = new Promise<void>((resolve) => (goOn = resolve));
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const connect = async (): Promise<pg.PoolClient> => {
    const client = await store.pool.connect();
    const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
    const holding = async (...args: unknown[]): Promise<unknown> => {
      if (String(args[0]).startsWith(text)) {
        reach();
        await going;
      }
      return query(...args);
    };
    return new Proxy(client, {
      get: (target, name): unknown =>
        name === 'query' ? holding : name === 'release' ? () => target.release() : Reflect.get(target, name),
    });
  };
  return { pool: { connect } as unknown as pg.Pool, reached, goOn };
}

type Import = (pool: pg.Pool, name: string) => Promise<ImportOutcome>;

const common = { reports: '', skipBadRows: false, currency: 'USD' };

const history: Import = async (pool, name) => {
  const file = path.join(folder, `${name}.csv`);
  await writeFile(file, 'external_id,date,units,list_price,unit_price\na1,2026-01-06,40,20,10\n');
  return importSalesHistory({
    ...common,
    reports: folder,
    pool,
    now: new Date(),
    file,
    source: name,
    measure: 'units',
  });
};

const catalogue: Import = async (pool, name) => {
  const file = path.join(folder, `${name}.csv`);
  const header = 'external_id,title,release_date,developers,publishers,genres,tags,languages,list_price';
  await writeFile(file, `${header}\na1,Tide,,,House,,,,${50 + name.length}\n`);
  return importCatalogue({
    ...common,
    reports: folder,
    pool,
    now: new Date(),
    file,
    putCover: () => Promise.resolve(),
  });
};

describe('a run that is opened while an import is at work', () => {
  it.each([
    ['a history that has written nothing yet', 'early-history', history, 'SELECT id, measure'],
    ['a history that is about to write', 'late-history', history, 'INSERT INTO imports'],
    ['a history that is about to be seen', 'done-history', history, 'COMMIT'],
    ['a catalogue that has written nothing yet', 'early-catalogue', catalogue, 'SELECT name, slug'],
    ['a catalogue that is about to be seen', 'catalogue', catalogue, 'COMMIT'],
  ] as const)('writes the same bytes again after it: %s', async (_name, source, work, text) => {
    const held = heldAt(text);
    const importing = work(held.pool, source);
    await held.reached;
    const first = await store.run({ runDate: asOf });
    expect(first).toMatchObject({ status: 'SUCCEEDED' });
    const before = await results.files(first.runId);
    held.goOn();
    expect(await importing).toMatchObject({ status: 'imported' });

    await store.redrive(first, { runDate: asOf });

    expect(await results.files(first.runId)).toEqual(before);
    const { rows } = await store.pool.query<{ late: boolean }>(
      `SELECT bool_and(recorded_at >= cutoff_at) AS late FROM etl_runs,
         LATERAL (SELECT max(recorded_at) AS recorded_at FROM (
           SELECT recorded_at FROM imports UNION ALL SELECT recorded_at FROM price_points) r) newest
        WHERE id = $1`,
      [first.runId],
    );
    expect(rows).toEqual([{ late: true }]);
  });
});
