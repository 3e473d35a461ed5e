import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../local/postgres/free-port.ts';
import { waitFor } from '../store.ts';
import { mustRun, repository, run } from './processes.ts';

/** Pinned: what this version does and does not do is what docs/deploy.md says. */
const packages = ['ministack==1.5.33', 'cryptography==50.0.2', 'cfn-lint==1.58.0'];

/** Why there is no emulator here, in words. */
export class Unavailable extends Error {}

/** The emulator's account; its functions sign with these keys. */
export const account = '000000000000';
export const region = 'us-east-1';
export const secretAccessKey = 'verify-deploy';

export interface Python {
  /** A program that pip installed. */
  program(name: string): string;
}

/** The pinned packages in a folder of this home. @throws Unavailable where Python or PyPI cannot be had. */
export async function installPython(home: string): Promise<Python> {
  const folder = path.join(home, `python-${packages.join('-').replaceAll('==', '-')}`);
  const program = (name: string): string => path.join(folder, 'bin', name);
  // As this machine's own pip, whose settings may lie anywhere; but its cache stays in the home.
  const env = { ...process.env, PIP_CACHE_DIR: path.join(home, 'pip-cache') };
  const done = path.join(folder, 'complete');
  if (existsSync(done)) return { program };
  const found = await run('python3', ['--version'], env).catch(() => undefined);
  if (found?.code !== 0) throw new Unavailable('there is no python3');
  await rm(folder, { recursive: true, force: true });
  const made = await run('python3', ['-m', 'venv', folder], env);
  if (made.code !== 0)
    throw new Unavailable(`python3 has no venv: ${made.output.trim().split('\n').at(-1) ?? ''}`);
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--timeout',
    '20',
    '--retries',
    '1',
    ...packages,
  ];
  const installed = await run(program('python'), pip, env);
  if (installed.code !== 0) {
    throw new Unavailable(
      `PyPI did not give ${packages.join(', ')}: ${installed.output.trim().split('\n').at(-1) ?? ''}`,
    );
  }
  await mkdir(done);
  return { program };
}

export interface Emulator {
  readonly url: string;
  readonly port: number;
  /** The environment in which a command reaches the emulator and nothing else. */
  readonly environment: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the emulator on 127.0.0.1; its functions are Node processes on this machine. */
export async function startEmulator(home: string, python: Python): Promise<Emulator> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const temporary = path.join(home, 'tmp');
  await mkdir(temporary, { recursive: true });
  // The emulator's own worker is CommonJS; below a checkout it would count as an ES module and end at once.
  await writeFile(path.join(home, 'package.json'), '{ "type": "commonjs" }\n');
  const child = spawn(python.program('ministack'), [], {
    cwd: home,
    // A group of its own, so that the functions end with it.
    detached: true,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      TMPDIR: temporary,
      BIND_HOST: '127.0.0.1',
      // Part of the host names in events: an address there would make no valid URL.
      MINISTACK_HOST: 'localhost',
      GATEWAY_PORT: String(port),
      LAMBDA_EXECUTOR: 'local',
      // Its MQTT broker would listen on every address.
      IOT_MTLS_ENABLED: '0',
      PERSIST_STATE: '0',
      AWS_ACCESS_KEY_ID: account,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      // Functions of the CDK itself ask their runtime for the SDK.
      NODE_PATH: path.join(repository, 'node_modules'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(path.join(home, 'ministack.log'));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  // Whatever ends this process, nothing of the emulator stays.
  const endAtOnce = (): void => endGroup(child, 'SIGKILL');
  process.once('exit', endAtOnce);
  const stop = async (): Promise<void> => {
    await end(child);
    process.off('exit', endAtOnce);
    log.end();
  };
  try {
    await waitFor('the emulator', 30_000, async () => {
      if (child.exitCode !== null) throw new Error(`the emulator ended at once; see ${home}/ministack.log`);
      const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
      return answer?.ok === true;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, environment: environmentOf(url, home), stop };
}

function environmentOf(url: string, home: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
  };
}

/** Ends the emulator and whatever runs in its group. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    endGroup(child, 'SIGTERM');
    const timer = setTimeout(() => endGroup(child, 'SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
  }
  endGroup(child, 'SIGKILL');
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

/** Runs the CDK's command against the emulator. */
export function cdk(emulator: Emulator, args: readonly string[]): Promise<string> {
  const program = path.join(repository, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  return mustRun(process.execPath, [program, ...args, '--no-notices', '--no-color'], emulator.environment);
}
