import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { isDatabaseResuming } from '../../../database/connection.ts';
import { migrate } from '../../../database/migrate.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { secretReader } from '../../shared/secret.ts';
import { customResourceHandler } from '../custom-resource.ts';
import { deployedFolders } from '../functions.ts';
import { letRolesSignIn } from './roles.ts';

interface Credentials {
  readonly username: string;
  readonly password: string;
}

async function credentialsOf(secretArn: string): Promise<Credentials> {
  return JSON.parse(await secretReader(secretArn)()) as Credentials;
}

/** The owner's connection, by the cluster's secret; where the environment names a user and password, by these. */
async function ownerConnection(): Promise<pg.ClientConfig> {
  const address = {
    host: requireEnvironment(environmentNames.databaseHost),
    port: Number(requireEnvironment(environmentNames.databasePort)),
    database: requireEnvironment(environmentNames.databaseName),
  };
  const password = process.env[environmentNames.databasePassword];
  if (password) return { ...address, user: requireEnvironment(environmentNames.databaseUser), password };
  const owner = await credentialsOf(requireEnvironment(environmentNames.databaseSecretArn));
  const ca = readFileSync(requireEnvironment(environmentNames.databaseCaFile), 'utf8');
  return { ...address, user: owner.username, password: owner.password, ssl: { ca } };
}

/** Seconds to wait for a database that was just created or has paused. */
const patience = 120;

async function whenAwake<T>(work: () => Promise<T>): Promise<T> {
  for (let waited = 0; ; waited += 5) {
    try {
      return await work();
    } catch (error) {
      if (waited >= patience || !isDatabaseResuming(error)) throw error;
      await sleep(5_000);
    }
  }
}

export const handler = customResourceHandler({
  async apply() {
    const connection = await ownerConnection();
    const directory = path.join(path.dirname(fileURLToPath(import.meta.url)), deployedFolders.migrations);
    const { applied, before } = await whenAwake(() =>
      // A stack that is rolled back runs the version before once more.
      migrate({ connection, directory, newerApplied: true, log: (line) => console.log(line) }),
    );
    const secretArns = JSON.parse(requireEnvironment(environmentNames.roleSecretArns)) as Record<
      string,
      string
    >;
    const byPassword = await Promise.all(
      Object.entries(secretArns).map(async ([role, arn]) => {
        const { password } = await credentialsOf(arn);
        return { role, password };
      }),
    );
    const bySocket = JSON.parse(requireEnvironment(environmentNames.socketRoles)) as string[];
    await letRolesSignIn(connection, { byPassword, bySocket });
    return { data: { applied: String(applied.length), before: String(before) } };
  },
});
