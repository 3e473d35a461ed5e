import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Deployment } from './deployment.ts';
import type { LocalSide } from './local-side.ts';
import type { Tally } from './tally.ts';

export interface Verified {
  readonly deployment: Deployment;
  readonly local: LocalSide;
  readonly tally: Tally;
  readonly runDate: string;
}

const runLimitMs = 120_000;

/** Everything that a visitor asks, through API Gateway and through the edge. */
export async function checkTheShop({ deployment, tally }: Verified): Promise<void> {
  let slug = '';
  await tally.check('the catalogue answers through API Gateway', async () => {
    const answer = await deployment.api('/api/games?limit=5');
    assert.equal(answer.status, 200, answer.text);
    const { items } = JSON.parse(answer.text) as { items: { slug: string }[] };
    assert.equal(items.length, 5);
    slug = items[0]!.slug;
  });
  await tally.check('a game answers through API Gateway', async () => {
    const answer = await deployment.api(`/api/games/${slug}`);
    assert.equal(answer.status, 200, answer.text);
    assert.equal((JSON.parse(answer.text) as { slug: string }).slug, slug);
  });
  await tally.check('the API refuses who goes round the edge', async () => {
    const answer = await deployment.apiWithoutEdge('/api/games');
    assert.equal(answer.status, 403, answer.text);
  });
  await tally.check('a shopper registers, signs in and sees an empty library', async () => {
    const shopper = { email: 'shopper@example.com', password: 'a long enough password' };
    const registered = await deployment.api('/api/auth/sign-up/email', {
      method: 'POST',
      body: { ...shopper, name: 'Shopper' },
    });
    assert.equal(registered.status, 200, registered.text);
    const signedIn = await deployment.api('/api/auth/sign-in/email', { method: 'POST', body: shopper });
    assert.equal(signedIn.status, 200, signedIn.text);
    const cookies = (signedIn.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]!);
    assert.ok(
      cookies.some((cookie) => cookie.startsWith('__Host-')),
      `cookies: ${cookies.join(' ')}`,
    );
    const library = await deployment.api('/api/me/library', { headers: { cookie: cookies.join('; ') } });
    assert.equal(library.status, 200, library.text);
    assert.deepEqual((JSON.parse(library.text) as { items: unknown[] }).items, []);
  });
  await tally.check('without a session there is no library', async () => {
    assert.equal((await deployment.api('/api/me/library')).status, 401);
  });
  await tally.check(
    'the application is in its bucket, pages asked for anew and assets for a year',
    async () => {
      const keys = await deployment.keys(deployment.siteBucket, '');
      assert.ok(keys.includes('index.html'), keys.join(' '));
      assert.ok(keys.some((key) => key.startsWith('assets/')));
    },
  );
  await deployment.allowPlainReads(deployment.siteBucket);
  await deployment.allowPlainReads(deployment.mediaBucket);
  await tally.check('the edge serves the application, and its page under the address of a game', async () => {
    for (const address of ['/index.html', `/games/${slug}`]) {
      const answer = await deployment.edge(address);
      assert.equal(answer.status, 200, answer.text.slice(0, 300));
      assert.match(answer.text, /<div id="root">/);
    }
  });
  await tally.check('the edge serves a cover', async () => {
    const [key = ''] = await deployment.keys(deployment.mediaBucket, 'covers/');
    const answer = await deployment.edge(`/media/${key}`);
    assert.equal(answer.status, 200, answer.text.slice(0, 300));
    assert.match(answer.text, /<svg/);
  });
  tally.skip('the edge leads /api to the API', "the emulator's edge calls no origin at a host name of AWS");
}

/** The nightly run of a day gives the bytes of the local run of that day. */
export async function checkTheNightlyRun({ deployment, local, tally, runDate }: Verified): Promise<void> {
  await tally.check('the nightly run succeeds, started as the schedule starts it', async () => {
    const arn = await deployment.start('sales-etl', 'good', { runDate: `${runDate}T01:15:00Z` });
    const { status, output } = await deployment.settled(arn, runLimitMs);
    assert.equal(status, 'SUCCEEDED', output);
    assert.equal(local.runStatus, 'SUCCEEDED');
  });
  await tally.check('its files are those of the local run, byte for byte', async () => {
    const games = (await readdir(local.salesData, { withFileTypes: true })).filter((entry) =>
      entry.isDirectory(),
    );
    assert.ok(games.length > 50, `${games.length} games`);
    const keys = await deployment.keys(deployment.dataBucket, 'kratos/sales_data/');
    assert.equal(keys.filter((key) => key.endsWith('.csv')).length, games.length);
    for (const { name } of games) {
      const expected = await readFile(path.join(local.salesData, name, 'sales_data.csv'), 'utf8');
      const found = await deployment.object(
        deployment.dataBucket,
        `kratos/sales_data/${name}/sales_data.csv`,
      );
      assert.ok(found === expected, `game ${name}: the files differ`);
    }
  });
}

