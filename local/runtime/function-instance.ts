import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import type {
  FunctionFailure,
  FunctionMessage,
  FunctionOutcome,
  InvokeMessage,
} from './function-messages.ts';

export interface InstanceOptions {
  /** Name in messages and logs. */
  readonly name: string;
  /** The program of the process, see function-child.ts, bundled. */
  readonly bootstrap: string;
  /** The function's bundle. */
  readonly file: string;
  /** The whole environment of the process; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  /** Priority as of os.setPriority; 0 = the runtime's own. */
  readonly niceness: number;
  /** Give the process a watcher that ends it when the runtime is gone, even while it computes. */
  readonly watchParent: boolean;
  readonly log: (requestId: string | null, text: string) => void;
}

/** Longest time that loading a bundle may take, as in Lambda. */
const startLimitMs = 10_000;

interface Pending {
  readonly requestId: string;
  readonly resolve: (outcome: FunctionOutcome) => void;
  readonly timer: NodeJS.Timeout;
}

/** One process of a function. It works on one event at a time and is not used again after a time-out or a crash. */
export class FunctionInstance {
  readonly #child: ChildProcess;
  readonly #options: InstanceOptions;
  readonly #ready: Promise<FunctionFailure | undefined>;
  readonly #exited: Promise<void>;
  #settleReady: (failure: FunctionFailure | undefined) => void = () => undefined;
  #pending: Pending | undefined;
  #ended = false;
  #broken: FunctionFailure | undefined;

  constructor(options: InstanceOptions) {
    this.#options = options;
    this.#ready = new Promise((resolve) => {
      this.#settleReady = resolve;
    });
    this.#child = fork(options.bootstrap, [options.file, ...(options.watchParent ? ['watch-parent'] : [])], {
      env: options.env,
      execArgv: ['--enable-source-maps', `--max-old-space-size=${options.memoryMb}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#lowerPriority();
    const late = setTimeout(
      () => this.#breakOff('Error: the bundle did not load within 10 seconds'),
      startLimitMs,
    );
    void this.#ready.then(() => clearTimeout(late));
    this.#child.on('message', (message: FunctionMessage) => this.#receive(message));
    // What Node itself prints when a process dies of memory comes this way, not over the channel.
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#log(text));
    }
    this.#child.on('error', (error) => this.#end(this.#failure('Runtime.SpawnError', error.message)));
    this.#exited = this.#watchExit();
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get usable(): boolean {
    return !this.#ended;
  }

  /** Settles when the process is gone. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** Loads ahead of the first event. */
  ready(): Promise<FunctionFailure | undefined> {
    return this.#ready;
  }

  /** Runs one event; the time-out counts from when the bundle is loaded. Never rejects. */
  async invoke(
    message: Omit<InvokeMessage, 'type' | 'deadline'>,
    timeoutMs: number,
  ): Promise<FunctionOutcome> {
    const failure = (await this.#ready) ?? this.#broken;
    if (failure) return { ok: false, error: failure };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#breakOff(`Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`);
      }, timeoutMs);
      this.#pending = { requestId: message.requestId, resolve, timer };
      const full: InvokeMessage = { type: 'invoke', ...message, deadline: Date.now() + timeoutMs };
      this.#child.send(full, (error) => {
        if (error) this.#end(this.#failure('Runtime.ExitError', error.message));
      });
    });
  }

  /** Ends the process: by closing the channel, and by force when that does not help soon. */
  async stop(graceMs = 500): Promise<void> {
    this.#end(this.#failure('Runtime.ExitError', 'the runtime is stopping'));
    if (this.#child.connected) this.#child.disconnect();
    const force = setTimeout(() => this.#child.kill('SIGKILL'), graceMs);
    await this.#exited;
    clearTimeout(force);
  }

  #receive(message: FunctionMessage): void {
    switch (message.type) {
      case 'ready':
        this.#settleReady(undefined);
        return;
      case 'broken':
        this.#end(message.error);
        return;
      case 'log':
        this.#options.log(message.requestId, message.text);
        return;
      case 'result':
        this.#settle(message.requestId, { ok: true, payload: JSON.parse(message.payload) as unknown });
        return;
      case 'failure':
        this.#settle(message.requestId, { ok: false, error: message.error });
    }
  }

  #settle(requestId: string, outcome: FunctionOutcome): void {
    const pending = this.#pending;
    if (!pending || pending.requestId !== requestId) return;
    clearTimeout(pending.timer);
    this.#pending = undefined;
    pending.resolve(outcome);
  }

  #breakOff(message: string): void {
    this.#end(this.#failure('Sandbox.Timedout', message));
    this.#child.kill('SIGKILL');
  }

  /** The first reason counts; whoever waits gets it. */
  #end(reason: FunctionFailure): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#broken = reason;
    this.#settleReady(reason);
    if (this.#pending) this.#settle(this.#pending.requestId, { ok: false, error: reason });
  }

  async #watchExit(): Promise<void> {
    const child = this.#child;
    const drained = new Promise<void>((resolve) => child.once('disconnect', () => resolve()));
    const status = await new Promise<string>((resolve) => {
      child.once('exit', (code, signal) =>
        resolve(signal === null ? `exit status ${code}` : `signal: ${signal}`),
      );
      child.once('error', () => resolve('it could not be started'));
    });
    // Its last message may still be in the channel, and says more than a status.
    if (child.connected) await drained;
    this.#end(this.#failure('Runtime.ExitError', `Error: Runtime exited with error: ${status}`));
  }

  /** As Lambda words it: the request first. */
  #failure(errorType: string, message: string): FunctionFailure {
    const { requestId } = this.#pending ?? {};
    return {
      errorType,
      errorMessage: requestId === undefined ? message : `RequestId: ${requestId} ${message}`,
    };
  }

  #log(text: string): void {
    this.#options.log(this.#pending?.requestId ?? null, text);
  }

  #lowerPriority(): void {
    if (this.#options.niceness === 0 || this.#child.pid === undefined) return;
    try {
      os.setPriority(this.#child.pid, this.#options.niceness);
    } catch {
      // It may have ended already, or the system does not let us; it then runs like the others.
    }
  }
}
