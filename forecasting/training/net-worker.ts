import { parentPort, workerData } from 'node:worker_threads';
import { unpackPanel } from '../panel/pack.ts';
import { trainMember } from './member.ts';
import type { MemberResult, MemberTask } from './member.ts';

/** What the thread is started with. */
export interface NetWorkerData {
  /** As `packPanel` writes it, in memory that all threads share. */
  readonly panel: Uint8Array;
  readonly task: MemberTask;
}

/** What the thread says: steps done, then the result; a failure ends the thread with its error. */
export type NetWorkerMessage =
  | { readonly kind: 'progress'; readonly step: number }
  | { readonly kind: 'result'; readonly result: MemberResult };

/** Entry of a thread that trains one member of an ensemble. */
async function run(): Promise<void> {
  if (parentPort === null) throw new Error('net-worker is started as a worker thread only');
  const port = parentPort;
  const say = (message: NetWorkerMessage): void => port.postMessage(message);
  const { panel, task } = workerData as NetWorkerData;
  const report = (step: number): void => say({ kind: 'progress', step });
  const result = await trainMember(unpackPanel(panel), task, report, Date.now);
  say({ kind: 'result', result });
}

await run();
