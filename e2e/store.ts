import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '..');
const OPENING_LIMIT_MS = 150_000;
const CLOSING_LIMIT_MS = 20_000;
const LOOK_EVERY_MS = 250;

/** A running store with a home of its own. */
export interface Store {
  readonly url: string;
  readonly home: string;
  /** Runs one of the store's commands beside it and answers what it wrote; throws if it failed. */
  readonly command: (script: string, args: readonly string[]) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Starts the whole store as `npm start` does, on a free port and in a new home, and waits until it is open. */
export async function startStore(): Promise<Store> {
  const home = await mkdtemp(join(tmpdir(), 'kratos-e2e-'));
  // As root the database runs as another user, who must be able to enter.
  await chmod(home, 0o755);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...process.env, KRATOS_HOME: home, PORT: String(port) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts'], {
    cwd: repository,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const close = async (): Promise<void> => {
    await stop(child);
    await rm(home, { recursive: true, force: true });
  };
  try {
    await waitFor('the store to open', OPENING_LIMIT_MS, async () => {
      if (child.exitCode !== null) throw new Error(`The store ended while it opened:\n${output()}`);
      return isOpen(url);
    });
  } catch (error) {
    await close();
    throw error;
  }
  return { url, home, command: (script, args) => run(script, args, environment), close };
}

/** A store that somebody else started; its home is needed for the files that the pipeline writes. */
export function attachStore(url: string, home: string): Store {
  const environment = { ...process.env, KRATOS_HOME: home };
  return {
    url,
    home,
    command: (script, args) => run(script, args, environment),
    close: () => Promise.resolve(),
  };
}

/** Asks again and again until the answer is yes; the error says what was waited for. */
export async function waitFor(what: string, limitMs: number, ask: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`Waited ${limitMs / 1000} s for ${what}`);
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
}

async function isOpen(url: string): Promise<boolean> {
  try {
    const [health, status] = await Promise.all([fetch(`${url}/api/health`), fetch(`${url}/local/status`)]);
    if (!health.ok || !status.ok) return false;
    return ((await status.json()) as { phase?: string }).phase === 'open';
  } catch {
    return false;
  }
}

function run(script: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: repository,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  return new Promise((done, fail) => {
    child.once('exit', (code) => {
      if (code === 0) done(output());
      else fail(new Error(`${script} ${args.join(' ')} ended with ${code}:\n${output()}`));
    });
  });
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-20_000);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSING_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
