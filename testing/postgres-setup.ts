import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../database/migrate.ts';
import { databaseRoles } from '../lambdas/functions.ts';
import { isAlive, stopLeftover } from '../local/postgres/leftover.ts';
import { startPostgres, superuser, type RunningPostgres } from '../local/postgres/start.ts';
import { rolePassword, serverVariable, templateDatabase, type TestServer } from './test-server.ts';

declare global {
  var kratosTestPostgres: RunningPostgres | undefined;
}

/** One PostgreSQL for the whole run, with one migrated database that each test file gets a copy of. */
export default async function setUp(): Promise<void> {
  const home = path.resolve(process.env['KRATOS_HOME'] ?? '.kratos', 'test');
  await mkdir(home, { recursive: true });
  await removeOldServers(home);
  const superuserPassword = randomBytes(12).toString('hex');
  const server = await startPostgres({
    // Several runs may go on at once beside each other.
    dataDir: path.join(home, `postgres-${process.pid}`),
    superuserPassword,
    durable: false,
  });
  globalThis.kratosTestPostgres = server;
  const client = new pg.Client({ connectionString: server.superuserUrl() });
  await client.connect();
  await client.query(`CREATE DATABASE ${templateDatabase}`);
  await migrate({ connectionString: server.superuserUrl(templateDatabase) });
  for (const role of databaseRoles) {
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${client.escapeLiteral(rolePassword(role))}`);
  }
  await client.query(`ALTER DATABASE ${templateDatabase} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await client.end();
  const shared: TestServer = { port: server.port, superuser, superuserPassword };
  process.env[serverVariable] = JSON.stringify(shared);
}

/** A run that was killed leaves its folder, and perhaps its server, behind. */
async function removeOldServers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(/^postgres-(\d+)$/.exec(name)?.[1]);
    if (!(pid > 0) || isAlive(pid)) continue;
    const dataDir = path.join(home, name);
    await stopLeftover(dataDir, () => undefined);
    await rm(dataDir, { recursive: true, force: true });
    await rm(`${dataDir}.owner`, { force: true });
  }
}
