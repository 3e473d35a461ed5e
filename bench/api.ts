import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { createCatalogueApp } from '../lambdas/api/catalogue/app.ts';
import { storeHome } from '../local/home.ts';
import { startStoreDatabase, type StoreDatabase } from '../local/store-database.ts';
import { callApi, testApiContext, type TestedApp } from '../testing/api.ts';
import { catalogueInstant, catalogueRows } from './catalogue-rows.ts';
import type { BenchTable } from './table.ts';

const sizes = [2_000, 100_000] as const;
const rounds = { warm: 5, timed: 25 } as const;
const budget = { statements: 2, cpuMs: 2, wallMs: 150 } as const;

/** What a shopper asks for, the slowest of each kind among it. */
const requests: readonly (readonly [name: string, path: string])[] = [
  ['list, by sales', '/api/games'],
  ['list, newest', '/api/games?sort=new'],
  ['list, cheapest', '/api/games?sort=price'],
  ['list, dearest', '/api/games?sort=-price'],
  ['list, largest discount', '/api/games?sort=discount'],
  ['discounted, by sales', '/api/games?price=discounted'],
  ['under 10, by sales', '/api/games?price=under-10'],
  ['a genre, by sales', '/api/games?genre=genre_3'],
  ['a genre, cheapest under 20', '/api/games?genre=genre_3&sort=price&price=under-20'],
  ['two genres and a category', '/api/games?genre=genre_3&genre=genre_10&category=category-3'],
  ['search, a common word', '/api/games?q=dragon'],
  ['search, its beginning', '/api/games?q=d'],
  ['search, two words', '/api/games?q=shadow+dragon'],
  ['search, misspelt common word', '/api/games?q=dragn'],
  ['search, two misspelt words', '/api/games?q=shadw+dragn'],
  ['search, no such word', '/api/games?q=xqzkw'],
  ['search, by price', '/api/games?q=dragon&sort=price'],
  ['facets: genres', '/api/genres'],
  ['facets: categories', '/api/categories'],
  ['detail', '/api/games/game-77'],
];

interface Measured {
  readonly statements: number;
  readonly cpuMs: number;
  readonly medianMs: number;
  readonly leastMs: number;
  readonly bytes: number;
}

/** The catalogue's app with its real statements on a real database, one request after the other. */
export async function benchApi(): Promise<BenchTable> {
  const parent = path.join(storeHome(), 'bench');
  await mkdir(parent, { recursive: true });
  const home = await mkdtemp(path.join(parent, 'api-'));
  const database = await startStoreDatabase({ home });
  const measured = new Map<string, Measured>();
  try {
    for (const games of sizes) {
      await fill(database, games);
      const context = testApiContext(database, 'kratos_catalogue', () => new Date(catalogueInstant));
      const app = createCatalogueApp({ ...context.api, currency: 'USD', version: 'bench' });
      for (const [name, address] of requests) {
        measured.set(`${name} ${games}`, await measure(app, address, context.statements));
      }
      await context.close();
    }
  } finally {
    await database.stop();
    await rm(home, { recursive: true, force: true });
  }
  return toTable(measured);
}

async function fill(database: StoreDatabase, games: number): Promise<void> {
  const client = new pg.Client({ connectionString: database.url() });
  await client.connect();
  try {
    await client.query(
      'TRUNCATE publishers, genres, categories, platforms, title_words RESTART IDENTITY CASCADE',
    );
    for (const statement of catalogueRows(games)) await client.query(statement);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

async function measure(app: TestedApp, address: string, statements: string[]): Promise<Measured> {
  for (let i = 0; i < rounds.warm; i++) await callApi(app, address);
  statements.length = 0;
  const answer = await callApi(app, address);
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}: ${answer.text}`);
  const counted = statements.length;
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < rounds.timed; i++) {
    const start = performance.now();
    await callApi(app, address);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  return {
    statements: counted,
    cpuMs: (user + system) / 1000 / rounds.timed,
    medianMs: times[times.length >> 1] ?? NaN,
    leastMs: times[0] ?? NaN,
    bytes: Buffer.byteLength(answer.text),
  };
}

function toTable(measured: ReadonlyMap<string, Measured>): BenchTable {
  const cells = (name: string, games: number): string[] => {
    const found = measured.get(`${name} ${games}`);
    if (!found) return [];
    const { statements, cpuMs, medianMs, leastMs } = found;
    return [String(statements), cpuMs.toFixed(1), leastMs.toFixed(1), medianMs.toFixed(1)];
  };
  const all = [...measured.values()];
  const worst = (pick: (one: Measured) => number) => Math.max(...all.map(pick));
  const verdict = (held: boolean) => (held ? 'held' : 'MISSED');
  return {
    title: 'API: the catalogue',
    columns: [
      'request',
      ...sizes.flatMap((games) => [
        `${games.toLocaleString('en')} games: SQL`,
        'CPU ms',
        'least ms',
        'median ms',
      ]),
    ],
    rows: requests.map(([name]) => [name, ...sizes.flatMap((games) => cells(name, games))]),
    notes: [
      `Events of API Gateway into the app, answers out, ${rounds.timed} times one after the other; 20 games a list, with` +
        ' their total. CPU is that of Node, all its threads; the rest of the time is PostgreSQL’s on the same cores.',
      `Largest answer ${(worst(({ bytes }) => bytes) / 1024).toFixed(1)} KB.`,
      `Budget of ${budget.statements} statements a request: ${verdict(worst(({ statements }) => statements) <= budget.statements)}.`,
      `Budget of ${budget.cpuMs} ms of CPU in Node: ${verdict(worst(({ cpuMs }) => cpuMs) <= budget.cpuMs)}, at most ${worst(({ cpuMs }) => cpuMs).toFixed(1)} ms.`,
      `Aim of ${budget.wallMs} ms for each median: ${verdict(worst(({ medianMs }) => medianMs) <= budget.wallMs)}, at most ${worst(({ medianMs }) => medianMs).toFixed(0)} ms.`,
    ],
  };
}
