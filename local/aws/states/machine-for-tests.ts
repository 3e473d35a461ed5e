import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { realSleep, type Environment, type SleepPurpose } from './environment.ts';
import type { ExecutionRecord } from './execution-files.ts';
import { Executions } from './executions.ts';
import type { HistoryEvent } from './history.ts';
import { parseDefinition } from './parse-definition.ts';

export const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:tested';
export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:kratos-tested';

/** A call of the tested machine's function: its payload, and how many came before. */
export type TestedFunction = (payload: never, call: number, signal: AbortSignal) => unknown;

export interface Outcome extends Readonly<ExecutionRecord> {
  result: unknown;
  events: HistoryEvent[];
  /** What was slept, in milliseconds, without sleeping. */
  slept: { milliseconds: number; purpose: SleepPurpose }[];
}

/** An error as a Lambda function throws it. */
export function errorOf(name: string, message = 'on purpose'): Error {
  return Object.assign(new Error(message), { name });
}

/** Runs a machine of these states to its end, in a folder of its own, with sleep that takes no time. */
export async function runMachine(
  states: { StartAt: string; States: Record<string, unknown>; TimeoutSeconds?: number },
  options: {
    input?: unknown;
    call?: TestedFunction;
    random?: () => number;
    /** Sleeps of this purpose end at once; others never, until they are aborted. */
    instantly?: SleepPurpose[];
  } = {},
): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kratos-machine-'));
  const { call = () => ({}), instantly = ['wait', 'retry'] } = options;
  const slept: Outcome['slept'] = [];
  let calls = 0;
  const environment: Omit<Environment, 'startExecution'> = {
    now: () => new Date('2026-01-02T03:04:05.678Z'),
    random: options.random ?? (() => 0.5),
    newId: () => `id-${slept.length}`,
    sleep: (milliseconds, purpose, signal) => {
      slept.push({ milliseconds, purpose });
      return realSleep(instantly.includes(purpose) ? 0 : 3_600_000, purpose, signal);
    },
    invokeFunction: async (_arn, payload, { signal }) => await call(payload as never, calls++, signal),
  };
  const definition = parseDefinition({ QueryLanguage: 'JSONata', ...states });
  const executions = new Executions([{ name: 'tested', arn: MACHINE, definition }], folder, environment);
  try {
    const input = JSON.stringify(options.input ?? {});
    const { executionArn } = executions.start({ stateMachineArn: MACHINE, input });
    const record = await executions.settled(executionArn);
    const result = record.output === undefined ? undefined : (JSON.parse(record.output) as unknown);
    return { ...record, result, events: executions.history(executionArn), slept };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A Task that calls the tested function with its input as payload. */
export const task = (more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...(more.Next === undefined ? { End: true } : {}),
  ...more,
});

export const one = (state: unknown) => ({ StartAt: 'Only', States: { Only: state } });
