import pg, { type Pool, type PoolClient, type PoolConfig } from 'pg';
import { statementTimeout } from './errors.ts';
import type { DataApiLimits } from './limits.ts';
import { Transactions } from './transactions.ts';
import { surviveLostConnections } from '../../../database/lost-connections.ts';

const MAX_CONNECTIONS = 20;

/** Statements that leave something behind in their session. */
const LEAVES_TRACES = /^\s*(set|listen|declare)\b|\bset_config\b|\btemp(orary)?\b|\badvisory_lock/i;

/** The server's connections: a pool for each way of signing in, opened as it is first asked for. */
export class Connections {
  readonly transactions: Transactions;
  readonly #limits: DataApiLimits;
  readonly #pools = new Map<string, Pool>();
  /** Statements that outlived their caller: the number of their backend, and where to cancel it. */
  readonly #continuing = new Map<number, Pool>();

  constructor(limits: DataApiLimits) {
    this.#limits = limits;
    this.transactions = new Transactions(limits);
  }

  pool(config: PoolConfig): Pool {
    const key = JSON.stringify(config);
    const known = this.#pools.get(key);
    if (known) return known;
    const settings = [
      'timezone=UTC',
      'datestyle=ISO',
      'bytea_output=hex',
      `statement_timeout=${this.#limits.statementMs}`,
    ].map((setting) => `-c ${setting}`);
    const pool = new pg.Pool({
      max: MAX_CONNECTIONS,
      idleTimeoutMillis: 10_000,
      allowExitOnIdle: true,
      ...config,
      options: [config.options, ...settings].filter(Boolean).join(' '),
    });
    surviveLostConnections(pool);
    this.#pools.set(key, pool);
    return pool;
  }

  /** A connection for one task; what the statement leaves in the session is wiped. */
  async run<Result>(
    config: PoolConfig,
    sql: string,
    task: (client: PoolClient) => Promise<Result>,
  ): Promise<Result> {
    const client = await this.pool(config).connect();
    try {
      return await task(client);
    } finally {
      if (LEAVES_TRACES.test(sql)) await client.query('DISCARD ALL').catch(() => undefined);
      client.release();
    }
  }

  /**
   * A task that goes on when its time is over: the caller gets StatementTimeoutException, the connection stays with
   * the statement until that ends.
   */
  async runOn<Result>(config: PoolConfig, task: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const pool = this.pool(config);
    const client = await pool.connect();
    const whole = this.#withoutTimeout(pool, client, task);
    whole.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(statementTimeout()), this.#limits.statementMs);
    });
    try {
      return await Promise.race([whole, limit]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #withoutTimeout<Result>(
    pool: Pool,
    client: PoolClient,
    task: (client: PoolClient) => Promise<Result>,
  ): Promise<Result> {
    let backend: number | undefined;
    try {
      const answer = await client.query<{ pid: number }>(
        "SELECT pg_backend_pid() AS pid, set_config('statement_timeout', '0', false)",
      );
      backend = answer.rows[0]?.pid;
      if (backend !== undefined) this.#continuing.set(backend, pool);
      return await task(client);
    } finally {
      await client.query('DISCARD ALL').catch(() => undefined);
      if (backend !== undefined) this.#continuing.delete(backend);
      client.release();
    }
  }

  /** Rolls back what is open and cancels what still runs. */
  async close(): Promise<void> {
    await this.transactions.close();
    for (const [backend, pool] of this.#continuing) {
      await pool.query('SELECT pg_cancel_backend($1)', [backend]).catch(() => undefined);
    }
    await Promise.all([...this.#pools.values()].map((pool) => pool.end()));
  }
}
