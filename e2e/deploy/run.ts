import assert from 'node:assert/strict';
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../local/cli/command.ts';
import { storeHome } from '../../local/home.ts';
import { checkAgreement } from './agreement.ts';
import { checkABrokenGame, checkTheForecast, checkTheNightlyRun, checkTheShop } from './checks.ts';
import { Deployment } from './deployment.ts';
import { cdk, installPython, startEmulator, Unavailable, type Emulator, type Python } from './emulator.ts';
import { startLocalSide, type LocalSide } from './local-side.ts';
import { mustRun, repository } from './processes.ts';
import { seconds, Tally } from './tally.ts';

const help = `npm run verify:deploy

Deploys all stacks with the CDK's own command into an emulator of AWS that others wrote (ministack, from PyPI, on
127.0.0.1 only), asks the deployed store, runs its state machines, and destroys everything. PostgreSQL and the Data API
are this machine's: the emulator has none. Needs python3; where that or PyPI is missing, it says so and skips.

  --no-forecast   leaves out the training and the forecast, which take most of the time
  --keep          waits for Ctrl-C before it destroys, so that one can look at what is deployed
  --help          this text
  KRATOS_HOME     another home than .kratos; everything lies in verify-deploy/ below it`;

const stage = 'verify';

/** About two minutes on two idle processors; a busy machine needs several times that. */
const trainingLimitMs = 900_000;

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const result = await work();
  console.log(`${name} (${seconds(started)})`);
  return result;
}

interface Ground {
  readonly home: string;
  readonly python: Python;
  readonly emulator: Emulator;
  readonly local: LocalSide;
  readonly runDate: string;
}

/** Synthesises once, so that the three commands of the CDK work on the same templates. */
async function synthesise({ home, local }: Pick<Ground, 'home' | 'local'>): Promise<string> {
  const out = path.join(home, 'cdk.out');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    KRATOS_HOME: home,
    CDK_OUTDIR: out,
    TMPDIR: path.join(home, 'tmp'),
  };
  const context = [`stage=${stage}`, 'nightly=off', `localDatabase=${local.contextFile}`];
  await mustRun(
    process.execPath,
    ['--import', 'tsx', path.join('cdk', 'synth.ts'), ...context.flatMap((pair) => ['-c', pair])],
    env,
  );
  return out;
}

/** Errors count; warnings and notes do not (`--non-zero-exit-code error`). */
async function lint(python: Python, app: string): Promise<void> {
  const names = (await readdir(app)).filter((name) => name.endsWith('.template.json'));
  const env = { PATH: process.env['PATH'], HOME: app };
  const args = ['--non-zero-exit-code', 'error', ...names.map((name) => path.join(app, name))];
  await mustRun(python.program('cfn-lint'), args, env);
}

interface Choices {
  readonly withForecast: boolean;
  readonly keep: boolean;
}

/** What Ctrl-C does now. */
let onInterrupt = (): void => undefined;

function untilInterrupted(emulator: Emulator): Promise<void> {
  console.log(`the emulator is at ${emulator.url}; Ctrl-C goes on`);
  const usual = onInterrupt;
  return new Promise((resolve) => {
    onInterrupt = () => {
      onInterrupt = usual;
      resolve();
    };
  });
}

async function deployAndCheck(ground: Ground, tally: Tally, { withForecast, keep }: Choices): Promise<void> {
  const { home, python, emulator, local, runDate } = ground;
  const app = await step('templates', () => synthesise(ground));
  await tally.check('cfn-lint finds no error in the templates', () => lint(python, app));
  const outputs = path.join(home, 'outputs.json');
  await step('cdk bootstrap', () => cdk(emulator, ['bootstrap', '--app', app]));
  const up = await tally.check('cdk deploy brings all stacks up, the schema among them', () =>
    cdk(emulator, [
      'deploy',
      '--all',
      '--app',
      app,
      '--require-approval',
      'never',
      '--outputs-file',
      outputs,
    ]),
  );
  if (!up) return;
  const deployment = await Deployment.read(emulator, stage, outputs);
  local.useSecrets(await deployment.databaseSecrets());
  await step('demo data', () =>
    local.seedDeployed((key, svg) => deployment.put(deployment.mediaBucket, key, svg, 'image/svg+xml')),
  );
  const verified = { deployment, local, tally, runDate };
  await checkTheShop(verified);
  await checkTheNightlyRun(verified);
  await checkABrokenGame(verified);
  await step('machines compared', () => checkAgreement(emulator, home, tally));
  if (withForecast) await checkTheForecast(verified, trainingLimitMs);
  else tally.skip('the training and the forecast', '--no-forecast');
  if (keep) await untilInterrupted(emulator);
  await deployment.tagBuckets();
  await tally.check('cdk destroy takes all stacks down and leaves no bucket and no machine', async () => {
    await cdk(emulator, ['destroy', '--all', '--force', '--app', app]);
    assert.deepEqual(await deployment.left(), { buckets: [], machines: [] });
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'no-forecast': { type: 'boolean' }, keep: { type: 'boolean' } },
  });
  const started = performance.now();
  const tally = new Tally();
  const base = path.join(storeHome(), 'verify-deploy');
  const home = path.join(base, 'store');
  await rm(home, { recursive: true, force: true });
  await mkdir(path.join(home, 'tmp'), { recursive: true });
  const undo: (() => Promise<void>)[] = [];
  const end = async (): Promise<void> => {
    for (const stop of undo.splice(0).reverse()) await stop();
  };
  onInterrupt = () => void end().finally(() => process.exit(130));
  try {
    const python = await step('emulator installed', () => installPython(base));
    const runDate = new Date().toISOString().slice(0, 10);
    const local = await step('local store and its nightly run', () => startLocalSide(home, runDate));
    undo.push(() => local.close());
    const emulator = await step('emulator', () => startEmulator(home, python));
    undo.push(() => emulator.stop());
    await deployAndCheck({ home, python, emulator, local, runDate }, tally, {
      withForecast: values['no-forecast'] !== true,
      keep: values.keep === true,
    });
  } catch (error) {
    if (error instanceof Unavailable) tally.skip('the deployment into an emulator', error.message);
    else {
      const reason = error instanceof Error ? error : new Error(String(error));
      await tally.check('the verification itself', () => Promise.reject(reason));
    }
  } finally {
    await end();
  }
  console.log(`in ${seconds(started)}, files in ${path.relative(repository, home)}`);
  console.log(tally.words);
  if (tally.failed > 0) process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onInterrupt());
await runCommand(help, main);
