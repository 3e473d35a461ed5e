import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { findOwner, reachablePlace, type Owner } from './owner.ts';
import { claimDirectory, stopLeftover } from './leftover.ts';
import { LogTail } from './log-tail.ts';

export interface PostgresOptions {
  /** Where the cluster lives; made on the first start. */
  readonly dataDir: string;
  readonly superuserPassword: string;
  /** Wished port; taken when it is free, else any free one. */
  readonly port?: number;
  /** false (tests): no fsync, nothing survives a power cut. Default true. */
  readonly durable?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
  /** Takes what a person should know: a moved folder, a leftover that is stopped. */
  readonly log?: (line: string) => void;
  /** Gives the start up, or ends a server that has started; what it then loses is restored at its next start. */
  readonly signal?: AbortSignal;
  /** Takes every line of the server's log. */
  readonly serverLog?: (line: string) => void;
}

export interface RunningPostgres {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly pid: number;
  /** The folder really used; another than wished where the server's user cannot enter that one. */
  readonly dataDir: string;
  /** Settles when the server ends, whoever ended it. */
  readonly ended: Promise<void>;
  /** URL of a database for the superuser. */
  superuserUrl(database?: string): string;
  stop(): Promise<void>;
}

export const superuser = 'kratos';

/** Starts the PostgreSQL 17 that npm installed, on 127.0.0.1 only; initialises the folder when it is new. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const log = options.log ?? ((): void => undefined);
  const owner = await findOwner();
  const { dataDir, binaries } = await reachablePlace(
    { dataDir: path.resolve(options.dataDir), binaries: await findBinaries() },
    owner,
    options.superuserPassword,
    log,
  );
  const release = await claimDirectory(dataDir);
  try {
    await stopLeftover(dataDir, log);
    options.signal?.throwIfAborted();
    await initialise(binaries, dataDir, owner, options);
    return await launch(binaries, dataDir, owner, options, release);
  } catch (error) {
    await release();
    throw error;
  }
}

async function initialise(
  binaries: PostgresBinaries,
  dataDir: string,
  owner: Owner | undefined,
  options: PostgresOptions,
): Promise<void> {
  if (await stat(path.join(dataDir, 'PG_VERSION')).catch(() => undefined)) return;
  // Built beside and renamed, so that a start that was killed half way leaves no half cluster.
  const building = `${dataDir}.new`;
  const passwordFile = `${dataDir}.password`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, options.superuserPassword, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  if (owner) {
    await chown(building, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const flags = [
    `--pgdata=${building}`,
    `--username=${superuser}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--lc-messages=C',
    ...(options.durable === false ? ['--no-sync'] : []),
  ];
  const tail = new LogTail();
  try {
    const { signal } = options;
    const child = spawn(binaries.initdb, flags, {
      ...owner,
      cwd: path.dirname(dataDir),
      stdio: 'pipe',
      signal,
    });
    const code = await exitOf(child, tail);
    signal?.throwIfAborted();
    if (code !== 0) throw tail.error(`PostgreSQL could not be initialised in ${dataDir} (initdb: ${code})`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(dataDir, { recursive: true, force: true });
  await rename(building, dataDir);
}

function exitOf(child: ChildProcess, tail: LogTail): Promise<number | string> {
  child.stdout?.on('data', (chunk: Buffer) => tail.add(chunk));
  child.stderr?.on('data', (chunk: Buffer) => tail.add(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'ended'));
  });
}

function serverFlags(dataDir: string, port: number, options: PostgresOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    max_connections: '100',
    ...(options.durable === false
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '2GB' }
      : { max_wal_size: '1GB' }),
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return ['-D', dataDir, '-p', String(port), ...flags];
}

async function launch(
  binaries: PostgresBinaries,
  dataDir: string,
  owner: Owner | undefined,
  options: PostgresOptions,
  release: () => Promise<void>,
): Promise<RunningPostgres> {
  for (let attempt = 1; ; attempt += 1) {
    options.signal?.throwIfAborted();
    const port = await freePort(attempt === 1 ? options.port : undefined);
    const tail = new LogTail(options.serverLog);
    const child = spawn(binaries.postgres, serverFlags(dataDir, port, options), {
      ...owner,
      cwd: dataDir,
      stdio: ['ignore', 'ignore', 'pipe'],
      // In a group of its own Ctrl-C reaches only us, so that the store can let its requests end first.
      detached: options.durable !== false,
    });
    const ended = exitOf(child, tail);
    endOnAbort(child, ended, options.signal);
    const ready = tail.wait('database system is ready to accept connections');
    const code = await Promise.race([ready, ended]);
    if (code === undefined) return running(child, port, dataDir, binaries, owner, options, ended, release);
    // Somebody may have taken the port since it was free.
    if (attempt < 3 && tail.text().includes('could not bind')) continue;
    throw tail.error(`PostgreSQL in ${dataDir} ended at its start (${code})`);
  }
}

const QUICK_END_MS = 1_000;

/** Fast where it can be, and at once where that takes too long: nothing committed is lost by either. */
function endOnAbort(child: ChildProcess, ended: Promise<unknown>, signal: AbortSignal | undefined): void {
  if (!signal) return;
  const end = (): void => {
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGQUIT'), QUICK_END_MS);
    void ended.finally(() => clearTimeout(late));
  };
  signal.addEventListener('abort', end, { once: true });
  void ended.finally(() => signal.removeEventListener('abort', end));
}

function running(
  child: ChildProcess,
  port: number,
  dataDir: string,
  binaries: PostgresBinaries,
  owner: Owner | undefined,
  options: PostgresOptions,
  exit: Promise<number | string>,
  release: () => Promise<void>,
): RunningPostgres {
  const kill = (): void => void child.kill('SIGINT');
  process.once('exit', kill);
  const ended = exit.then(async () => {
    process.off('exit', kill);
    await release();
  });
  return {
    host: '127.0.0.1',
    port,
    pid: child.pid ?? 0,
    dataDir,
    ended,
    superuserUrl: (database = 'postgres') =>
      `postgres://${superuser}:${encodeURIComponent(options.superuserPassword)}@127.0.0.1:${port}/${database}`,
    stop: async () => {
      if (process.platform === 'win32') {
        const stopping = spawn(binaries.pgCtl, ['stop', '-m', 'fast', '-D', dataDir], { ...owner });
        await exitOf(stopping, new LogTail());
      } else kill();
      const late = setTimeout(() => child.kill('SIGQUIT'), 20_000);
      await ended;
      clearTimeout(late);
    },
  };
}
