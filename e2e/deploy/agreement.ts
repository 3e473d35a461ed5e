import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  functionNames,
  stateMachineNames,
  type FunctionName,
  type StateMachineName,
} from '../../lambdas/functions.ts';
import { inParallel } from '../../lambdas/shared/in-parallel.ts';
import { realSleep } from '../../local/aws/states/environment.ts';
import { startStatesServer } from '../../local/aws/states/server.ts';
import { substitute, substitutions } from '../../stepfunctions/substitutions.ts';
import { waitFor } from '../store.ts';
import { scenarios, scriptedFunction, type Scenario } from './agreement-script.ts';
import { account, cdk, region, secretAccessKey, type Emulator } from './emulator.ts';
import { mustRun, repository } from './processes.ts';
import type { Tally } from './tally.ts';

/**
 * How an execution went: its status, and the states that it entered, each once, in the order of the alphabet; without
 * those inside a Map, of which the emulator keeps no history.
 */
export interface Outcome {
  readonly status: string;
  readonly states: readonly string[];
}

interface HistoryEvent {
  readonly stateEnteredEventDetails?: { readonly name?: string | undefined } | undefined;
}

function statesOf(events: readonly HistoryEvent[], topStates: ReadonlySet<string>): string[] {
  const names = events.map((event) => event.stateEnteredEventDetails?.name ?? '');
  return [...new Set(names.filter((name) => topStates.has(name)))].sort();
}

type Definitions = ReadonlyMap<
  StateMachineName,
  { readonly text: string; readonly topStates: ReadonlySet<string> }
>;

async function readDefinitions(): Promise<Definitions> {
  const entries = stateMachineNames.map(async (name) => {
    const text = await readFile(path.join(repository, 'stepfunctions', `${name}.asl.json`), 'utf8');
    const { States } = JSON.parse(text) as { States: object };
    return [name, { text, topStates: new Set(Object.keys(States)) }] as const;
  });
  return new Map(await Promise.all(entries));
}

const limitMs = 120_000;
const credentials = { accessKeyId: account, secretAccessKey };
const machineArn = (name: string): string => `arn:aws:states:${region}:${account}:stateMachine:${name}`;
const functionArn = (name: string): string => `arn:aws:lambda:${region}:${account}:function:${name}`;

/** Plays every scenario on the emulator's interpreter. */
async function playOnEmulator(emulator: Emulator, definitions: Definitions): Promise<Map<Scenario, Outcome>> {
  const states = new SFNClient({ endpoint: emulator.url, region, credentials });
  const play = async (scenario: Scenario): Promise<Outcome> => {
    const { executionArn } = await states.send(
      new StartExecutionCommand({
        stateMachineArn: machineArn(`agreement-${scenario.machine}`),
        name: scenario.id,
        input: JSON.stringify(scenario.input),
      }),
    );
    let status = 'RUNNING';
    await waitFor(`the end of ${scenario.id}`, limitMs, async () => {
      const answer = await states.send(new DescribeExecutionCommand({ executionArn }));
      status = answer.status ?? 'RUNNING';
      return status !== 'RUNNING';
    });
    const { events = [] } = await states.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    return { status, states: statesOf(events, definitions.get(scenario.machine)!.topStates) };
  };
  const outcomes = new Map<Scenario, Outcome>();
  // Each function at work is a process there: more at once would only crowd the machine.
  await inParallel(scenarios, 4, async (scenario) => {
    outcomes.set(scenario, await play(scenario));
  });
  return outcomes;
}

/** Plays every scenario on the local runner. */
async function playLocally(home: string, definitions: Definitions): Promise<Map<Scenario, Outcome>> {
  const values = substitutions(functionArn);
  const machines = [...definitions].map(([name, { text }]) => ({
    name,
    arn: machineArn(name),
    definition: JSON.parse(substitute(text, values)) as unknown,
  }));
  const byArn = new Map<string, FunctionName>(functionNames.map((name) => [functionArn(name), name]));
  const server = await startStatesServer({
    machines,
    credentials,
    executionsDir: path.join(home, 'agreement'),
    environment: {
      sleep: (milliseconds, purpose, signal) =>
        realSleep(purpose === 'timeout' ? milliseconds : Math.min(milliseconds, 20), purpose, signal),
    },
    invokeFunction: (arn, payload) => scriptedFunction(byArn.get(arn)!)(payload),
  });
  try {
    const play = async (scenario: Scenario): Promise<Outcome> => {
      const { executionArn } = server.executions.start({
        stateMachineArn: machineArn(scenario.machine),
        name: scenario.id,
        input: JSON.stringify(scenario.input),
      });
      const { status } = await server.executions.settled(executionArn);
      const events = server.executions.history(executionArn) as unknown as readonly HistoryEvent[];
      return { status, states: statesOf(events, definitions.get(scenario.machine)!.topStates) };
    };
    return new Map(await Promise.all(scenarios.map(async (one) => [one, await play(one)] as const)));
  } finally {
    await server.close();
  }
}

/** The local runner and the emulator's must bring every scenario to the same end, through the same states. */
export async function checkAgreement(emulator: Emulator, home: string, tally: Tally): Promise<void> {
  const out = path.join(home, 'agreement.out');
  const program = ['--import', 'tsx', path.join('e2e', 'deploy', 'agreement-app.ts')];
  await mustRun(process.execPath, program, { ...emulator.environment, CDK_OUTDIR: out });
  const definitions = await readDefinitions();
  await cdk(emulator, ['deploy', '--all', '--require-approval', 'never', '--app', out]);
  const [theirs, ours] = await Promise.all([
    playOnEmulator(emulator, definitions),
    playLocally(home, definitions),
  ]);
  for (const scenario of scenarios) {
    await tally.check(`both runners agree on ${scenario.machine}: ${scenario.story}`, () => {
      assert.deepEqual(ours.get(scenario), theirs.get(scenario));
      return Promise.resolve();
    });
  }
  await cdk(emulator, ['destroy', '--all', '--force', '--app', out]);
}
