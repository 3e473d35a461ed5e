import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { dayOf } from '../../domain/days.ts';
import { functions, type DatabaseRole, type FunctionDefinition } from '../../lambdas/functions.ts';
import { startDataApiServer } from '../../local/aws/data-api/server.ts';
import type { LoopbackServer } from '../../local/aws/loopback.ts';
import { seedDemo } from '../../local/demo/index.ts';
import { bucketFolder, dataBucket } from '../../local/home.ts';
import { superuser } from '../../local/postgres/start.ts';
import { startBackend, type Backend } from '../../local/runtime/backend.ts';
import { stateMachineArn } from '../../local/runtime/function-environment.ts';
import { loadSecrets } from '../../local/secrets.ts';
import { account, secretAccessKey } from './emulator.ts';

/** A tenth of the demo store's sales: the same games and rhythm, in a few seconds. */
const scale = 0.1;

const deployedDatabase = 'deployed';

export interface LocalSide {
  /** The database that the deployed functions work on, as its owner; empty until the deployment migrates it. */
  readonly deployed: pg.Pool;
  /** What `-c localDatabase=` takes. */
  readonly contextFile: string;
  /** Folder `<game>/sales_data.csv` of the local run. */
  readonly salesData: string;
  readonly runStatus: string;
  /** Fills the deployed database as the local one was. */
  seedDeployed(putCover: (key: string, svg: string) => Promise<void>): Promise<void>;
  /** Signs the Data API in with the secrets of the deployment: ARN → user and password. */
  useSecrets(secrets: ReadonlyMap<string, { username: string; password: string }>): void;
  close(): Promise<void>;
}

function localFunctions(): Record<string, FunctionDefinition> {
  const own = Object.entries(functions).filter(([, { entry }]) => entry.startsWith('lambdas/pipeline/'));
  return {
    ...Object.fromEntries(own),
    // The forecast is not compared: its run here would only take the processors.
    'start-forecast': { entry: 'bench/fixtures/no-forecast.ts', memoryMb: 128, timeoutSeconds: 10, uses: {} },
  };
}

/** The store on this machine, run once for a day, and a second, empty database for the deployment. */
export async function startLocalSide(home: string, runDate: string): Promise<LocalSide> {
  const backend = await startBackend({
    home,
    baseUrl: 'http://127.0.0.1:3000',
    trustedOrigins: [],
    log: () => undefined,
    functions: localFunctions(),
    machines: ['sales-etl'],
  });
  const pools: pg.Pool[] = [];
  let dataApi: LoopbackServer | undefined;
  const close = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.end()));
    await dataApi?.close();
    await backend.stop();
  };
  const open = (database?: string): pg.Pool => {
    const url = new URL(backend.database.url());
    if (database !== undefined) url.pathname = database;
    const pool = new pg.Pool({ connectionString: url.href, max: 4 });
    pool.on('error', () => undefined);
    pools.push(pool);
    return pool;
  };
  try {
    const anchor = dayOf(runDate);
    const local = open();
    await seedDemo({ pool: local, anchor, scale, putCover: () => Promise.resolve() });
    const runStatus = await runLocally(backend, runDate);
    const salesData = path.join(home, 'expected');
    await cp(path.join(bucketFolder(home, dataBucket), 'kratos', 'sales_data'), salesData, {
      recursive: true,
    });
    await local.query(`CREATE DATABASE ${deployedDatabase}`);
    const deployed = open(deployedDatabase);
    const secrets = new Map<string, { username: string; password: string }>();
    dataApi = await startDataApiServer({
      credentials: { accessKeyId: account, secretAccessKey },
      resolveConnection: ({ secretArn }) => {
        const found = secrets.get(secretArn);
        if (!found) return undefined;
        const { host, port } = backend.database;
        return { host, port, database: deployedDatabase, user: found.username, password: found.password };
      },
    });
    return {
      deployed,
      salesData,
      runStatus,
      contextFile: await writeContext(home, backend, dataApi.url),
      seedDeployed: async (putCover) => {
        await seedDemo({ pool: deployed, anchor, scale, putCover });
      },
      useSecrets: (found) => {
        for (const [arn, secret] of found) secrets.set(arn, secret);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function runLocally(backend: Backend, runDate: string): Promise<string> {
  const { executions } = backend.aws.states;
  const { executionArn } = executions.start({
    stateMachineArn: stateMachineArn('sales-etl'),
    name: 'local',
    input: JSON.stringify({ runDate }),
  });
  const { status, cause } = await executions.settled(executionArn);
  return status === 'SUCCEEDED' ? status : `${status}: ${cause ?? ''}`;
}

async function writeContext(home: string, backend: Backend, dataApi: string): Promise<string> {
  const { superuserPassword, rolePasswords } = await loadSecrets(home);
  const { host, port } = backend.database;
  const file = path.join(home, 'local-database.json');
  const context = {
    host,
    port,
    name: deployedDatabase,
    owner: { user: superuser, password: superuserPassword },
    rolePasswords: rolePasswords satisfies Readonly<Record<DatabaseRole, string>>,
    dataApi,
  };
  await mkdir(home, { recursive: true });
  await writeFile(file, JSON.stringify(context), { mode: 0o600 });
  return file;
}
