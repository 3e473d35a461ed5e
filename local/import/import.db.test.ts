import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { importCatalogue } from './catalogue.ts';
import type { ImportOutcome } from './import-run.ts';
import { importSalesHistory, type SalesHistoryOptions } from './sales-history.ts';

const steam = path.resolve(import.meta.dirname, '../../../shared/data/steam');
const header = 'external_id,title,release_date,developers,publishers,genres,tags,languages,list_price';
const historyHeader = 'external_id,date,units,list_price,unit_price';
const now = new Date('2026-03-01T12:00:00.000Z');

let database: TestDatabase;
let folder: string;
const covers = new Map<string, string>();

beforeEach(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'import-'));
  covers.clear();
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

async function fileOf(content: string | Buffer, name = 'file.csv'): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const common = () => ({ pool: database.pool(), now, reports: path.join(folder, 'reports'), currency: 'USD' });

async function catalogue(content: string | Buffer, skipBadRows = false): Promise<ImportOutcome> {
  return importCatalogue({
    ...common(),
    file: await fileOf(content),
    skipBadRows,
    putCover: (key, svg) => {
      covers.set(key, svg);
      return Promise.resolve();
    },
  });
}

async function history(
  content: string | Buffer,
  options: Partial<SalesHistoryOptions> = {},
): Promise<ImportOutcome> {
  const file = await fileOf(content);
  return importSalesHistory({
    ...common(),
    file,
    skipBadRows: false,
    source: 'history',
    measure: 'units',
    ...options,
  });
}

const query = async (sql: string): Promise<unknown[]> => (await database.pool().query<object>(sql)).rows;
const rowsOf = (...rows: string[]): string => [header, ...rows].join('\n');
const problemsOf = (outcome: ImportOutcome): string[] =>
  outcome.problems.shown.map(({ line, column, value, reason }) => `${line} ${column} "${value}" ${reason}`);

const tide = 'a1,Tide,2020-01-02,Dev One,Pub One|Pub Two,Action|Indie,Sea|Calm,English,19.99';

