import { runMap, runParallel } from './branches.ts';
import type {
  Catcher,
  ChoiceState,
  FailState,
  GuardedState,
  State,
  StateGroup,
  Template,
  WaitState,
} from './definition.ts';
import { checkSize, StatesError } from './errors.ts';
import { evaluate } from './jsonata.ts';
import { covers, Retries } from './retry.ts';
import { scopeOf, type Run, type Visit } from './run.ts';
import { runTask } from './task.ts';

type Variables = Record<string, unknown>;

/** How a state is left; without `next` the group ends. */
interface Left {
  output: unknown;
  assigned: Variables;
  next: string | undefined;
}

/**
 * Runs a group of states from its start to an end and gives the output.
 * @throws StatesError when a state fails and nothing catches it; the signal's reason when it is told to stop
 */
export async function runGroup(
  group: StateGroup,
  input: unknown,
  outer: Readonly<Variables>,
  run: Run,
): Promise<unknown> {
  const variables: Variables = { ...outer };
  let name = group.StartAt;
  let data = input;
  for (;;) {
    const state = group.States[name];
    if (!state) throw new StatesError('States.Runtime', `There is no state "${name}"`, true);
    const left = await visitState(name, state, data, variables, run);
    Object.assign(variables, left.assigned);
    if (left.next === undefined) return left.output;
    data = left.output;
    name = left.next;
  }
}

async function visitState(
  name: string,
  state: State,
  input: unknown,
  variables: Variables,
  run: Run,
): Promise<Left> {
  const EnteredTime = run.environment.now().toISOString();
  const visit: Visit = {
    name,
    input,
    run,
    variables: { ...variables },
    context: { ...run.context, State: { Name: name, EnteredTime, RetryCount: 0 } },
  };
  run.record(`${state.Type}StateEntered`, {
    stateEnteredEventDetails: { name, input: JSON.stringify(checkSize(input, `input of state "${name}"`)) },
  });
  const left = await leave(state, visit);
  const { output, assigned } = left;
  run.record(`${state.Type}StateExited`, {
    stateExitedEventDetails: {
      name,
      output: JSON.stringify(output),
      ...(Object.keys(assigned).length > 0 && {
        assignedVariables: Object.fromEntries(
          Object.entries(assigned).map(([key, value]) => [key, JSON.stringify(value)]),
        ),
      }),
    },
  });
  return left;
}

async function leave(state: State, visit: Visit): Promise<Left> {
  try {
    if (state.Type === 'Task' || state.Type === 'Parallel' || state.Type === 'Map')
      return await guarded(state, visit);
    if (state.Type === 'Fail') return await fail(state, visit);
    if (state.Type === 'Choice') return await choose(state, visit);
    if (state.Type === 'Wait') await wait(state, visit);
    const next = state.Type === 'Succeed' || state.End === true ? undefined : state.Next;
    return await shape(state, visit, { fallback: visit.input, next });
  } catch (error) {
    if (error instanceof StatesError && error.error === 'States.QueryEvaluationError' && !isGuarded(state)) {
      recordEvaluation(error, visit);
    }
    throw error;
  }
}

const isGuarded = (state: State): state is GuardedState => ['Task', 'Parallel', 'Map'].includes(state.Type);

function recordEvaluation({ error, cause }: StatesError, { run, name }: Visit): void {
  run.record('EvaluationFailed', { evaluationFailedEventDetails: { state: name, error, cause } });
}

/** Runs a state that may be retried, then caught. */
async function guarded(state: GuardedState, visit: Visit): Promise<Left> {
  const { environment, signal } = visit.run;
  const retries = new Retries(state.Retry ?? []);
  for (;;) {
    try {
      const result = await work(state, visit);
      const next = state.End === true ? undefined : state.Next;
      return await shape(state, visit, { more: { result }, fallback: result, next });
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      if (error.error === 'States.QueryEvaluationError') recordEvaluation(error, visit);
      const delay = retries.next(error, () => environment.random());
      if (delay === undefined) return await caught(state.Catch ?? [], error, visit);
      await environment.sleep(delay, 'retry', signal);
      visit.context.State.RetryCount = retries.total;
    }
  }
}

function work(state: GuardedState, visit: Visit): Promise<unknown> {
  if (state.Type === 'Task') return runTask(state, visit);
  return state.Type === 'Map' ? runMap(state, visit, runGroup) : runParallel(state, visit, runGroup);
}

async function caught(catchers: readonly Catcher[], error: StatesError, visit: Visit): Promise<Left> {
  const catcher = catchers.find(({ ErrorEquals }) => covers(ErrorEquals, error));
  if (!catcher) throw error;
  const errorOutput = { Error: error.error, Cause: error.cause };
  return shape(catcher, visit, { more: { errorOutput }, fallback: errorOutput, next: catcher.Next });
}

/** Evaluates Output and Assign, both against the variables of the entry. */
async function shape(
  spec: { Output?: Template; Assign?: Template },
  visit: Visit,
  how: { more?: Record<string, unknown>; fallback: unknown; next: string | undefined },
): Promise<Left> {
  const { environment } = visit.run;
  const scope = scopeOf(visit, how.more);
  const output = spec.Output === undefined ? how.fallback : await evaluate(spec.Output, scope, environment);
  const assigned = spec.Assign === undefined ? {} : await evaluate(spec.Assign, scope, environment);
  checkSize(assigned, `variables that state "${visit.name}" assigns`);
  return {
    output: checkSize(output, `output of state "${visit.name}"`),
    assigned: assigned as Variables,
    next: how.next,
  };
}

async function choose(state: ChoiceState, visit: Visit): Promise<Left> {
  const { environment } = visit.run;
  for (const choice of state.Choices) {
    const holds = await evaluate(choice.Condition, scopeOf(visit), environment);
    if (typeof holds !== 'boolean') {
      throw new StatesError(
        'States.QueryEvaluationError',
        `The condition ${String(choice.Condition)} gave ${JSON.stringify(holds)}, not a boolean`,
      );
    }
    if (holds) return shape(choice, visit, { fallback: visit.input, next: choice.Next });
  }
  if (state.Default !== undefined) return shape(state, visit, { fallback: visit.input, next: state.Default });
  throw new StatesError(
    'States.NoChoiceMatched',
    `No choice of state "${visit.name}" matched and it has no Default`,
  );
}

async function fail(state: FailState, visit: Visit): Promise<never> {
  const { environment } = visit.run;
  const error = await evaluate(state.Error ?? '', scopeOf(visit), environment);
  const cause = await evaluate(state.Cause ?? '', scopeOf(visit), environment);
  if (typeof error !== 'string' || typeof cause !== 'string') {
    throw new StatesError('States.QueryEvaluationError', `Error and Cause of "${visit.name}" must be texts`);
  }
  throw new StatesError(error, cause);
}

async function wait(state: WaitState, visit: Visit): Promise<void> {
  const { environment, signal } = visit.run;
  const value = await evaluate(state.Seconds ?? state.Timestamp, scopeOf(visit), environment);
  const milliseconds =
    state.Seconds === undefined
      ? Date.parse(String(value)) - environment.now().getTime()
      : typeof value === 'number' && value >= 0
        ? value * 1000
        : Number.NaN;
  if (Number.isNaN(milliseconds)) {
    throw new StatesError(
      'States.QueryEvaluationError',
      `"${visit.name}" cannot wait for ${JSON.stringify(value)}`,
    );
  }
  await environment.sleep(Math.max(0, milliseconds), 'wait', signal);
}