/** One game's history is broken on purpose. */
export async function checkABrokenGame({ deployment, local, tally, runDate }: Verified): Promise<void> {
  const game = await breakAGame(local);
  let found: { games: { game_id: number; status: string; stale: boolean }[] } | undefined;
  await tally.check('a broken game: the execution fails and names it', async () => {
    const arn = await deployment.start('sales-etl', 'broken', { runDate });
    const { status } = await deployment.settled(arn, runLimitMs);
    assert.equal(status, 'FAILED');
    const { rows } = await local.deployed.query<{ status: string; cause: string }>(
      `SELECT status, error->>'cause' AS cause FROM etl_runs WHERE execution_arn = $1`,
      [arn],
    );
    assert.equal(rows[0]?.status, 'failed');
    assert.match(rows[0].cause, new RegExp(`^1 of \\d+ games failed: ${game}$`));
  });
  await tally.check('the other games are written, the broken one keeps its last good file', async () => {
    const pointer = await deployment.object(deployment.dataBucket, 'kratos/sales_data/latest.json');
    const { manifest_key: key } = JSON.parse(pointer ?? '{}') as { manifest_key: string };
    found = JSON.parse((await deployment.object(deployment.dataBucket, key)) ?? '{}') as typeof found;
    const games = found?.games ?? [];
    assert.ok(games.length > 50);
    assert.deepEqual(
      games.filter(({ status }) => status === 'failed').map(({ game_id, stale }) => [game_id, stale]),
      [[game, true]],
    );
    const expected = await readFile(path.join(local.salesData, String(game), 'sales_data.csv'), 'utf8');
    const kept = await deployment.object(deployment.dataBucket, `kratos/sales_data/${game}/sales_data.csv`);
    assert.ok(kept === expected, 'the last good file has changed');
  });
  await tally.check('no staging table and no lease is left', async () => {
    const { rows: tables } = await local.deployed.query(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'staging'`,
    );
    const { rows: leases } = await local.deployed.query('SELECT * FROM etl_lock');
    assert.deepEqual({ tables, leases }, { tables: [], leases: [] });
  });
}

/** A day of history sold for more than its list price, which no import takes; answers the game. */
async function breakAGame({ deployed }: LocalSide): Promise<number> {
  const { rows } = await deployed.query<{ game_id: number }>(
    `WITH import AS (
       INSERT INTO imports (kind, source, measure, file_name, sha256, row_count)
       VALUES ('sales-history', 'history', 'units', 'broken.csv', repeat('b', 64), 1) RETURNING id),
     old AS (SELECT game_id, date FROM sales_history ORDER BY game_id, date LIMIT 1)
     INSERT INTO sales_history (import_id, game_id, date, units, list_price_minor, unit_price_minor)
     SELECT import.id, old.game_id, old.date, 1, 100, 200 FROM import, old RETURNING game_id`,
  );
  return Number(rows[0]!.game_id);
}

/** Training and forecast that the good run started, in the zip form with the SIMD kernel. */
export async function checkTheForecast(
  { deployment, local, tally }: Verified,
  limitMs: number,
): Promise<void> {
  await tally.check('the training that the run started succeeds in the zip form', async () => {
    const executions = await deployment.executionsOf('train-model');
    assert.equal(executions.length, 1);
    const { status, output } = await deployment.settled(executions[0]!, limitMs);
    assert.equal(status, 'SUCCEEDED', output);
    const { rows } = await local.deployed.query<{ kernel: string }>(
      `SELECT kernel_id AS kernel FROM models WHERE status = 'champion'`,
    );
    assert.equal(rows.length, 1);
    assert.match(rows[0]!.kernel, /simd/);
  });
  await tally.check('every game has a forecast of 60 days', async () => {
    for (const arn of await deployment.executionsOf('forecast-sales')) {
      const { status, output } = await deployment.settled(arn, runLimitMs);
      assert.equal(status, 'SUCCEEDED', output);
    }
    const { rows } = await local.deployed.query<{ games: number }>(
      'SELECT count(DISTINCT game_id)::int AS games FROM sales_forecasts',
    );
    assert.ok((rows[0]?.games ?? 0) > 50, `${rows[0]?.games ?? 0} games`);
  });
}
