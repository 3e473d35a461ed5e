import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { importCatalogue } from '../../local/import/catalogue.ts';
import { importSalesHistory } from '../../local/import/sales-history.ts';
import { resultsOf } from '../../testing/pipeline-results.ts';
import { openPipelineStore, type PipelineStore } from '../../testing/pipeline-store.ts';

jest.setTimeout(180_000);

const files = path.resolve(import.meta.dirname, '../../../shared/data/steam');
const withFiles = existsSync(path.join(files, 'sales_history.csv.gz')) ? describe : describe.skip;
const asOf = '2020-06-14';

withFiles('a run over the real Steam files', () => {
  let store: PipelineStore;
  let ids: number[];

  beforeAll(async () => {
    store = await openPipelineStore();
    const common = {
      pool: store.pool,
      now: new Date(Date.now() - 60_000),
      reports: path.join(process.env['KRATOS_HOME'] ?? '.kratos', 'test', 'reports'),
      skipBadRows: false,
      currency: 'USD',
    };
    const putCover = (): Promise<void> => Promise.resolve();
    await importCatalogue({ ...common, file: path.join(files, 'catalogue.csv.gz'), putCover });
    const file = path.join(files, 'sales_history.csv.gz');
    await importSalesHistory({ ...common, file, source: 'history', measure: 'players' });
    const { rows } = await store.pool.query<{ id: number }>(
      `(SELECT DISTINCT game_id AS id FROM sales_history ORDER BY 1 LIMIT 60)
       UNION ALL (SELECT id FROM games g WHERE NOT EXISTS (SELECT 1 FROM sales_history WHERE game_id = g.id) ORDER BY 1 LIMIT 20)`,
    );
    ids = rows.map(({ id }) => id);
  });
  afterAll(() => store.close());

  it('gives each game a status and a file, every day of its history once, and loses no unit', async () => {
    const ended = await store.run({ runDate: '2026-01-01', asOf, gameIds: ids });
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    const manifest = await resultsOf(store).manifest(ended.runId);
    expect(manifest.totals).toMatchObject({ games: 80, failed: 0 });
    const { rows } = await store.pool.query<{ game_id: number; units: number; days: number }>(
      `SELECT game_id, sum(units)::float8 AS units, ($2::date - min(date))::integer AS days
         FROM sales_history WHERE game_id = ANY ($1) AND date < $2 GROUP BY 1 ORDER BY 1`,
      [ids, asOf],
    );
    expect(rows.length).toBeGreaterThan(50);
    const found = new Map(manifest.games.map((game) => [game.game_id, game]));
    expect(rows.map(({ game_id }) => [found.get(game_id)?.units, found.get(game_id)?.rows])).toEqual(
      rows.map(({ units, days }) => [units, days]),
    );
    const sold = new Set(rows.filter(({ units }) => units > 0).map(({ game_id }) => game_id));
    for (const game of manifest.games) {
      expect(game.status).toBe(sold.has(game.game_id) ? 'written' : 'no_sales');
      expect(game.measure).toBe(found.get(game.game_id)!.rows > 0 ? 'players' : 'units');
    }
    expect((await store.keys(`kratos/runs/${ended.runId}/sales_data/`)).length).toBe(80);
  });
});
