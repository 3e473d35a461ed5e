import { setMaxListeners } from 'node:events';
import type { MapState, ParallelState, StateGroup } from './definition.ts';
import { BranchAbandoned, checkSize, StatesError } from './errors.ts';
import { evaluate } from './jsonata.ts';
import { scopeOf, type Run, type Visit } from './run.ts';

/** How many iterations of an inline Map AWS runs at once at most. */
export const INLINE_CONCURRENCY = 40;

/** Runs a group of states to its end; the interpreter itself, passed in because the two need each other. */
export type RunGroup = (
  group: StateGroup,
  input: unknown,
  variables: Readonly<Record<string, unknown>>,
  run: Run,
) => Promise<unknown>;

/** Runs the branches at once; the first failure fails the state and stops the others at their next step. */
export async function runParallel(state: ParallelState, visit: Visit, runGroup: RunGroup): Promise<unknown> {
  const { run, variables } = visit;
  const input =
    state.Arguments === undefined
      ? visit.input
      : await evaluate(state.Arguments, scopeOf(visit), run.environment);
  run.record('ParallelStateStarted');
  const siblings = new Siblings(run);
  try {
    const outputs = await siblings.all(
      state.Branches.map((branch) => () => runGroup(branch, input, variables, run.fork(siblings.signal))),
      state.Branches.length,
    );
    run.record('ParallelStateSucceeded');
    return outputs;
  } catch (error) {
    if (error instanceof StatesError) run.record('ParallelStateFailed');
    throw error;
  }
}

/** Runs the item processor for every item, at most MaxConcurrency (and 40) at once. */
export async function runMap(state: MapState, visit: Visit, runGroup: RunGroup): Promise<unknown> {
  const { run } = visit;
  const items = await itemsOf(state, visit);
  const concurrency = await concurrencyOf(state, visit);
  run.record('MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
  const siblings = new Siblings(run);
  const iterate = (value: unknown, index: number) => async () => {
    const fork = run.fork(siblings.signal, { Map: { Item: { Index: index, Value: value } } });
    return iteration(state, visit, index, value, fork, runGroup);
  };
  try {
    const outputs = await siblings.all(items.map(iterate), concurrency);
    run.record('MapStateSucceeded');
    return outputs;
  } catch (error) {
    if (error instanceof StatesError) run.record('MapStateFailed');
    throw error;
  }
}

async function iteration(
  state: MapState,
  visit: Visit,
  index: number,
  value: unknown,
  run: Run,
  runGroup: RunGroup,
): Promise<unknown> {
  const details = { name: visit.name, index };
  run.record('MapIterationStarted', { mapIterationStartedEventDetails: details });
  try {
    const context = { ...visit.context, ...run.context };
    const input =
      state.ItemSelector === undefined
        ? value
        : await evaluate(state.ItemSelector, scopeOf({ ...visit, context }), run.environment);
    const output = await runGroup(
      state.ItemProcessor,
      checkSize(input, 'input of the iteration'),
      visit.variables,
      run,
    );
    run.record('MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
    return output;
  } catch (error) {
    if (error instanceof StatesError)
      run.record('MapIterationFailed', { mapIterationFailedEventDetails: details });
    throw error;
  }
}

async function itemsOf(state: MapState, visit: Visit): Promise<unknown[]> {
  const items =
    state.Items === undefined
      ? visit.input
      : await evaluate(state.Items, scopeOf(visit), visit.run.environment);
  if (Array.isArray(items)) return items as unknown[];
  throw new StatesError(
    'States.QueryEvaluationError',
    'Items of a Map must be an array (an object is not implemented)',
  );
}

async function concurrencyOf(state: MapState, visit: Visit): Promise<number> {
  const asked = await evaluate(state.MaxConcurrency ?? 0, scopeOf(visit), visit.run.environment);
  if (typeof asked !== 'number' || !Number.isInteger(asked) || asked < 0) {
    throw new StatesError(
      'States.QueryEvaluationError',
      `MaxConcurrency is ${JSON.stringify(asked)}, not a whole number`,
    );
  }
  return asked === 0 ? INLINE_CONCURRENCY : Math.min(asked, INLINE_CONCURRENCY);
}

/** Lines of control of which one failure ends all. */
class Siblings {
  readonly #failed = new AbortController();
  readonly signal: AbortSignal;

  constructor(run: Run) {
    this.signal = AbortSignal.any([run.signal, this.#failed.signal]);
    setMaxListeners(0, this.signal);
  }

  /** Results in order. After a failure none begins any more, and those that run stop at their next step. */
  async all(tasks: (() => Promise<unknown>)[], concurrency: number): Promise<unknown[]> {
    const results = new Array<unknown>(tasks.length);
    const remaining = tasks.entries();
    const worker = async () => {
      for (const [index, task] of remaining) {
        this.signal.throwIfAborted();
        results[index] = await task();
      }
    };
    const workers = Array.from({ length: Math.min(concurrency, tasks.length) }, worker);
    try {
      await Promise.all(workers);
      return results;
    } catch (error) {
      this.#failed.abort(new BranchAbandoned());
      throw error;
    }
  }
}