describe('the catalogue import', () => {
  it('brings in games with publisher, genres as shelves, price and a generated cover', async () => {
    const outcome = await catalogue(rowsOf(tide, 'a2,"Salt, ""Iron""",,Dev Two,,,,,'));
    expect(outcome).toMatchObject({ status: 'imported', rows: 2 });
    expect(
      await query(`SELECT g.slug, g.title, to_char(g.release_date, 'YYYY-MM-DD') AS released, p.name AS publisher,
          (SELECT amount_minor FROM price_points WHERE game_id = g.id) AS price,
          (SELECT string_agg(c.slug, ',' ORDER BY c.slug) FROM game_categories gc JOIN categories c ON c.id = gc.category_id
            WHERE gc.game_id = g.id) AS shelves FROM games g JOIN publishers p ON p.id = g.publisher_id ORDER BY g.id`),
    ).toEqual([
      {
        slug: 'tide',
        title: 'Tide',
        released: '2020-01-02',
        publisher: 'Pub One',
        price: 1999,
        shelves: 'action,indie',
      },
      {
        slug: 'salt-iron',
        title: 'Salt, "Iron"',
        released: null,
        publisher: 'Dev Two',
        price: null,
        shelves: null,
      },
    ]);
    expect([...covers.keys()]).toEqual(['covers/tide.svg', 'covers/salt-iron.svg']);
  });

  it('changes nothing the second time and says so', async () => {
    await catalogue(rowsOf(tide));
    const outcome = await catalogue(rowsOf(tide));
    expect(outcome).toMatchObject({
      status: 'unchanged',
      message: expect.stringContaining('nothing changed'),
    });
    expect(await query('SELECT count(*)::int AS n FROM price_points')).toEqual([{ n: 1 }]);
  });

  it('adds a dated price when it changes, ends the sale when it is blank, and keeps the slug of a new title', async () => {
    await catalogue(rowsOf(tide));
    await database
      .pool()
      .query("UPDATE price_points SET valid_from = '2026-01-01', recorded_at = '2026-01-01'");
    await catalogue(
      rowsOf(tide.replace('19.99', '9.5').replace('Tide', 'Tide: Remastered').replace('|Indie', '')),
    );
    expect(await query('SELECT amount_minor FROM price_points ORDER BY valid_from')).toEqual([
      { amount_minor: 1999 },
      { amount_minor: 950 },
    ]);
    expect(await query('SELECT slug, title FROM games')).toEqual([
      { slug: 'tide', title: 'Tide: Remastered' },
    ]);
    expect(await query('SELECT count(*)::int AS n FROM game_genres')).toEqual([{ n: 1 }]);
    await database.pool().query("UPDATE price_points SET valid_from = '2026-02-01' WHERE amount_minor = 950");
    await catalogue(rowsOf(tide.replace('19.99', '')));
    expect(await query("SELECT * FROM game_price(1, 'USD', '2026-03-02')")).toEqual([]);
  });

  it('writes titles by sound, by id where there is none, and with a short id where the slug is taken', async () => {
    await catalogue(
      rowsOf(
        '1,Ведьмак 3,,,,,,,1',
        '2,龍が如く,,,,,,,1',
        '3,Pokémon™,,,,,,,1',
        '4,POKEMON,,,,,,,1',
        'x/5,???,,,,,,,1',
      ),
    );
    expect(await query('SELECT slug FROM games ORDER BY id')).toEqual(
      ['vedmak-3', 'game-2', 'pokemon', 'pokemon-4', 'game-x-5'].map((slug) => ({ slug })),
    );
    expect(await query('SELECT name FROM publishers')).toEqual([{ name: 'Unknown publisher' }]);
  });

  it('names line, column, value and reason of every bad row and writes nothing, unless bad rows are skipped', async () => {
    const file = rowsOf(
      tide,
      ',No id,,,,,,,1',
      'b1,,,,,,,,1',
      'b2,Date,2020-02-30,,,,,,1',
      'b3,"Price\nof two lines",,,,,,,1.5e3',
      'b4,Short,,',
      'a1,Again,,,,,,,1',
      'b5,Minus,,,,,,,-1',
    );
    const refused = await catalogue(file);
    expect(refused.status).toBe('refused');
    expect(problemsOf(refused)).toEqual([
      '3 external_id "" is blank',
      '4 title "" is blank',
      '5 release_date "2020-02-30" is not a day; expected YYYY-MM-DD',
      '6 list_price "1.5e3" is not a price; expected a decimal such as 19.99, 0 or more',
      '8  "b4,Short,," row has 4 columns; expected 9',
      '9 external_id "a1" stands already in line 2; expected one row a game',
      '10 list_price "-1" is not a price; expected a decimal such as 19.99, 0 or more',
    ]);
    expect(await query('SELECT count(*)::int AS n FROM games')).toEqual([{ n: 0 }]);
    expect((await readFile(refused.problems.reportFile, 'utf8')).split('\n')).toHaveLength(9);
    expect(await catalogue(file, true)).toMatchObject({ status: 'imported' });
    expect(await query('SELECT count(*)::int AS n FROM games')).toEqual([{ n: 1 }]);
  });

  it('says what is wrong with a file that it cannot read at all', async () => {
    await expect(catalogue('')).rejects.toThrow('is empty; expected the header external_id,title');
    await expect(catalogue('external_id,title\n1,A')).rejects.toThrow('column release_date, developers');
    await expect(catalogue(`${header},colour\n`)).rejects.toThrow('column "colour" is unknown');
    await expect(catalogue(header)).rejects.toThrow('has no rows to import');
    const cut = gzipSync(rowsOf(tide)).subarray(0, 60);
    await expect(catalogue(cut)).rejects.toThrow('the gzip is damaged or cut off');
    const nowhere = { ...common(), file: path.join(folder, 'none.csv'), skipBadRows: false };
    await expect(importCatalogue({ ...nowhere, putCover: () => Promise.resolve() })).rejects.toThrow(
      'no such file',
    );
  });

  it('reads gzip, a byte order mark and CRLF, and takes latin-1 bytes for what they are', async () => {
    expect((await catalogue(gzipSync(`\ufeff${rowsOf(tide).replaceAll('\n', '\r\n')}`))).status).toBe(
      'imported',
    );
    const latin1 = await catalogue(Buffer.from(rowsOf('l1,Café,,,,,,,1'), 'latin1'));
    expect(problemsOf(latin1)[0]).toContain('is not valid UTF-8 text');
  });
});

