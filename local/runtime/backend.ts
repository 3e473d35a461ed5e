import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PoolConfig } from 'pg';
import { bundleFunctions, type FunctionBundle } from '../../lambdas/bundle.ts';
import {
  databaseRoles,
  functions as storeFunctions,
  stateMachineNames,
  type FunctionDefinition,
  type StateMachineName,
} from '../../lambdas/functions.ts';
import { substitute, substitutions } from '../../stepfunctions/substitutions.ts';
import { startLocalAws, type LocalAws } from '../aws/index.ts';
import { orAborted } from '../aws/states/environment.ts';
import { bucketFolder, dataBucket, mediaBucket } from '../home.ts';
import { loadSecrets } from '../secrets.ts';
import { startStoreDatabase, type StartedStoreDatabase } from '../store-database.ts';
import {
  authSecretArn,
  clusterArn,
  databaseSecretArn,
  functionArn,
  functionEnvironment,
  functionOfArn,
  stateMachineArn,
  type InstallationFacts,
} from './function-environment.ts';
import { FunctionHost } from './function-host.ts';
import { FunctionLogs } from './function-log.ts';

const repository = path.resolve(import.meta.dirname, '../..');

export interface BackendOptions {
  readonly home: string;
  /** The store's own address; where no shop is open, any. */
  readonly baseUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly log: (line: string) => void;
  /** Default: the store's own. */
  readonly functions?: Readonly<Record<string, FunctionDefinition>>;
  readonly machines?: readonly StateMachineName[];
  /** Runs as soon as the database is up, beside the bundling. */
  readonly furnish?: (database: StartedStoreDatabase) => Promise<void>;
  /** Wraps each step, so that a terminal can show it. */
  readonly step?: <T>(name: string, work: () => Promise<T>, describe?: (result: T) => string) => Promise<T>;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** Everything behind the shop: database, stand-ins of AWS with the state machines, and the functions. */
export interface Backend {
  readonly database: StartedStoreDatabase;
  readonly aws: LocalAws;
  readonly host: FunctionHost;
  readonly logs: FunctionLogs;
  readonly facts: InstallationFacts;
  readonly bundles: readonly FunctionBundle[];
  /** Ends all of it; what runs is cut off. */
  stop(): Promise<void>;
}

/** Starts what a run of the state machines needs. Nothing of it stays when a part fails. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { home, functions = storeFunctions, step = (_name, work) => work() } = options;
  const { signal = new AbortController().signal } = options;
  await mkdir(path.join(home, 'tmp'), { recursive: true });
  for (const bucket of [dataBucket, mediaBucket] as const) {
    await mkdir(bucketFolder(home, bucket), { recursive: true });
  }
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of undo.splice(0).reverse()) await end();
  };
  const starting = step(
    'PostgreSQL',
    () => startStoreDatabase({ home, log: options.log, signal }),
    describeDatabase,
  );
  try {
    const furnished = starting.then(async (database) => {
      undo.unshift(() => database.stop());
      await options.furnish?.(database);
      return database;
    });
    const both = Promise.allSettled([
      step('functions', () => bundle(home, functions), describeFunctions),
      furnished,
    ]);
    const [bundled, started] = await orAborted(both, signal);
    if (started.status === 'rejected') throw started.reason;
    if (bundled.status === 'rejected') throw bundled.reason;
    const database = started.value;
    const bundles = bundled.value;
    const logs = new FunctionLogs(path.join(home, 'logs'));
    undo.push(() => logs.close());
    const aws = await startAws(options, database, (name, payload) => invoke(host, name, payload));
    undo.push(() => aws.close());
    const facts = await installationFacts(options, database, aws);
    const host = createHost(functions, bundles, facts, logs);
    // Before the stand-ins close, so that no function is left talking to a closed door.
    undo.push(() => host.stop());
    return { database, aws, host, logs, facts, bundles, stop };
  } catch (error) {
    // It may still be starting; once it is up, its end is among those to come.
    await Promise.allSettled([starting]);
    await stop();
    throw error;
  }
}

/** Name under which the program of the functions' processes is bundled beside them. */
const bootstrapName = 'runtime';

async function bundle(
  home: string,
  functions: Readonly<Record<string, FunctionDefinition>>,
): Promise<FunctionBundle[]> {
  const outDir = path.join(home, 'functions');
  const bootstrap = { entry: 'local/runtime/function-child.ts' };
  const bundles = await bundleFunctions({
    root: repository,
    outDir,
    functions: { ...functions, [bootstrapName]: bootstrap },
  });
  await linkNativePackages(outDir);
  return bundles;
}

/** A bundle finds the packages that stay outside it as it would in its image, wherever the home is. */
async function linkNativePackages(outDir: string): Promise<void> {
  const target = path.join(repository, 'node_modules', '@tensorflow', 'tfjs-node');
  const link = path.join(outDir, 'node_modules', '@tensorflow', 'tfjs-node');
  if (!existsSync(target) || existsSync(link)) return;
  await mkdir(path.dirname(link), { recursive: true });
  await symlink(target, link, 'junction').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function createHost(
  functions: Readonly<Record<string, FunctionDefinition>>,
  bundles: readonly FunctionBundle[],
  facts: InstallationFacts,
  logs: FunctionLogs,
): FunctionHost {
  const files = new Map(bundles.map((entry) => [entry.name, entry.file]));
  return new FunctionHost({
    functions,
    bootstrap: files.get(bootstrapName)!,
    bundleOf: (name) => files.get(name)!,
    environmentOf: (name) => functionEnvironment(name, functions[name]!, facts),
    arnOf: functionArn,
    logs,
  });
}

/** Step Functions' view of a function: its result, or an error under the name that Retry and Catch match. */
async function invoke(host: FunctionHost, name: string, payload: unknown): Promise<unknown> {
  const outcome = await host.invoke(name, payload);
  if (outcome.ok) return outcome.payload;
  const { errorType, errorMessage, trace = [] } = outcome.error;
  throw Object.assign(new Error(errorMessage), { name: errorType, stack: trace.join('\n') });
}

async function startAws(
  options: BackendOptions,
  database: StartedStoreDatabase,
  run: (name: string, payload: unknown) => Promise<unknown>,
): Promise<LocalAws> {
  const secrets = await loadSecrets(options.home);
  return startLocalAws({
    home: options.home,
    credentials: { accessKeyId: secrets.awsAccessKeyId, secretAccessKey: secrets.awsSecretAccessKey },
    machines: await readMachines(options.machines ?? stateMachineNames),
    invokeFunction: (arn, payload) => {
      const name = functionOfArn(arn);
      if (name === undefined) throw new Error(`there is no function ${arn}`);
      return run(name, payload);
    },
    resolveConnection: (request) => connectionOf(request, database),
    secrets: { [authSecretArn]: secrets.authSecret },
    allowedOrigins: options.trustedOrigins,
    onError: (error) => options.log(`local AWS: ${error instanceof Error ? error.message : String(error)}`),
  });
}

async function readMachines(
  names: readonly StateMachineName[],
): Promise<{ name: string; arn: string; definition: unknown }[]> {
  const values = substitutions((name) => functionArn(name));
  return Promise.all(
    names.map(async (name) => {
      const file = path.join(repository, 'stepfunctions', `${name}.asl.json`);
      const definition = JSON.parse(substitute(await readFile(file, 'utf8'), values)) as unknown;
      return { name, arn: stateMachineArn(name), definition };
    }),
  );
}

function connectionOf(
  request: { resourceArn: string; secretArn: string; database: string | undefined },
  database: StartedStoreDatabase,
): PoolConfig | undefined {
  const role = databaseRoles.find((name) => databaseSecretArn(name) === request.secretArn);
  if (role === undefined || request.resourceArn !== clusterArn) return undefined;
  if (request.database !== undefined && request.database !== database.name) return undefined;
  return { connectionString: database.url(role) };
}

async function installationFacts(
  options: BackendOptions,
  database: StartedStoreDatabase,
  aws: LocalAws,
): Promise<InstallationFacts> {
  const { version } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8')) as {
    version: string;
  };
  return {
    home: options.home,
    version,
    gitCommit: await gitCommit(),
    baseUrl: options.baseUrl,
    trustedOrigins: options.trustedOrigins,
    database: { host: database.host, port: database.port, name: database.name },
    secrets: await loadSecrets(options.home),
    endpoints: aws.endpoints,
  };
}

/** The commit of the checkout; `unknown` where the sources came without their history. */
async function gitCommit(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD'], { cwd: repository });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}

function describeDatabase(database: StartedStoreDatabase): string {
  const { applied } = database;
  return applied.length === 0 ? '' : `${applied.length} migrations applied`;
}

function describeFunctions(bundles: readonly FunctionBundle[]): string {
  const fresh = bundles.filter((entry) => !entry.cached);
  const largest = Math.max(...bundles.map((entry) => entry.bytes));
  const size = `largest ${(largest / 1e6).toFixed(2)} MB`;
  return fresh.length === 0 ? `${bundles.length} ready` : `${fresh.length} bundled, ${size}`;
}
