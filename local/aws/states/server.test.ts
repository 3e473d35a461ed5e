import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { realSleep } from './environment.ts';
import { errorOf, one, task } from './machine-for-tests.ts';
import { startStatesServer, type StatesServer, type StatesServerOptions } from './server.ts';

const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };
const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
const machine = (name: string, states: object) => ({
  name,
  arn: arnOf(name),
  definition: { QueryLanguage: 'JSONata', ...states },
});
const machines = [
  machine('echo', one(task())),
  machine(
    'parent',
    one({
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Arguments: { StateMachineArn: arnOf('echo'), Input: '{% $states.input %}', Name: 'child' },
      Output: '{% $states.result.ExecutionArn %}',
      End: true,
    }),
  ),
];

let folder: string;
let server: StatesServer;
let sfn: SFNClient;
let answer: StatesServerOptions['invokeFunction'];

async function start(): Promise<void> {
  server = await startStatesServer({
    machines,
    executionsDir: folder,
    credentials,
    invokeFunction: (arn, payload, options) => answer(arn, payload, options),
  });
  sfn = new SFNClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function stop(): Promise<void> {
  sfn.destroy();
  await server.close();
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kratos-states-'));
  answer = (_arn, payload) => Promise.resolve(payload);
  await start();
});

afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

const begin = async (name: string, input = '{"n":1}', more: { machine?: string } = {}) => {
  const stateMachineArn = arnOf(more.machine ?? 'echo');
  const { executionArn = '' } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
  return executionArn;
};
const describeOne = (executionArn: string) => sfn.send(new DescribeExecutionCommand({ executionArn }));
const never = () => new Promise<never>(() => undefined);

describe('executions through the SDK', () => {
  it('start, end and tell their input and output', async () => {
    const executionArn = await begin('first');
    expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:echo:first');
    await server.executions.settled(executionArn);
    const told = await describeOne(executionArn);
    expect(told).toMatchObject({
      status: 'SUCCEEDED',
      input: '{"n":1}',
      output: '{"n":1}',
      stateMachineArn: arnOf('echo'),
    });
    expect(told.stopDate?.getTime()).toBeGreaterThanOrEqual(told.startDate?.getTime() ?? Infinity);
  });

  it('tell why they failed', async () => {
    answer = () => Promise.reject(errorOf('OutOfStock'));
    const executionArn = await begin('fails');
    await server.executions.settled(executionArn);
    expect(await describeOne(executionArn)).toMatchObject({ status: 'FAILED', error: 'OutOfStock' });
  });

  it('give their history in pages, from either end', async () => {
    const executionArn = await begin('paged');
    await server.executions.settled(executionArn);
    const page = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 4 }));
    const rest = await sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken: page.nextToken }));
    const events = [...(page.events ?? []), ...(rest.events ?? [])];
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(events[1]).toMatchObject({ type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Only' } });
    expect(events[1]?.timestamp).toBeInstanceOf(Date);
    const newest = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
    );
    expect(newest.events?.[0]?.type).toBe('ExecutionSucceeded');
  });

  it('are listed newest first, by status on demand', async () => {
    for (const name of ['one', 'two']) await server.executions.settled(await begin(name));
    answer = never;
    await begin('three');
    const list = async (more: object) =>
      (
        await sfn.send(new ListExecutionsCommand({ stateMachineArn: arnOf('echo'), ...more }))
      ).executions?.map(({ name }) => name);
    expect((await list({}))?.sort()).toEqual(['one', 'three', 'two']);
    expect(await list({ statusFilter: 'RUNNING' })).toEqual(['three']);
  });

  it('can be stopped, which their function is told', async () => {
    let told = false;
    answer = (_arn, _payload, { signal }) => {
      signal.addEventListener('abort', () => (told = true));
      return never();
    };
    const executionArn = await begin('stopped');
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Operator', cause: 'enough' }));
    expect(await describeOne(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      cause: 'enough',
    });
    expect(told).toBe(true);
  });

  it('start others without waiting for them', async () => {
    const parent = await begin('parent-1', '{"n":5}', { machine: 'parent' });
    const { output } = await server.executions.settled(parent);
    const child = JSON.parse(output ?? '') as string;
    expect(child).toBe('arn:aws:states:us-east-1:000000000000:execution:echo:child');
    expect((await server.executions.settled(child)).output).toBe('{"n":5}');
    const again = await server.executions.settled(await begin('parent-2', '{"n":6}', { machine: 'parent' }));
    expect(again).toMatchObject({ status: 'FAILED', error: 'StepFunctions.ExecutionAlreadyExistsException' });
  });

  it('are told to listeners as they go', async () => {
    const heard: string[] = [];
    const forget = server.onEvent(({ machine: name, event }) => heard.push(`${name} ${event.type}`));
    await server.executions.settled(await begin('heard'));
    forget();
    await server.executions.settled(await begin('unheard'));
    expect(heard).toHaveLength(7);
    expect(heard.at(-1)).toBe('echo ExecutionSucceeded');
  });
});

