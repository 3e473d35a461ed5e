import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { FunctionDefinition } from '../../lambdas/functions.ts';
import { FunctionInstance } from './function-instance.ts';
import type { FunctionLogs } from './function-log.ts';
import { payloadLimit, type FunctionOutcome } from './function-messages.ts';

export interface FunctionHostOptions {
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  /** Program of the functions' processes, bundled from function-child.ts. */
  readonly bootstrap: string;
  /** Bundle of a function. */
  readonly bundleOf: (name: string) => string;
  /** The whole environment of a function. */
  readonly environmentOf: (name: string) => Readonly<Record<string, string>>;
  readonly arnOf: (name: string) => string;
  readonly logs: FunctionLogs;
  /** An instance that had nothing to do for so long ends. Default 30,000 ms. */
  readonly idleMs?: number;
  /** Most processes of one function. Default: the cores, at least 2 and at most 4. */
  readonly maxInstances?: number;
}

export interface InvokeOptions {
  readonly requestId?: string;
}

interface Waiting {
  readonly start: (instance: FunctionInstance) => void;
  readonly refuse: () => void;
}

interface Pool {
  readonly name: string;
  readonly definition: FunctionDefinition;
  /** Most recently used last, so that those that are not needed grow idle. */
  readonly idle: { instance: FunctionInstance; since: number }[];
  readonly all: Set<FunctionInstance>;
  readonly waiting: Waiting[];
}

/** Priorities as of os.setPriority: the shop comes first, then the nightly run, then training. */
const niceness = { api: 0, pipeline: 10, background: 19 } as const;

/**
 * Runs each function in processes of its own: with exactly its environment, memory and time-out, one event at a
 * time in each, as in Lambda. An event waits while as many instances as allowed are at work.
 */
export class FunctionHost {
  readonly #options: FunctionHostOptions;
  readonly #pools = new Map<string, Pool>();
  readonly #maxInstances: number;
  readonly #idleMs: number;
  readonly #sweeper: NodeJS.Timeout;
  #stopping = false;

  constructor(options: FunctionHostOptions) {
    this.#options = options;
    this.#maxInstances = options.maxInstances ?? Math.min(4, Math.max(2, os.availableParallelism()));
    this.#idleMs = options.idleMs ?? 30_000;
    for (const [name, definition] of Object.entries(options.functions)) {
      this.#pools.set(name, { name, definition, idle: [], all: new Set(), waiting: [] });
    }
    this.#sweeper = setInterval(() => this.#endIdle(), Math.max(50, this.#idleMs / 4));
    this.#sweeper.unref();
  }

  /**
   * Runs a function on an event. A failure of the function is a value; only an unknown function is thrown.
   *
   * @param payload anything that JSON can hold, at most 6 MB of it.
   */
  async invoke(name: string, payload: unknown, options: InvokeOptions = {}): Promise<FunctionOutcome> {
    const pool = this.#pools.get(name);
    if (!pool) throw new Error(`there is no function ${name}`);
    const requestId = options.requestId ?? randomUUID();
    const json = JSON.stringify(payload ?? null);
    const bytes = Buffer.byteLength(json);
    if (bytes > payloadLimit) {
      return failed('RequestEntityTooLargeException', `${bytes} bytes; the limit is ${payloadLimit} bytes`);
    }
    const instance = await this.#acquire(pool);
    if (!instance) return failed('Runtime.ExitError', 'the runtime is stopping');
    const started = performance.now();
    const message = { requestId, payload: json, invokedFunctionArn: this.#options.arnOf(name) };
    const outcome = await instance.invoke(message, pool.definition.timeoutSeconds * 1000);
    this.#release(pool, instance);
    this.#report(name, requestId, performance.now() - started, outcome);
    return outcome;
  }

  /** Loads an instance of each of these functions before the first event comes. */
  async warm(names: readonly string[]): Promise<void> {
    await Promise.all(
      names.map(async (name) => {
        const pool = this.#pools.get(name);
        if (!pool || this.#stopping) return;
        const instance = this.#create(pool);
        const failure = await instance.ready();
        if (failure) throw new Error(`function ${name} does not start: ${failure.errorMessage}`);
        this.#release(pool, instance);
      }),
    );
  }

  /** Process ids of all instances. */
  pids(): number[] {
    return [...this.#pools.values()].flatMap((pool) =>
      [...pool.all].flatMap((instance) => (instance.pid === undefined ? [] : [instance.pid])),
    );
  }

  /** Ends every process; events at work fail. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#sweeper);
    const instances = [...this.#pools.values()].flatMap((pool) => {
      for (const waiting of pool.waiting.splice(0)) waiting.refuse();
      return [...pool.all];
    });
    await Promise.all(instances.map((instance) => instance.stop()));
  }

  async #acquire(pool: Pool): Promise<FunctionInstance | undefined> {
    if (this.#stopping) return undefined;
    for (let free = pool.idle.pop(); free; free = pool.idle.pop()) {
      if (free.instance.usable) return free.instance;
    }
    if (pool.all.size < this.#maxInstances) return this.#create(pool);
    return new Promise((resolve) => {
      pool.waiting.push({ start: resolve, refuse: () => resolve(undefined) });
    });
  }

  #release(pool: Pool, instance: FunctionInstance): void {
    if (!instance.usable) {
      pool.all.delete(instance);
      const next = this.#stopping ? undefined : pool.waiting.shift();
      if (next) next.start(this.#create(pool));
      return;
    }
    const next = pool.waiting.shift();
    if (next) next.start(instance);
    else pool.idle.push({ instance, since: Date.now() });
  }

  #create(pool: Pool): FunctionInstance {
    const { name, definition } = pool;
    const instance = new FunctionInstance({
      name,
      bootstrap: this.#options.bootstrap,
      file: this.#options.bundleOf(name),
      env: this.#options.environmentOf(name),
      memoryMb: definition.memoryMb,
      niceness: definition.background
        ? niceness.background
        : definition.routes
          ? niceness.api
          : niceness.pipeline,
      watchParent: definition.background === true,
      log: (requestId, text) => this.#options.logs.print(name, requestId, text),
    });
    pool.all.add(instance);
    void instance.exited.then(() => pool.all.delete(instance));
    return instance;
  }

  /** One instance of each function that answers requests stays, so that the next click need not wait for it. */
  #endIdle(): void {
    for (const pool of this.#pools.values()) {
      const kept = pool.definition.routes ? 1 : 0;
      while (pool.idle.length > kept && Date.now() - pool.idle[0]!.since >= this.#idleMs) {
        const { instance } = pool.idle.shift()!;
        void instance.stop();
      }
    }
  }

  #report(name: string, requestId: string, milliseconds: number, outcome: FunctionOutcome): void {
    const durationMs = Math.round(milliseconds * 10) / 10;
    const failure = outcome.ok ? undefined : outcome.error;
    this.#options.logs.write(name, requestId, {
      level: failure ? 'error' : 'info',
      message: failure ? `${failure.errorType}: ${failure.errorMessage}` : 'finished',
      durationMs,
      ...(failure?.trace && { trace: failure.trace }),
    });
  }
}

function failed(errorType: string, errorMessage: string): FunctionOutcome {
  return { ok: false, error: { errorType, errorMessage } };
}
