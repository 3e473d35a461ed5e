import type { Environment } from './environment.ts';
import type { Scope } from './jsonata.ts';

/** Details of a history event, in the names that the API gives them, such as `taskFailedEventDetails`. */
export type EventDetails = Record<string, Record<string, unknown>>;

/** Takes an event of an execution and gives its number. Throws when the history is full. */
export type Recorder = (type: string, previousEventId: number, details?: EventDetails) => number;

/** One line of control: the execution itself, a branch of a Parallel or an iteration of a Map. */
export class Run {
  readonly environment: Environment;
  /** Fires when the whole execution is halted. */
  readonly execution: AbortSignal;
  /** Fires also when a sibling has failed. */
  readonly signal: AbortSignal;
  /** `$states.context` but for the state. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly #record: Recorder;
  #last: number;

  constructor(
    environment: Environment,
    execution: AbortSignal,
    signal: AbortSignal,
    context: Readonly<Record<string, unknown>>,
    record: Recorder,
    last: number,
  ) {
    this.environment = environment;
    this.execution = execution;
    this.signal = signal;
    this.context = context;
    this.#record = record;
    this.#last = last;
  }

  record(type: string, details?: EventDetails): void {
    this.signal.throwIfAborted();
    this.#last = this.#record(type, this.#last, details);
  }

  /** A line of control that begins here and may be abandoned on its own. */
  fork(signal: AbortSignal, context: Readonly<Record<string, unknown>> = {}): Run {
    return new Run(
      this.environment,
      this.execution,
      signal,
      { ...this.context, ...context },
      this.#record,
      this.#last,
    );
  }
}

/** One visit to a state. */
export interface Visit {
  name: string;
  input: unknown;
  run: Run;
  /** Variables as they were on entry: a state's assignments are not visible to its own expressions. */
  variables: Readonly<Record<string, unknown>>;
  /** `$states.context`, with the state. */
  context: Record<string, unknown> & { State: { Name: string; EnteredTime: string; RetryCount: number } };
}

/** What expressions of a visit see; `more` is the result or the error output where there is one. */
export function scopeOf(visit: Visit, more: Record<string, unknown> = {}): Scope {
  return { variables: visit.variables, states: { input: visit.input, context: visit.context, ...more } };
}
