import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { functions, type FunctionDefinition } from '../lambdas/functions.ts';
import { storeHome } from '../local/home.ts';
import { startBackend, type Backend } from '../local/runtime/backend.ts';
import { stateMachineArn } from '../local/runtime/function-environment.ts';
import type { BenchTable } from './table.ts';

const sizes = [100_000, 1_000_000] as const;
const games = 1_000;
const days = 730;
const asOf = '2026-01-01';

interface Measured {
  readonly lines: number;
  readonly seconds: number;
  readonly states: ReadonlyMap<string, number>;
}

/** The whole nightly run, functions in processes of their own, at two sizes of the same store. */
export async function benchEtl(): Promise<BenchTable> {
  const parent = path.join(storeHome(), 'bench');
  await mkdir(parent, { recursive: true });
  const home = await mkdtemp(path.join(parent, 'etl-'));
  const backend = await startBackend({
    home,
    baseUrl: 'http://127.0.0.1:3000',
    trustedOrigins: [],
    log: () => undefined,
    functions: pipelineFunctions(),
    machines: ['sales-etl'],
  });
  try {
    await fillCatalogue(backend);
    const measured: Measured[] = [];
    let lines = 0;
    for (const size of sizes) {
      await addOrderLines(backend, lines, size);
      lines = size;
      measured.push(await timeRun(backend, size));
    }
    return toTable(measured);
  } finally {
    await backend.stop();
    await rm(home, { recursive: true, force: true });
  }
}

function pipelineFunctions(): Record<string, FunctionDefinition> {
  const own = Object.entries(functions).filter(([, { entry }]) => entry.startsWith('lambdas/pipeline/'));
  return {
    ...Object.fromEntries(own),
    'start-forecast': { entry: 'bench/fixtures/no-forecast.ts', memoryMb: 128, timeoutSeconds: 10, uses: {} },
  };
}

async function withOwner(backend: Backend, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: backend.database.url() });
  await client.connect();
  try {
    // The rows are sound by construction; checking each would only make the bench longer.
    await client.query('SET session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function fillCatalogue(backend: Backend): Promise<void> {
  await withOwner(backend, [
    `INSERT INTO users (id, name, email) VALUES ('bench', 'bench', 'bench@example.com')`,
    `INSERT INTO publishers (name, slug) VALUES ('Bench', 'bench')`,
    `INSERT INTO genres (name, slug) SELECT 'g' || g, 'g' || g FROM generate_series(1, 20) g`,
    `INSERT INTO games (publisher_id, slug, title, release_date)
     SELECT 1, 'game-' || g, 'Game ' || g, date '${asOf}' - ${days} FROM generate_series(1, ${games}) g`,
    `INSERT INTO game_genres SELECT g, 1 + (g + k) % 20 FROM generate_series(1, ${games}) g, generate_series(0, 2) k`,
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from, recorded_at)
     SELECT g, 'USD', 999 + g, date '${asOf}' - ${days}, date '${asOf}' - ${days} FROM generate_series(1, ${games}) g`,
  ]);
}

/** Two lines an order, spread over all games and days. */
async function addOrderLines(backend: Backend, from: number, to: number): Promise<void> {
  const order = `('00000000-0000-0000-0000-' || lpad(to_hex(o), 12, '0'))::uuid`;
  const orders = `generate_series(${from / 2}, ${to / 2 - 1}) o`;
  const paidAt = `timestamptz '${asOf} 00:00Z' - interval '1 minute' * (1 + (o::bigint * 7919) % ${days * 1440 - 1})`;
  await withOwner(backend, [
    `INSERT INTO orders (id, user_id, status, currency, total_minor, paid_at, recorded_at)
     SELECT ${order}, 'bench', 'paid', 'USD', 2000, ${paidAt}, ${paidAt} FROM ${orders}`,
    `INSERT INTO order_items (order_id, game_id, list_price_minor, unit_price_minor)
     SELECT ${order}, 1 + (o * 2 + k * 499) % ${games}, 999, 999 FROM ${orders}, generate_series(0, 1) k`,
    'ANALYZE orders',
    'ANALYZE order_items',
  ]);
}

async function timeRun(backend: Backend, lines: number): Promise<Measured> {
  const { executions } = backend.aws.states;
  const { executionArn } = executions.start({
    stateMachineArn: stateMachineArn('sales-etl'),
    name: `bench${lines}`,
    input: JSON.stringify({ runDate: asOf }),
  });
  const ended = await executions.settled(executionArn);
  if (ended.status !== 'SUCCEEDED')
    throw new Error(`the run of ${lines} lines ${ended.status}: ${ended.cause}`);
  const states = new Map<string, number>();
  const entered = new Map<string, number>();
  for (const event of executions.history(executionArn)) {
    const { stateEnteredEventDetails: into, stateExitedEventDetails: outOf } = event as {
      stateEnteredEventDetails?: { name: string };
      stateExitedEventDetails?: { name: string };
    };
    if (into) entered.set(into.name, event.timestamp);
    if (outOf) states.set(outOf.name, event.timestamp - (entered.get(outOf.name) ?? event.timestamp));
  }
  return { lines, seconds: ((ended.stopDate ?? 0) - ended.startDate) / 1000, states };
}

function toTable(measured: readonly Measured[]): BenchTable {
  const shown = ['ExtractSales', 'TransformGames', 'CheckQuality', 'PublishRun'];
  const [small, large] = measured;
  const ratio = small && large ? large.seconds / small.seconds : NaN;
  const growth = small && large ? large.lines / small.lines : NaN;
  return {
    title: `Nightly run: ${games.toLocaleString('en')} games, ${days} days`,
    columns: ['order lines', 'seconds', ...shown],
    rows: measured.map(({ lines, seconds, states }) => [
      lines.toLocaleString('en'),
      seconds.toFixed(1),
      ...shown.map((name) => ((states.get(name) ?? 0) / 1000).toFixed(1)),
    ]),
    notes: [
      'The whole state machine on the local stand-ins, each function in its own process; seconds from start to end.',
      `${growth} × the lines take ${ratio.toFixed(2)} × the time; the budget is ${1.1 * growth} ×.`,
      `Budget: 1,000,000 lines and 1,000 games within 60 s on 2 cores: ${(large?.seconds ?? NaN) <= 60 ? 'held' : 'missed'}.`,
    ],
  };
}
