import path from 'node:path';
import pg from 'pg';
import { migrate } from '../database/migrate.ts';
import { databaseRoles, type DatabaseRole } from '../lambdas/functions.ts';
import { startPostgres, superuser } from './postgres/start.ts';
import { findRunningStore } from './runtime-file.ts';
import { loadSecrets, type StoreSecrets } from './secrets.ts';
import { surviveLostConnections } from '../database/lost-connections.ts';

export const storeDatabaseName = 'kratos';

export interface StoreDatabase {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly name: typeof storeDatabaseName;
  /** URL for a role, or for the superuser who owns every table. */
  url(role?: DatabaseRole): string;
  /** Files that this start applied. */
  readonly applied: readonly string[];
}

export interface StartedStoreDatabase extends StoreDatabase {
  /** Settles when the server ends, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface StoreDatabaseOptions {
  readonly home: string;
  readonly log?: (line: string) => void;
  /** Gives the start up, or ends a server that has started, within two seconds. */
  readonly signal?: AbortSignal;
}

/** Starts the store's PostgreSQL below its home, brings the schema up to date and lets the roles sign in. */
export async function startStoreDatabase(options: StoreDatabaseOptions): Promise<StartedStoreDatabase> {
  const { home, log, signal } = options;
  const secrets = await loadSecrets(home);
  const server = await startPostgres({
    dataDir: path.join(home, 'postgres'),
    superuserPassword: secrets.superuserPassword,
    ...(log ? { log } : {}),
    ...(signal ? { signal } : {}),
  });
  try {
    await createDatabase(server.superuserUrl()).catch((error: unknown) => {
      throw isWrongPassword(error) ? new Error(otherSecrets(home), { cause: error }) : error;
    });
    const { applied } = await migrate({ connectionString: server.superuserUrl(storeDatabaseName) });
    await letRolesSignIn(server.superuserUrl(storeDatabaseName), secrets);
    return { ...describe(server.port, secrets, applied), ended: server.ended, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * Works on the store's database: the one of the store that runs in this home, else a server of its own that ends with
 * the work.
 */
export async function withStoreDatabase<T>(
  options: StoreDatabaseOptions,
  work: (database: StoreDatabase) => Promise<T>,
): Promise<T> {
  const running = await findRunningStore(options.home);
  if (running) {
    const secrets = await loadSecrets(options.home);
    const found = describe(running.postgres.port, secrets, []);
    const { applied } = await migrate({ connectionString: found.url() });
    return work({ ...found, applied });
  }
  const started = await startStoreDatabase(options);
  try {
    return await work(started);
  } finally {
    await started.stop();
  }
}

function describe(port: number, secrets: StoreSecrets, applied: readonly string[]): StoreDatabase {
  return {
    host: '127.0.0.1',
    port,
    name: storeDatabaseName,
    applied,
    url: (role) => {
      const user = role ?? superuser;
      const password = role ? secrets.rolePasswords[role] : secrets.superuserPassword;
      return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${storeDatabaseName}`;
    },
  };
}

const isWrongPassword = (error: unknown): boolean => (error as { code?: unknown }).code === '28P01';

const otherSecrets = (home: string): string =>
  `the database in ${path.join(home, 'postgres')} was made with other secrets than secrets.json holds; ` +
  'put the right file back, or move the whole folder away to start anew';

async function createDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [
      storeDatabaseName,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${storeDatabaseName}`);
  });
}

async function letRolesSignIn(url: string, secrets: StoreSecrets): Promise<void> {
  await withClient(url, async (client) => {
    for (const role of databaseRoles) {
      const password = client.escapeLiteral(secrets.rolePasswords[role]);
      await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${password}`);
    }
  });
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = surviveLostConnections(
    new pg.Client({ connectionString: url, application_name: 'kratos-start' }),
  );
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
