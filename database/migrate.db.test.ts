import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createEmptyDatabase } from '../testing/database.ts';
import { migrate } from './migrate.ts';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let directory: string;

beforeEach(async () => {
  database = await createEmptyDatabase();
  directory = await mkdtemp(path.join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

const write = (name: string, sql: string): Promise<void> => writeFile(path.join(directory, name), sql);
const run = (): ReturnType<typeof migrate> => migrate({ connectionString: database.url(), directory });

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  it('applies the files in order once, and nothing the second time', async () => {
    await write('0001_games.sql', 'CREATE TABLE games (id int)');
    await write('0002_title.sql', 'ALTER TABLE games ADD title text');
    expect(await run()).toEqual({ applied: ['0001_games.sql', '0002_title.sql'], before: 0 });
    expect(await run()).toEqual({ applied: [], before: 2 });
  });

  it('takes back the file that fails, keeps those before it and names file and line', async () => {
    await write('0001_games.sql', 'CREATE TABLE games (id int)');
    await write('0002_broken.sql', 'CREATE TABLE kept (id int);\nSELECT nothing FROM nowhere;');
    await expect(run()).rejects.toThrow(
      'migration 0002_broken.sql: relation "nowhere" does not exist (line 2)',
    );
    expect(await query("SELECT to_regclass('games') AS games, to_regclass('kept') AS kept")).toEqual([
      { games: 'games', kept: null },
    ]);
  });

  it('refuses an applied file that was changed, whatever its line ends, and names it', async () => {
    await write('0001_games.sql', 'CREATE TABLE games (\n  id int)');
    await run();
    await write('0001_games.sql', 'CREATE TABLE games (\r\n  id int)');
    expect((await run()).applied).toEqual([]);
    await write('0001_games.sql', 'CREATE TABLE games (id bigint)');
    await expect(run()).rejects.toThrow('migration 0001_games.sql was changed after it was applied');
  });

  it('refuses an applied file that is gone, and a new one that sorts before it', async () => {
    await write('0002_games.sql', 'CREATE TABLE games (id int)');
    await run();
    await write('0001_late.sql', 'SELECT 1');
    await expect(run()).rejects.toThrow('migration 0001_late.sql sorts before 0002_games.sql');
    await rm(path.join(directory, '0002_games.sql'));
    await expect(run()).rejects.toThrow(
      'migration 0002_games.sql was applied to this database, but its file is gone',
    );
  });

  it('bears newer files that were applied when it is told to, as a deployment that is rolled back is', async () => {
    await write('0001_games.sql', 'CREATE TABLE games (id int)');
    await write('0002_title.sql', 'ALTER TABLE games ADD title text');
    await run();
    await rm(path.join(directory, '0002_title.sql'));
    await expect(run()).rejects.toThrow('its file is gone');
    const again = () => migrate({ connectionString: database.url(), directory, newerApplied: true });
    expect(await again()).toEqual({ applied: [], before: 2 });
    await rm(path.join(directory, '0001_games.sql'));
    await write('0003_more.sql', 'CREATE TABLE more (id int)');
    await expect(again()).rejects.toThrow('migration 0001_games.sql was applied');
  });

  it('names a setting of an extension in a later session too, for an owner who is no superuser', async () => {
    const owner = `owner_${randomUUID().slice(0, 8)}`;
    const url = new URL(database.url());
    await query(`CREATE ROLE ${owner} LOGIN PASSWORD 'p'; GRANT ALL ON DATABASE ${url.pathname.slice(1)} TO ${owner};
      GRANT ALL ON SCHEMA public TO ${owner}`);
    [url.username, url.password] = [owner, 'p'];
    const asOwner = () => migrate({ connectionString: url.href, directory });
    try {
      await write('0001_extension.sql', 'CREATE EXTENSION pg_trgm');
      await asOwner();
      await write(
        '0002_function.sql',
        'CREATE FUNCTION f() RETURNS int LANGUAGE sql SET pg_trgm.similarity_threshold = 0.3 AS $$ SELECT 1 $$',
      );
      expect((await asOwner()).applied).toEqual(['0002_function.sql']);
    } finally {
      await query(`DROP OWNED BY ${owner} CASCADE; DROP ROLE ${owner}`);
    }
  });

  it('makes a second process wait, so that each file runs once', async () => {
    await write('0001_slow.sql', 'SELECT pg_sleep(0.3); CREATE TABLE games (id int)');
    const both = await Promise.all([run(), run()]);
    expect(both.map(({ applied }) => applied.length).sort()).toEqual([0, 1]);
  });

  it('brings an empty database to the schema of the store', async () => {
    const { applied } = await migrate({ connectionString: database.url() });
    expect(applied[0]).toBe('0001_roles_and_extensions.sql');
    expect(await query('SELECT count(*)::int AS games FROM games')).toEqual([{ games: 0 }]);
  });
});
