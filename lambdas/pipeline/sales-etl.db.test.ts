import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../testing/sales-seeds.ts';

let store: PipelineStore;
let seeds: SalesSeeds;

beforeAll(async () => {
  store = await openPipelineStore();
  seeds = new SalesSeeds(store.pool);
});
afterAll(() => store.close());

async function series(key: string): Promise<Record<string, string>[]> {
  return parse((await store.read(key)) ?? '', { columns: true }) as Record<string, string>[];
}

describe('the nightly run', () => {
  it('turns orders, refunds and history into one file a game', async () => {
    const game = await seeds.game({
      title: 'Night, "Run"',
      releaseDate: '2026-01-02',
      genres: ['action', 'indie'],
      price: { from: '2026-01-02T00:00:00Z', amount: 2000 },
    });
    const line = await seeds.sale(game, '2026-01-03T12:00:00Z', { quantity: 3, unit: 1500, list: 2000 });
    await seeds.refund(line, '2026-01-05T10:00:00Z', 1);
    await seeds.history([[game, '2026-01-04', 5, 2000, 1000]]);

    const ended = await store.run({ runDate: '2026-01-07', asOf: '2026-01-06' });

    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const rows = await series(`kratos/sales_data/${game}/sales_data.csv`);
    expect(
      rows.map((row) => [row['purchase_date'], row['quantity'], row['refunded_quantity'], row['unit_price']]),
    ).toEqual([
      ['2026-01-02', '0', '0', '20.00'],
      ['2026-01-03', '3', '0', '15.00'],
      ['2026-01-04', '5', '0', '10.00'],
      ['2026-01-05', '0', '1', '20.00'],
    ]);
    expect(rows[0]).toMatchObject({
      game_title: 'Night, "Run"',
      genre_action: '1',
      list_price: '20.00',
      observed: '1',
    });
    expect(await store.stagingTables()).toEqual([]);
    expect(store.forecasts).toHaveLength(1);
  });
});
