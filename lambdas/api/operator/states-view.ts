import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { z } from '@hono/zod-openapi';
import type { runDetailSchema, runStateSchema } from './schemas.ts';

export type RunState = z.infer<typeof runStateSchema>;
export type RunEdge = z.infer<typeof runDetailSchema>['edges'][number];

interface StateDefinition {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
}
export interface MachineDefinition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

/** The ways from state to state, in the order of the definition. */
export function edgesOf({ States }: MachineDefinition): RunEdge[] {
  return Object.entries(States).flatMap(([from, state]) => [
    ...(state.Next === undefined ? [] : [{ from, to: state.Next }]),
    ...(state.Choices ?? []).map((choice) => ({ from, to: choice.Next, label: 'if' })),
    ...(state.Default === undefined ? [] : [{ from, to: state.Default, label: 'else' }]),
    ...(state.Catch ?? []).map((handler) => ({ from, to: handler.Next, label: 'on error' })),
  ]);
}

type MutableState = { -readonly [K in keyof RunState]: RunState[K] };

/**
 * What became of each state of a machine, from the events of one execution. A state that ran more than once shows its
 * last time; `attempts` counts all of its calls.
 */
export function statesOf({ States }: MachineDefinition, events: readonly HistoryEvent[]): RunState[] {
  const states = new Map<string, MutableState>(
    Object.entries(States).map(([name, { Type: type }]) => [
      name,
      { name, type, status: 'waiting', enteredAt: null, exitedAt: null, attempts: 0, error: null },
    ]),
  );
  const owner = ownersOf(events);
  for (const event of events) {
    const state = states.get(owner.get(event.id ?? 0) ?? '');
    if (state) apply(state, event);
    if (/^Execution(Failed|TimedOut|Aborted)$/.test(event.type ?? '')) failRunning(states.values(), event);
  }
  return [...states.values()];
}

/** Which state an event belongs to: the one entered last on the way back along its predecessors. */
function ownersOf(events: readonly HistoryEvent[]): Map<number, string> {
  const owner = new Map<number, string>();
  for (const event of events) {
    const name =
      event.stateEnteredEventDetails?.name ??
      event.stateExitedEventDetails?.name ??
      mapIteration(event)?.name ??
      owner.get(event.previousEventId ?? 0);
    if (name !== undefined) owner.set(event.id ?? 0, name);
  }
  return owner;
}

function mapIteration(event: HistoryEvent) {
  return (
    event.mapIterationStartedEventDetails ??
    event.mapIterationSucceededEventDetails ??
    event.mapIterationFailedEventDetails
  );
}

function apply(state: MutableState, event: HistoryEvent): void {
  const type = event.type ?? '';
  const at = event.timestamp?.toISOString() ?? null;
  if (type.endsWith('StateEntered')) {
    Object.assign(state, { status: 'running', enteredAt: at, exitedAt: null, error: null });
    if (!type.startsWith('Task')) state.attempts += 1;
  } else if (type.endsWith('StateExited')) {
    Object.assign(state, { status: state.error ? 'caught' : 'succeeded', exitedAt: at });
  } else if (type === 'MapStateStarted') {
    state.counts = { done: 0, total: event.mapStateStartedEventDetails?.length ?? 0, failed: 0 };
  } else if (type === 'MapIterationSucceeded' || type === 'MapIterationFailed') {
    const counts = (state.counts ??= { done: 0, total: 0, failed: 0 });
    counts[type === 'MapIterationFailed' ? 'failed' : 'done'] += 1;
  } else if (/^(Task|LambdaFunction)Scheduled$/.test(type)) {
    state.attempts += 1;
    state.error = null;
  } else if (/(Failed|TimedOut)$/.test(type)) {
    state.error = errorOf(event) ?? state.error ?? { error: type, cause: '' };
  }
}

/** An execution that ends while a state runs leaves no exit of that state. */
function failRunning(states: Iterable<MutableState>, event: HistoryEvent): void {
  for (const state of states) {
    if (state.status !== 'running') continue;
    state.status = 'failed';
    state.exitedAt = event.timestamp?.toISOString() ?? null;
    state.error ??= errorOf(event) ?? { error: event.type ?? '', cause: '' };
  }
}

const longestCause = 2000;

function errorOf(event: HistoryEvent): RunState['error'] {
  const details =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.evaluationFailedEventDetails ??
    event.executionFailedEventDetails ??
    event.executionTimedOutEventDetails ??
    event.executionAbortedEventDetails;
  if (!details?.error && !details?.cause) return null;
  return { error: details.error ?? '', cause: (details.cause ?? '').slice(0, longestCause) };
}
