import { setMaxListeners } from 'node:events';
import { ServiceError } from '../service-error.ts';
import type { Definition } from './definition.ts';
import type { Environment } from './environment.ts';
import { BranchAbandoned, checkSize, ExecutionHalted, PAYLOAD_LIMIT, StatesError } from './errors.ts';
import { ExecutionFiles, type ExecutionRecord } from './execution-files.ts';
import { History, readHistory, repairHistory, type HistoryEvent } from './history.ts';
import { runGroup } from './interpreter.ts';
import { isAlive, markOf, type ProcessMark } from './process-mark.ts';
import { Run, type EventDetails } from './run.ts';

export interface Machine {
  name: string;
  arn: string;
  definition: Definition;
}

/** What a listener hears: one event of one execution. */
export interface LiveEvent {
  executionArn: string;
  machine: string;
  event: HistoryEvent;
}

const KEPT_MS = 90 * 24 * 3600 * 1000;

interface Running {
  controller: AbortController;
  done: Promise<void>;
}

/** The executions of all machines: those that run in this process, and those that the disk remembers. */
export class Executions {
  readonly #machines: ReadonlyMap<string, Machine>;
  readonly #environment: Environment;
  readonly #files: ExecutionFiles;
  readonly #mark: ProcessMark;
  readonly #records = new Map<string, ExecutionRecord>();
  readonly #running = new Map<string, Running>();
  readonly #listeners = new Set<(event: LiveEvent) => void>();

  constructor(
    machines: readonly Machine[],
    folder: string,
    environment: Omit<Environment, 'startExecution'>,
  ) {
    this.#machines = new Map(machines.map((machine) => [machine.arn, machine]));
    this.#environment = { ...environment, startExecution: (request) => this.start(request) };
    this.#files = new ExecutionFiles(folder);
    this.#mark = markOf(process.pid) ?? { pid: process.pid, started: '' };
    for (const record of this.#files.load()) this.#adopt(record);
  }

  /** Remembers an execution; one whose process is dead ends as ABORTED, one of 90 days ago is forgotten. */
  #adopt(record: ExecutionRecord): void {
    const now = this.#environment.now().getTime();
    if (record.status !== 'RUNNING' && now - (record.stopDate ?? 0) > KEPT_MS) {
      this.#files.remove(record);
      return;
    }
    this.#records.set(record.arn, record);
    if (record.status !== 'RUNNING' || isAlive(record.process)) return;
    repairHistory(this.#files.history(record));
    const events = readHistory(this.#files.history(record)).length;
    const history = this.#history(record, events);
    const cause = 'The process that ran this execution ended before it did.';
    this.#end(record, history, new ExecutionHalted('ABORTED', 'Kratos.ProcessEnded', cause));
  }

  machine(arn: string): Machine {
    const machine = this.#machines.get(arn);
    if (machine) return machine;
    throw new ServiceError('StateMachineDoesNotExist', 400, `State Machine Does Not Exist: '${arn}'`);
  }

  get machines(): Machine[] {
    return [...this.#machines.values()];
  }

  /**
   * Starts an execution. A name that runs with the same input is answered with that execution.
   * @throws ServiceError StateMachineDoesNotExist, InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
   */
  start(request: { stateMachineArn: string; input?: string; name?: string }): {
    executionArn: string;
    startDate: Date;
  } {
    const machine = this.machine(request.stateMachineArn);
    const { name = this.#environment.newId(), input = '{}' } = request;
    checkName(name);
    checkInput(input);
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const earlier = this.#records.get(arn);
    if (earlier) {
      if (earlier.status === 'RUNNING' && earlier.input === input) {
        return { executionArn: arn, startDate: new Date(earlier.startDate) };
      }
      throw new ServiceError('ExecutionAlreadyExists', 400, `Execution Already Exists: '${arn}'`);
    }
    const startDate = this.#environment.now();
    const record: ExecutionRecord = {
      arn,
      machine: machine.name,
      name,
      status: 'RUNNING',
      startDate: startDate.getTime(),
      input,
      process: this.#mark,
    };
    this.#records.set(arn, record);
    this.#files.save(record);
    this.#launch(machine, record);
    return { executionArn: arn, startDate };
  }

  #launch(machine: Machine, record: ExecutionRecord): void {
    const controller = new AbortController();
    const history = this.#history(record, 0);
    const done = this.#run(machine, record, history, controller).then(
      (output) => this.#end(record, history, output),
      (error: unknown) => this.#end(record, history, error),
    );
    this.#running.set(record.arn, { controller, done: done.finally(() => this.#running.delete(record.arn)) });
  }

  /** The output as JSON text. */
  async #run(
    machine: Machine,
    record: ExecutionRecord,
    history: History,
    controller: AbortController,
  ): Promise<string> {
    const { definition } = machine;
    const started = history.record('ExecutionStarted', 0, {
      executionStartedEventDetails: { input: record.input },
    });
    const input = JSON.parse(record.input) as unknown;
    const context = {
      Execution: {
        Id: record.arn,
        Name: record.name,
        Input: input,
        StartTime: new Date(record.startDate).toISOString(),
        RedriveCount: 0,
      },
      StateMachine: { Id: machine.arn, Name: machine.name },
    };
    const finished = new AbortController();
    if (definition.TimeoutSeconds !== undefined) {
      const late = () => controller.abort(new ExecutionHalted('TIMED_OUT', 'States.Timeout'));
      const ended = AbortSignal.any([finished.signal, controller.signal]);
      this.#environment.sleep(definition.TimeoutSeconds * 1000, 'timeout', ended).then(late, () => undefined);
    }
    const recorder = (type: string, previous: number, details?: EventDetails) =>
      history.record(type, previous, details);
    const signal = AbortSignal.any([controller.signal, finished.signal]);
    // Every state and call listens: that is no leak.
    setMaxListeners(0, controller.signal, signal);
    const run = new Run(this.#environment, controller.signal, signal, context, recorder, started);
    try {
      const output = await runGroup(definition, input, {}, run);
      return JSON.stringify(checkSize(output, 'output of the execution'));
    } finally {
      // Siblings of what failed may still be at work: they stop at their next step, and write no more history.
      finished.abort(new BranchAbandoned());
    }
  }

  #history(record: ExecutionRecord, count: number): History {
    return new History(
      this.#files.history(record),
      count,
      () => this.#environment.now(),
      (event) => {
        for (const listener of this.#listeners) {
          listener({ executionArn: record.arn, machine: record.machine, event });
        }
      },
    );
  }

  /** Ends an execution with its output, or with what it threw. */
  #end(record: ExecutionRecord, history: History, outcome: unknown): void {
    const stopDate = this.#environment.now().getTime();
    if (typeof outcome === 'string') {
      Object.assign(record, { status: 'SUCCEEDED', output: outcome, stopDate });
      this.#files.save(record);
      history.end('ExecutionSucceeded', { executionSucceededEventDetails: { output: outcome } });
      return;
    }
    const { status, error, cause } = failureOf(outcome);
    const reason = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
    Object.assign(record, { status, stopDate, ...reason });
    this.#files.save(record);
    const type = { FAILED: 'Failed', ABORTED: 'Aborted', TIMED_OUT: 'TimedOut' }[status];
    history.end(`Execution${type}`, { [`execution${type}EventDetails`]: reason });
  }