describe('the name of an execution', () => {
  it('with the same input gives the one that runs', async () => {
    answer = never;
    const first = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: arnOf('echo'), name: 'same', input: '{}' }),
    );
    const again = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: arnOf('echo'), name: 'same', input: '{}' }),
    );
    expect(again.executionArn).toBe(first.executionArn);
    expect(again.startDate).toEqual(first.startDate);
  });

  it('is taken once it has ended, or for another input', async () => {
    answer = never;
    const executionArn = await begin('taken', '{}');
    await expect(begin('taken', '{"other":1}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await server.executions.stop(executionArn);
    await expect(begin('taken', '{}')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it.each([['with space'], ['a/b'], ['..'], ['x'.repeat(81)]])('%s is refused', async (name) => {
    await expect(begin(name)).rejects.toMatchObject({ name: 'InvalidName' });
  });
});

describe('the server', () => {
  it('tells its machines', async () => {
    const { stateMachines } = await sfn.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).toEqual(['echo', 'parent']);
    const told = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arnOf('echo') }));
    expect(JSON.parse(told.definition ?? '')).toEqual(machines[0]?.definition);
  });

  it('refuses what is wrong or absent by the names of the API', async () => {
    await expect(begin('x', '{', {})).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    await expect(begin('x', '{}', { machine: 'nope' })).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
    });
    await expect(describeOne('arn:nope')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    await expect(begin('x', JSON.stringify('x'.repeat(262_144)))).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
    });
  });

  it('refuses an operation that it does not have by name', async () => {
    await expect(sfn.send(new SendTaskSuccessCommand({ taskToken: 't', output: '{}' }))).rejects.toThrow(
      'does not implement "AWSStepFunctions.SendTaskSuccess"',
    );
  });

  it('refuses a signature of another secret key', async () => {
    const stranger = new SFNClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { ...credentials, secretAccessKey: 'wrong' },
      maxAttempts: 1,
    });
    await expect(stranger.send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
      name: 'InvalidSignatureException',
    });
    stranger.destroy();
  });
});

describe('after a restart', () => {
  it('finished executions are remembered, with their history', async () => {
    const executionArn = await begin('kept');
    await server.executions.settled(executionArn);
    await stop();
    await start();
    expect(await describeOne(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"n":1}' });
    expect((await sfn.send(new GetExecutionHistoryCommand({ executionArn }))).events).toHaveLength(7);
    await expect(begin('kept')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
  });

  it('executions that ran when the store was stopped are ABORTED', async () => {
    answer = never;
    const executionArn = await begin('cut');
    await stop();
    await start();
    expect(await describeOne(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Kratos.Stopped' });
  });

  it('executions of a process that was killed are ABORTED and keep every event', async () => {
    const arn = arnOf('killed');
    const script = fileURLToPath(new URL('./fixtures/long-execution.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder, arn], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await stop();
    await appendFile(path.join(folder, 'killed', 'the-one', 'history.jsonl'), '{"id":5,"cut of');
    await start();
    const executionArn = 'arn:aws:states:us-east-1:000000000000:execution:killed:the-one';
    expect(await describeOne(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Kratos.ProcessEnded',
      input: '{"a":1}',
    });
    const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events?.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'ExecutionAborted',
    ]);
  });
});

it('sleeping wakes at the end of its time, or when it is told to', async () => {
  const controller = new AbortController();
  const begun = Date.now();
  await realSleep(20, 'wait', controller.signal);
  expect(Date.now() - begun).toBeGreaterThanOrEqual(18);
  const long = realSleep(3_600_000, 'wait', controller.signal);
  controller.abort(new Error('woken'));
  await expect(long).rejects.toThrow('woken');
});
