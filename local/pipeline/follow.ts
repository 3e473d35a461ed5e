import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';

export interface FollowedExecution {
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

export interface Progress {
  /** One finished state, with how long it took. */
  state(name: string, milliseconds: number, detail: string): void;
  /** What is going on right now; replaced by whatever comes next. */
  now(text: string): void;
}

const pollMs = 400;

/** Tells the progress of an execution until it has ended. */
export async function followExecution(
  client: SFNClient,
  executionArn: string,
  progress: Progress,
): Promise<FollowedExecution> {
  const view = new ExecutionView(progress);
  for (;;) {
    // Asked first, so that the history read afterwards is whole once this says that it has ended.
    const { status, error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }));
    for (const event of await eventsAfter(client, executionArn, view.lastEvent)) view.take(event);
    if (status !== 'RUNNING') return { status: status ?? 'UNKNOWN', error, cause };
    await sleep(pollMs);
  }
}

/** Waits until none of the machines runs anything any more. */
export async function followMachines(
  client: SFNClient,
  machines: readonly { name: string; arn: string }[],
  progress: Progress,
): Promise<void> {
  for (;;) {
    const running: string[] = [];
    for (const { name, arn } of machines) {
      const { executions = [] } = await client.send(
        new ListExecutionsCommand({ stateMachineArn: arn, statusFilter: 'RUNNING', maxResults: 1 }),
      );
      if (executions.length > 0) running.push(name);
    }
    if (running.length === 0) return;
    progress.now(`${running.join(' and ')} running`);
    await sleep(2 * pollMs);
  }
}

/** Events newer than the last one seen, in order. */
async function eventsAfter(client: SFNClient, executionArn: string, last: number): Promise<HistoryEvent[]> {
  const found: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 200, nextToken }),
    );
    const fresh = (page.events ?? []).filter((event) => (event.id ?? 0) > last);
    found.push(...fresh);
    nextToken = fresh.length < (page.events ?? []).length ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return found.reverse();
}

/** What the history's events say about the states outside the Map, and how far the Map has come. */
class ExecutionView {
  lastEvent = 0;
  readonly #progress: Progress;
  readonly #entered = new Map<string, number>();
  /** A run that waits comes back to the same states every few seconds: they are told once. */
  readonly #told = new Set<string>();
  #map: { done: number; total: number } | undefined;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  take(event: HistoryEvent): void {
    this.lastEvent = event.id ?? this.lastEvent;
    const at = event.timestamp?.getTime() ?? 0;
    const entered = event.stateEnteredEventDetails?.name;
    const exited = event.stateExitedEventDetails?.name;
    if (event.type === 'MapStateStarted')
      this.#map = { done: 0, total: event.mapStateStartedEventDetails?.length ?? 0 };
    if (event.type === 'MapIterationSucceeded' && this.#map) {
      this.#map.done++;
      this.#progress.now(`TransformGames ${this.#map.done} of ${this.#map.total} batches`);
    }
    if (this.#map && event.type !== 'MapStateExited') return;
    if (entered !== undefined) {
      this.#entered.set(entered, at);
      this.#progress.now(entered);
    }
    if (exited === undefined) return;
    const detail = this.#map ? `${this.#map.total} batches` : '';
    this.#map = undefined;
    if (!isWork(event.type) || this.#told.has(exited)) return;
    this.#told.add(exited);
    this.#progress.state(exited, at - (this.#entered.get(exited) ?? at), detail);
  }
}

/** Choices and the like take no time worth a line. */
function isWork(type: string | undefined): boolean {
  return type === 'TaskStateExited' || type === 'MapStateExited' || type === 'WaitStateExited';
}
