import { closeSync, existsSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { ExecutionHalted } from './errors.ts';
import type { EventDetails } from './run.ts';

/** How many events an execution may have on AWS; it fails at the next. */
export const HISTORY_LIMIT = 25_000;

/** An event as the API gives it, but for `timestamp`, which is in milliseconds here. */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  [details: `${string}EventDetails`]: Record<string, unknown> | undefined;
}

/**
 * An execution's events, a line of JSON each, written through before the execution goes on: a process that is
 * killed loses none.
 */
export class History {
  readonly #file: number;
  readonly #now: () => Date;
  readonly #listener: (event: HistoryEvent) => void;
  #count: number;

  constructor(path: string, count: number, now: () => Date, listener: (event: HistoryEvent) => void) {
    this.#file = openSync(path, 'a');
    this.#count = count;
    this.#now = now;
    this.#listener = listener;
  }

  /** Appends an event and gives its number. The last place is kept for the event that ends the execution. */
  record(type: string, previousEventId: number, details: EventDetails = {}): number {
    if (this.#count >= HISTORY_LIMIT - 1) {
      const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`;
      throw new ExecutionHalted('FAILED', 'States.Runtime', cause);
    }
    return this.#append(type, previousEventId, details);
  }

  /** Appends the event that ends the execution. */
  end(type: string, details: EventDetails): void {
    this.#append(type, this.#count, details);
    closeSync(this.#file);
  }

  #append(type: string, previousEventId: number, details: EventDetails): number {
    this.#count += 1;
    const event: HistoryEvent = {
      id: this.#count,
      previousEventId,
      timestamp: this.#now().getTime(),
      type,
      ...details,
    };
    writeSync(this.#file, `${JSON.stringify(event)}\n`);
    this.#listener(event);
    return this.#count;
  }
}

/** Reads a history; none if its process was killed before it wrote any. */
export function readHistory(path: string): HistoryEvent[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as HistoryEvent);
}

/** Takes off a last line that the end of the machine cut, so that more can be appended. */
export function repairHistory(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  truncateSync(path, bytes.lastIndexOf('\n') + 1);
}