describe('the sales history import', () => {
  const day = (rows: string[]): string => [historyHeader, ...rows].join('\n');
  beforeEach(async () => {
    await catalogue(rowsOf(tide));
  });

  it('writes days with prices to the cent and is the same for the gzip of the same file', async () => {
    const file = day(['a1,2020-01-01,5,19.99,9.98999999999', 'a1,2020-01-02,0,,']);
    expect(await history(file)).toMatchObject({ status: 'imported', message: '2 rows of source history' });
    expect(
      await query(
        'SELECT units, list_price_minor AS l, unit_price_minor AS u FROM sales_history ORDER BY date',
      ),
    ).toEqual([
      { units: 5, l: 1999, u: 999 },
      { units: 0, l: null, u: null },
    ]);
    expect(await history(gzipSync(file))).toMatchObject({ status: 'unchanged' });
    expect(await history(file, { source: 'other' })).toMatchObject({ status: 'imported' });
  });

  it('names every kind of bad row and writes nothing', async () => {
    const outcome = await history(
      day([
        'zz,2020-01-01,1,,',
        'a1,2020-13-01,1,,',
        'a1,2020-01-03,1.5,,',
        'a1,2020-01-04,-1,,',
        'a1,2030-01-01,1,,',
        'a1,2020-01-05,1,x,',
        'a1,2020-01-06,1,,',
        'a1,2020-01-06,2,,',
      ]),
    );
    expect(outcome.status).toBe('refused');
    expect(problemsOf(outcome)).toEqual([
      '2 external_id "zz" is no game of the catalogue; import its catalogue first',
      '3 date "2020-13-01" is not a day; expected YYYY-MM-DD',
      '4 units "1.5" is not a number of units; expected a whole number, 0 or more',
      '5 units "-1" is not a number of units; expected a whole number, 0 or more',
      '6 date "2030-01-01" lies after 2026-03-01',
      '7 list_price "x" is not a price; expected a decimal such as 19.99, 0 or more',
      '9 date "2020-01-06" stands already in line 8 for game a1; expected one row a game and day',
    ]);
    expect(await query('SELECT count(*)::int AS n FROM imports WHERE kind = $$sales-history$$')).toEqual([
      { n: 0 },
    ]);
  });

  it('refuses a source that begins to count something else, and a name that is none', async () => {
    await history(day(['a1,2020-01-01,5,,']));
    await expect(history(day(['a1,2020-01-02,5,,']), { measure: 'players' })).rejects.toThrow(
      'source history counts units',
    );
    await expect(history(day([]), { source: 'No Name' })).rejects.toThrow('--source "No Name"');
  });

  it("refuses this store's own sales", async () => {
    await database.pool().query(`INSERT INTO users (id, name, email) VALUES ('u', 'U', 'u@example.com');
      WITH o AS (INSERT INTO orders (user_id, status, currency, total_minor, paid_at)
        SELECT 'u', 'paid', 'USD', 1999, d FROM generate_series('2026-01-01'::timestamptz, '2026-01-10', '1 day') d RETURNING id)
      INSERT INTO order_items (order_id, game_id, quantity, list_price_minor, unit_price_minor) SELECT id, 1, 3, 1999, 1999 FROM o`);
    const rows = Array.from(
      { length: 10 },
      (_unused, i) => `a1,2026-01-${String(i + 1).padStart(2, '0')},3,,`,
    );
    await expect(history(day(rows))).rejects.toThrow("looks like this store's own sales (10 of 10 days");
    expect(await history(day(rows.map((row) => row.replace(',3,', ',7,'))))).toMatchObject({
      status: 'imported',
    });
  });

  (existsSync(steam) ? it : it.skip)(
    'takes in the whole Steam catalogue (needs ../shared/data/steam)',
    async () => {
      const file = path.join(steam, 'catalogue.csv.gz');
      const put = (): Promise<void> => Promise.resolve();
      const outcome = await importCatalogue({ ...common(), file, skipBadRows: false, putCover: put });
      expect(outcome).toMatchObject({ status: 'imported', rows: 1851 });
      expect(await importCatalogue({ ...common(), file, skipBadRows: false, putCover: put })).toMatchObject({
        status: 'unchanged',
      });
      expect(await query('SELECT count(*)::int AS n FROM games')).toEqual([{ n: 1852 }]);
    },
  );
});
