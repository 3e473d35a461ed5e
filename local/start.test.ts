import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { freePort } from './postgres/free-port.ts';
import { stopLeftover } from './postgres/leftover.ts';

jest.setTimeout(180_000);

interface Started {
  readonly child: ChildProcess;
  output(): string;
  readonly exited: Promise<number | null>;
}

let home: string;
let port: number;
const children: ChildProcess[] = [];

function start(options: { home?: string; port?: string; args?: string[] } = {}): Started {
  const program = path.join(import.meta.dirname, 'start.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...(options.args ?? ['--empty'])], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      KRATOS_HOME: options.home ?? home,
      PORT: options.port ?? String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, exited };
}

async function opened(store: Started): Promise<void> {
  let ended = false;
  void store.exited.then(() => (ended = true));
  while (!store.output().includes('The store is open')) {
    if (ended) throw new Error(`the store did not open:\n${store.output()}`);
    await sleep(100);
  }
}

/** Command lines of the processes that work for this home, other than the store's own. */
function processesOfHome(): string[] {
  const lines = execFileSync('ps', ['-eo', 'stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(home) && !line.trim().startsWith('Z'));
}

async function nothingLeft(): Promise<void> {
  for (let waited = 0; processesOfHome().length > 0 && waited < 5_000; waited += 100) await sleep(100);
  expect(processesOfHome()).toEqual([]);
}

const read = async (target: string): Promise<unknown> =>
  (await fetch(`http://127.0.0.1:${port}${target}`)).json();
const passwords = async (): Promise<unknown> =>
  JSON.parse(await readFile(path.join(home, 'accounts.json'), 'utf8'));

beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'kratos-start-'));
  // As root the database runs as another user, who must be able to enter.
  execFileSync('chmod', ['755', home]);
  port = await freePort();
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  // Where a test failed half way, its database outlives the store that was killed.
  await stopLeftover(path.join(home, 'postgres'), () => undefined);
  await rm(home, { recursive: true, force: true });
});

describe('npm start', () => {
  it('opens an empty store, refuses a second one beside it, survives a kill, and leaves nothing behind', async () => {
    const first = start();
    await opened(first);
    expect(await read('/api/health')).toMatchObject({ status: 'ok' });
    expect(await read('/api/games')).toMatchObject({ items: [], total: 0 });
    expect(await read('/local/demo-accounts')).toMatchObject({ items: [{ role: 'operator' }] });
    expect((await fetch(`http://127.0.0.1:${port}/games/any`)).headers.get('content-type')).toContain(
      'text/html',
    );
    expect((await stat(path.join(home, 'accounts.json'))).mode & 0o077).toBe(0);
    expect((await stat(path.join(home, 'secrets.json'))).mode & 0o077).toBe(0);
    const accounts = await passwords();

    const beside = start({ port: String(await freePort()) });
    expect(await beside.exited).toBe(1);
    expect(beside.output()).toContain(`This store runs already: http://127.0.0.1:${port}`);

    expect(processesOfHome().length).toBeGreaterThan(2);
    first.child.kill('SIGKILL');
    await first.exited;
    for (let waited = 0; functionsOfHome() > 0 && waited < 5_000; waited += 100) await sleep(100);
    expect(functionsOfHome()).toBe(0);

    const second = start();
    await opened(second);
    expect(await passwords()).toEqual(accounts);
    expect(await read('/api/health')).toMatchObject({ status: 'ok' });
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
    await nothingLeft();
    await expect(stat(path.join(home, 'runtime.json'))).rejects.toThrow('ENOENT');
  });

  it('gives up on Ctrl-C while it opens, leaves nothing, and opens the next time', async () => {
    const early = path.join(home, 'given-up');
    const store = start({ home: early, args: [] });
    while (!existsSync(path.join(early, 'postgres'))) await sleep(50);
    store.child.kill('SIGINT');
    expect(await store.exited).toBe(130);
    expect(store.output()).toContain('Stopped before the store was open.');
    expect(processesOfHome()).toEqual([]);
    expect(existsSync(path.join(early, 'postgres.owner'))).toBe(false);

    const second = start({ home: early });
    await opened(second);
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
    await nothingLeft();
  });

  it('names a busy port and how to choose another, before it does any work', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port: busy } = taken.address() as { port: number };
    const other = path.join(home, 'other');
    try {
      const store = start({ home: other, port: String(busy) });
      expect(await store.exited).toBe(1);
      expect(store.output()).toContain(`Port ${busy} is taken by another program`);
      expect(store.output()).toContain('PORT=');
      await expect(stat(path.join(other, 'postgres'))).rejects.toThrow('ENOENT');
    } finally {
      taken.close();
    }
  });

  it.each([
    [['--nonsense'], '3000', "Unknown option '--nonsense'"],
    [[], 'high', 'PORT is "high"; expected a number from 1 to 65535'],
  ])('ends with status 2 for a wrong call: %j, PORT=%s', async (args, wrongPort, message) => {
    const store = start({ args, port: wrongPort });
    expect(await store.exited).toBe(2);
    expect(store.output()).toContain(message);
  });

  it('shows its help', async () => {
    const store = start({ args: ['--help'] });
    expect(await store.exited).toBe(0);
    expect(store.output()).toContain('KRATOS_HOME=DIR');
  });
});

function functionsOfHome(): number {
  return processesOfHome().filter((line) => line.includes(path.join(home, 'functions'))).length;
}