  /** @throws ServiceError ExecutionDoesNotExist */
  describe(arn: string): Readonly<ExecutionRecord> {
    const record = this.#records.get(arn);
    if (record) return record;
    throw new ServiceError('ExecutionDoesNotExist', 400, `Execution Does Not Exist: '${arn}'`);
  }

  /** Newest first. */
  list(machine: string): Readonly<ExecutionRecord>[] {
    return [...this.#records.values()]
      .filter((record) => record.machine === machine)
      .sort((a, b) => b.startDate - a.startDate || (a.name < b.name ? 1 : -1));
  }

  history(arn: string): HistoryEvent[] {
    return readHistory(this.#files.history(this.describe(arn)));
  }

  /** Stops an execution that runs here; one that has ended stays as it is. */
  async stop(arn: string, error?: string, cause?: string): Promise<Date> {
    const record = this.describe(arn);
    const running = this.#running.get(arn);
    running?.controller.abort(new ExecutionHalted('ABORTED', error, cause));
    await running?.done;
    return new Date(record.stopDate ?? this.#environment.now());
  }

  /** Resolves when the execution has ended. */
  async settled(arn: string): Promise<Readonly<ExecutionRecord>> {
    await this.#running.get(arn)?.done;
    return this.describe(arn);
  }

  /** Calls the listener for every event from now on, until the returned function is called. */
  onEvent(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Aborts what runs here. */
  async close(): Promise<void> {
    const cause = 'The store was stopped.';
    await Promise.all([...this.#running.keys()].map((arn) => this.stop(arn, 'Kratos.Stopped', cause)));
  }
}

function failureOf(outcome: unknown): Pick<ExecutionHalted, 'status' | 'error' | 'cause'> {
  if (outcome instanceof ExecutionHalted) return outcome;
  if (outcome instanceof StatesError) return { status: 'FAILED', error: outcome.error, cause: outcome.cause };
  return { status: 'FAILED', error: 'States.Runtime', cause: String(outcome) };
}

function checkName(name: string): void {
  if (/^[\w-][\w.-]{0,79}$/.test(name)) return;
  throw new ServiceError(
    'InvalidName',
    400,
    `Invalid Name: '${name}': 1 to 80 letters, digits, dots, - and _`,
  );
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > PAYLOAD_LIMIT) {
    throw new ServiceError('InvalidExecutionInput', 400, `The input exceeds ${PAYLOAD_LIMIT} bytes`);
  }
  try {
    JSON.parse(input);
  } catch {
    throw new ServiceError(
      'InvalidExecutionInput',
      400,
      `Invalid State Machine Execution Input: '${input}' is not JSON`,
    );
  }
}
