import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleFunctions } from '../../lambdas/bundle.ts';
import type { FunctionDefinition } from '../../lambdas/functions.ts';
import { isAlive } from '../postgres/leftover.ts';
import { FunctionHost } from './function-host.ts';
import { FunctionLogs } from './function-log.ts';

const probe: FunctionDefinition = {
  entry: 'local/runtime/fixtures/probe-function.ts',
  memoryMb: 128,
  timeoutSeconds: 1,
  uses: {},
};

let dir: string;
let host: FunctionHost;
let logs: FunctionLogs;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'kratos-functions-'));
  const bundles = await bundleFunctions({
    root: process.cwd(),
    outDir: dir,
    functions: { probe, runtime: { entry: 'local/runtime/function-child.ts' } },
  });
  const fileOf = (name: string): string => bundles.find((bundle) => bundle.name === name)!.file;
  logs = new FunctionLogs(path.join(dir, 'logs'));
  process.env.SECRET_OF_THE_PARENT = 'must not be seen';
  host = new FunctionHost({
    functions: { probe, patient: { ...probe, timeoutSeconds: 30 } },
    bootstrap: fileOf('runtime'),
    bundleOf: () => fileOf('probe'),
    environmentOf: (name) => ({ AWS_LAMBDA_FUNCTION_NAME: `kratos-${name}`, DATA_BUCKET: 'kratos-data' }),
    arnOf: (name) => `arn:aws:lambda:us-east-1:000000000000:function:kratos-${name}`,
    logs,
    maxInstances: 2,
    idleMs: 300,
  });
});

afterAll(async () => {
  delete process.env.SECRET_OF_THE_PARENT;
  await host.stop();
  await logs.close();
  await rm(dir, { recursive: true, force: true });
});

describe('a function in a process of its own', () => {
  it('sees its own environment and nothing of the process that started it', async () => {
    const outcome = await host.invoke('probe', { action: 'environment' });
    expect(outcome).toEqual({
      ok: true,
      payload: { AWS_LAMBDA_FUNCTION_NAME: 'kratos-probe', DATA_BUCKET: 'kratos-data' },
    });
  });

  it('gets the request id, its ARN and the time that is left', async () => {
    const outcome = await host.invoke('probe', { action: 'context' }, { requestId: 'request-1' });
    expect(outcome).toMatchObject({
      ok: true,
      payload: {
        awsRequestId: 'request-1',
        functionName: 'kratos-probe',
        invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:kratos-probe',
      },
    });
    const { remaining } = (outcome as { payload: { remaining: number } }).payload;
    expect(remaining).toBeGreaterThan(0);
    expect(remaining).toBeLessThanOrEqual(1000);
  });

  it('fails with the name and the message of what it throws', async () => {
    const outcome = await host.invoke('probe', { action: 'throw' });
    expect(outcome).toMatchObject({
      ok: false,
      error: { errorType: 'GameIsBroken', errorMessage: 'game 7 has no price' },
    });
  });

  it('is cut off at its time-out, even while it computes, and the next event finds a fresh process', async () => {
    const outcome = await host.invoke(
      'probe',
      { action: 'compute', milliseconds: 20_000 },
      { requestId: 'slow' },
    );
    expect(outcome).toEqual({
      ok: false,
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: 'RequestId: slow Error: Task timed out after 1.00 seconds',
      },
    });
    expect(await host.invoke('probe', { action: 'sleep', milliseconds: 0 })).toMatchObject({ ok: true });
  });

  it('fails the event at work when the process ends, and only that one', async () => {
    const outcome = await host.invoke('probe', { action: 'exit' }, { requestId: 'gone' });
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: gone Error: Runtime exited with error: exit status 3',
      },
    });
    expect(await host.invoke('probe', { action: 'sleep', milliseconds: 0 })).toMatchObject({ ok: true });
  });

  it('fails the event at work for a rejection that nobody awaited', async () => {
    const outcome = await host.invoke('probe', { action: 'reject' });
    expect(outcome).toMatchObject({
      ok: false,
      error: { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'nobody awaited this' },
    });
  });

  it('works on one event at a time and lets others wait while all instances are at work', async () => {
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() => host.invoke('patient', { action: 'sleep', milliseconds: 100 })),
    );
    const answers = outcomes.map(
      (outcome) => (outcome as { payload: { pid: number; events: number } }).payload,
    );
    const pids = [...new Set(answers.map((answer) => answer.pid))];
    expect(pids).toHaveLength(2);
    // An instance that starts slowly may get one event where the other gets three.
    for (const pid of pids) {
      const own = answers.filter((answer) => answer.pid === pid).map(({ events }) => events);
      expect(own.sort()).toEqual(own.map((_, n) => n + 1));
    }
  });

  it('refuses an event and an answer above 6 MB', async () => {
    const large = 6 * 1024 * 1024;
    expect(await host.invoke('patient', { text: 'x'.repeat(large) })).toMatchObject({
      ok: false,
      error: { errorType: 'RequestEntityTooLargeException' },
    });
    expect(await host.invoke('patient', { action: 'answer', bytes: large })).toMatchObject({
      ok: false,
      error: { errorType: 'Function.ResponseSizeTooLarge' },
    });
  });

  it('ends the instances that have nothing to do', async () => {
    await host.invoke('patient', { action: 'sleep', milliseconds: 0 });
    const before = host.pids();
    expect(before.length).toBeGreaterThan(0);
    await eventually(() => host.pids().length === 0);
    expect(before.filter(isAlive)).toEqual([]);
  });

  it('leaves its lines in the log, found by the request id', async () => {
    await host.invoke('probe', { action: 'print' }, { requestId: 'request-of-the-lines' });
    const lines = await logs.read('request-of-the-lines');
    expect(lines).toMatchObject([
      { function: 'probe', level: 'info', message: 'a plain line' },
      { function: 'probe', level: 'warn', message: 'a structured line', gameId: 7 },
      { function: 'probe', level: 'info', message: 'finished' },
    ]);
  });

  it('is refused by name when the table has no such function', async () => {
    await expect(host.invoke('unknown', {})).rejects.toThrow('there is no function unknown');
  });
});

async function eventually(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not come true within 10 s');
}
