import { ServiceError } from '../service-error.ts';
import type { TaskState } from './definition.ts';
import { orAborted } from './environment.ts';
import { checkSize, StatesError } from './errors.ts';
import { evaluate } from './jsonata.ts';
import { scopeOf, type Visit } from './run.ts';

const MAX_CAUSE = 32_768;

/** The two integrations, and the bare ARN of a function: names of their events and how they are called. */
interface Call {
  events: 'Task' | 'LambdaFunction';
  /** Fields that identify the call in its events. */
  label: Record<string, unknown>;
  start(signal: AbortSignal): Promise<unknown>;
}

/**
 * Runs a Task: schedules the call, waits for it no longer than TimeoutSeconds, and gives its result.
 * An abandoned call goes on until its end, as on AWS; only a time-out or the end of the execution signals it.
 */
export async function runTask(state: TaskState, visit: Visit): Promise<unknown> {
  const { run } = visit;
  const { environment } = run;
  const input =
    state.Arguments === undefined
      ? visit.input
      : await evaluate(state.Arguments, scopeOf(visit), environment);
  checkSize(input, 'input of the task');
  const seconds = await timeoutOf(state, visit);
  const call = callOf(state.Resource, input, visit);
  const details = (kind: string, more: Record<string, unknown>) => ({
    [`${call.events === 'Task' ? 'task' : 'lambdaFunction'}${kind}EventDetails`]: { ...call.label, ...more },
  });

  run.record(`${call.events}Scheduled`, details('Scheduled', scheduled(state, call, input, seconds)));
  run.record(`${call.events}Started`, call.events === 'Task' ? details('Started', {}) : undefined);
  try {
    const result = checkSize(await withinTime(call, seconds, visit), 'result of the task');
    run.record(`${call.events}Succeeded`, details('Succeeded', { output: JSON.stringify(result) }));
    return result;
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    const kind = error.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
    run.record(`${call.events}${kind}`, details(kind, { error: error.error, cause: error.cause }));
    throw error;
  }
}

function scheduled(state: TaskState, call: Call, input: unknown, seconds: number | undefined) {
  const text = JSON.stringify(input);
  const timeout = seconds === undefined ? {} : { timeoutInSeconds: seconds };
  return call.events === 'Task'
    ? { region: 'us-east-1', parameters: text, ...timeout }
    : { resource: state.Resource, input: text, ...timeout };
}

async function timeoutOf(state: TaskState, visit: Visit): Promise<number | undefined> {
  if (state.TimeoutSeconds === undefined) return undefined;
  const seconds = await evaluate(state.TimeoutSeconds, scopeOf(visit), visit.run.environment);
  if (typeof seconds === 'number' && seconds >= 1) return seconds;
  throw new StatesError(
    'States.QueryEvaluationError',
    `TimeoutSeconds is ${JSON.stringify(seconds)}, not a number from 1`,
  );
}

async function withinTime(call: Call, seconds: number | undefined, { run }: Visit): Promise<unknown> {
  const timer = new AbortController();
  const nobodyWaits = new AbortController();
  const limit =
    seconds === undefined
      ? new Promise<never>(() => undefined)
      : run.environment
          .sleep(seconds * 1000, 'timeout', AbortSignal.any([run.execution, timer.signal]))
          .then(() => {
            nobodyWaits.abort();
            throw new StatesError('States.Timeout', `The task did not end within ${seconds} seconds.`);
          });
  limit.catch(() => undefined);
  const result = call
    .start(AbortSignal.any([run.execution, nobodyWaits.signal]))
    .then((value) => JSON.parse(JSON.stringify(value ?? null)) as unknown, fail);
  result.catch(() => undefined);
  try {
    return await orAborted(Promise.race([result, limit]), run.signal);
  } finally {
    timer.abort();
  }
}

/** What a rejected call is to Retry and Catch: its type, and the JSON that Lambda reports. */
function fail(reason: unknown): never {
  if (reason instanceof StatesError) throw reason;
  const { name = 'Error', message = String(reason), stack } = reason as Partial<Error>;
  if (reason instanceof ServiceError) {
    throw new StatesError(`StepFunctions.${reason.code}Exception`, message);
  }
  const trace = typeof stack === 'string' ? stack.split('\n').slice(0, 10) : [];
  const cause = JSON.stringify({ errorType: name, errorMessage: message, trace });
  throw new StatesError(
    name,
    cause.length <= MAX_CAUSE
      ? cause
      : JSON.stringify({ errorType: name, errorMessage: message.slice(0, MAX_CAUSE / 2), trace: [] }),
  );
}

function callOf(resource: string, input: unknown, { run }: Visit): Call {
  const { environment } = run;
  if (resource === 'arn:aws:states:::lambda:invoke') {
    const { FunctionName, Payload } = fieldsOf(input, resource, ['FunctionName', 'Payload']);
    return {
      events: 'Task',
      label: { resourceType: 'lambda', resource: 'invoke' },
      start: async (signal) => {
        const result = await environment.invokeFunction(functionArn(FunctionName), Payload ?? {}, { signal });
        return { ExecutedVersion: '$LATEST', Payload: result ?? null, StatusCode: 200 };
      },
    };
  }
  if (resource === 'arn:aws:states:::states:startExecution') {
    const {
      StateMachineArn,
      Input = {},
      Name,
    } = fieldsOf(input, resource, ['StateMachineArn', 'Input', 'Name']);
    return {
      events: 'Task',
      label: { resourceType: 'states', resource: 'startExecution' },
      start: async () => {
        const started = environment.startExecution({
          stateMachineArn: textOf('StateMachineArn', StateMachineArn),
          input: typeof Input === 'string' ? Input : JSON.stringify(Input),
          ...(Name === undefined ? {} : { name: textOf('Name', Name) }),
        });
        return Promise.resolve({
          ExecutionArn: started.executionArn,
          StartDate: started.startDate.toISOString(),
        });
      },
    };
  }
  return {
    events: 'LambdaFunction',
    label: {},
    start: (signal) => environment.invokeFunction(resource, input, { signal }),
  };
}

function functionArn(name: unknown): string {
  const text = textOf('FunctionName', name);
  return text.startsWith('arn:') ? text : `arn:aws:lambda:us-east-1:000000000000:function:${text}`;
}

function textOf(field: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new StatesError('States.Runtime', `${field} must be a text, got ${JSON.stringify(value)}`, true);
}

function fieldsOf(input: unknown, resource: string, known: readonly string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new StatesError('States.Runtime', `${resource} needs Arguments with ${known.join(', ')}`, true);
  }
  const unknown = Object.keys(input).find((name) => !known.includes(name));
  if (unknown === undefined) return input as Record<string, unknown>;
  throw new StatesError('States.Runtime', `The argument ${unknown} of ${resource} is not implemented`, true);
}
