import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { daysToRun } from './backfill.ts';

let database: TestDatabase;
const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05'];

beforeAll(async () => {
  database = await createTestDatabase();
  const add = (
    id: string,
    day: string,
    status: string,
    hours: number,
    more: { games?: string; dry?: boolean } = {},
  ) =>
    database.pool().query(
      `INSERT INTO etl_runs (id, execution_arn, run_date, as_of, cutoff_at, status, started_at, finished_at, game_ids, dry_run)
       VALUES ($1, $1, $2, $2, now(), $3, now() - make_interval(hours => $4), now(), $5, $6)`,
      [id, day, status, hours, more.games ?? null, more.dry ?? false],
    );
  await add('a', '2026-01-01', 'succeeded', 9);
  await add('b', '2026-01-02', 'failed', 9);
  await add('c', '2026-01-03', 'failed', 9);
  await add('d', '2026-01-03', 'succeeded', 8);
  await add('e', '2026-01-04', 'succeeded', 9);
  await add('f', '2026-01-04', 'aborted', 8);
  await add('g', '2026-01-05', 'succeeded', 9, { games: '{1}' });
  await add('h', '2026-01-05', 'succeeded', 9, { dry: true });
});
afterAll(() => database.close());

describe('days of a backfill', () => {
  it('missing: those without a run of the whole store, however the others ended', async () => {
    expect(await daysToRun(database.url(), days, 'missing')).toEqual(['2026-01-05']);
  });

  it('failed: those whose newest run did not end well, and only those', async () => {
    expect(await daysToRun(database.url(), days, 'failed')).toEqual(['2026-01-02', '2026-01-04']);
  });

  it('all: every day', async () => {
    expect(await daysToRun(database.url(), days, 'all')).toEqual(days);
  });
});
