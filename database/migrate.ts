import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Umzug } from 'umzug';
import { surviveLostConnections } from './lost-connections.ts';

/** The database's owner, as a URL or as the driver's own settings (TLS). */
export type OwnerConnection =
  { readonly connectionString: string } | { readonly connection: pg.ClientConfig };

export type MigrateOptions = OwnerConnection & {
  /**
   * Whether files that are newer than the newest one at hand may have been applied, as they have when a deployment is
   * rolled back or an earlier version is deployed again; default: an error.
   */
  readonly newerApplied?: boolean;
  /** Folder of `NNNN_name.sql`; default: the store's own. */
  readonly directory?: string;
  readonly log?: (line: string) => void;
};

export interface MigrateResult {
  /** Names of the files applied by this call, in order. */
  readonly applied: readonly string[];
  /** Files applied before. */
  readonly before: number;
}

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** Any number, the same for every process: two that migrate one database at once wait for each other. */
const lockKey = 7_283_105_544_619;

/**
 * Brings the schema to its newest state: each file in a transaction of its own, in the order of their names.
 * A file that was applied and changed since, or is gone, is an error that names it, and nothing is applied.
 */
export async function migrate(options: MigrateOptions): Promise<MigrateResult> {
  const directory = options.directory ?? fileURLToPath(new URL('./migrations/', import.meta.url));
  const files = await readMigrations(directory);
  const client = surviveLostConnections(
    new pg.Client({
      ...('connection' in options ? options.connection : { connectionString: options.connectionString }),
      application_name: 'kratos-migrate',
    }),
  );
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    const before = await appliedBefore(client);
    checkApplied(before, files, options.newerApplied ?? false);
    const applied = await umzug(client, files, [...before.keys()], options.log).up();
    return { applied: applied.map(({ name }) => name), before: before.size };
  } finally {
    // Ending the session frees the lock.
    await client.end();
  }
}

async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const wrong = names.find((name) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(name));
  if (wrong !== undefined)
    throw new Error(`${path.join(directory, wrong)}: expected a name like 0001_words.sql`);
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(directory, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex') };
    }),
  );
}

async function appliedBefore(client: pg.Client): Promise<Map<string, string>> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations ORDER BY name',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function checkApplied(
  applied: ReadonlyMap<string, string>,
  files: readonly MigrationFile[],
  newerApplied: boolean,
): void {
  const newest = files.at(-1)?.name ?? '';
  const byName = new Map(files.map((file) => [file.name, file]));
  for (const [name, checksum] of applied) {
    const file = byName.get(name);
    if (!file && newerApplied && name > newest) continue;
    if (!file) throw new Error(`migration ${name} was applied to this database, but its file is gone`);
    if (file.checksum !== checksum) {
      throw new Error(`migration ${name} was changed after it was applied; put the change into a new file`);
    }
  }
  const last = [...applied.keys()].at(-1);
  const late = files.find(({ name }) => last !== undefined && name < last && !applied.has(name));
  if (late)
    throw new Error(`migration ${late.name} sorts before ${last ?? ''}, which is applied; number it higher`);
}

function umzug(
  client: pg.Client,
  files: readonly MigrationFile[],
  executed: readonly string[],
  log: MigrateOptions['log'],
): Umzug<pg.Client> {
  return new Umzug({
    migrations: files.map((file) => ({ name: file.name, up: () => apply(client, file, log) })),
    context: client,
    // `apply` notes a file in the transaction that runs it, so there is nothing left to note afterwards.
    storage: {
      executed: () => Promise.resolve([...executed]),
      logMigration: () => Promise.resolve(),
      unlogMigration: ({ name }) => Promise.reject(new Error(`${name}: migrations only go forward`)),
    },
    logger: undefined,
  });
}

/**
 * An owner who is no superuser may name a setting of pg_trgm in a function only in a session that has loaded the
 * extension, which a session does when it first calls one of its functions.
 */
async function loadTrigrams(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'");
  if (rowCount) await client.query("SELECT similarity('a', 'a')");
}

async function apply(client: pg.Client, file: MigrationFile, log: MigrateOptions['log']): Promise<void> {
  try {
    await loadTrigrams(client);
    await client.query('BEGIN');
    await client.query(file.sql);
    await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [
      file.name,
      file.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new Error(`migration ${file.name}: ${describe(error, file.sql)}`, { cause: error });
  }
  log?.(`applied ${file.name}`);
}

function describe(error: unknown, sql: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const position = Number(error.position);
  const line = position > 0 ? ` (line ${sql.slice(0, position).split('\n').length})` : '';
  return `${error.message}${line}`;
}
