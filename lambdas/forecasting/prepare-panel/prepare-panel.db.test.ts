import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPipelineStore, type PipelineStore } from '../../../testing/pipeline-store.ts';
import { SalesSeeds } from '../../../testing/sales-seeds.ts';
import { databaseOfFunction } from '../../shared/context.ts';
import { runKeys } from '../../pipeline/shared/keys.ts';
import { forecastingStore } from '../shared/context.ts';
import { panelKeys } from '../shared/keys.ts';
import { preparePanel } from './prepare-panel.ts';

const asOf = '2026-01-11';
let store: PipelineStore;
let sold: number;
let announced: number;

beforeAll(async () => {
  store = await openPipelineStore();
  const seeds = new SalesSeeds(store.pool);
  sold = await seeds.game({ title: 'Sold', releaseDate: '2026-01-01' });
  await seeds.sale(sold, '2026-01-05T12:00:00Z');
  announced = await seeds.game({ title: 'Announced', releaseDate: '2026-02-01' });
});
afterAll(() => store.close());

const release = (day: string | null) =>
  store.pool.query('UPDATE games SET release_date = $2 WHERE id = $1', [announced, day]);

/** The panel as it is made when none is there yet. */
async function freshPanel(runId: string): Promise<{ dataHash: string; bytes: string }> {
  const objects = forecastingStore();
  await objects.remove([panelKeys.description(runId), panelKeys.panel(runId)]);
  const { dataHash } = await preparePanel({ db: databaseOfFunction(), store: objects }, runId);
  return { dataHash, bytes: Buffer.from(await objects.read(panelKeys.panel(runId))).toString('base64') };
}

describe('the panel of a run', () => {
  it('is the same bytes although the release date of a game without a day was changed after the run', async () => {
    await release('2026-02-01');
    const run = await store.run({ runDate: asOf });
    const { runId } = run;
    expect(run.status).toBe('SUCCEEDED');
    const before = await freshPanel(runId);
    await release('2026-03-01');
    expect(await freshPanel(runId)).toEqual(before);
    await release(null);
    expect(await freshPanel(runId)).toEqual(before);

    await store.redrive(run, { runDate: asOf });
    expect(await freshPanel(runId)).toEqual(before);
  });

  it('knows the release dates of the games that were carried over from a base', async () => {
    await release('2026-02-01');
    const base = await store.run({ runDate: asOf });
    const before = await freshPanel(base.runId);
    await release('2026-03-01');
    const next = await store.run({ runDate: asOf, gameIds: [sold], baseRun: base.runId });
    expect(await freshPanel(next.runId)).toEqual(before);
  });

  it('takes the dates of the games as they are where a manifest of old does not tell them', async () => {
    await release('2026-02-01');
    const { runId } = await store.run({ runDate: asOf });
    const before = await freshPanel(runId);
    await store.damage(runKeys.manifest(runId), (text) =>
      text.replaceAll(/,"release_date":("[\d-]*"|null)/g, ''),
    );
    expect(await freshPanel(runId)).toEqual(before);
    await release('2026-03-01');
    expect((await freshPanel(runId)).dataHash).not.toBe(before.dataHash);
  });
});
