import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Contestant } from './contestant.ts';
import { STEP } from './step-data.ts';

/** The step in PyTorch with so many threads, in a process of `python`; or why there is none. */
export async function torchStep(
  python: string,
  threads: number,
): Promise<Contestant | { readonly reason: string }> {
  const { size, ...rest } = STEP;
  const script = join(import.meta.dirname, 'torch_step.py');
  const child = spawn(python, [script, JSON.stringify({ ...rest, ...size, threads })]);
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await Promise.race([lines.next(), ended.catch((error: unknown) => error as Error)]);
  if (first instanceof Error) return { reason: first.message };
  const ready = Array.isArray(first) || first.done === true ? undefined : first.value;
  if (ready === undefined) return { reason: complaint.trim().split('\n').at(-1) ?? 'it ended at once' };
  return {
    name: `PyTorch ${ready.split(' ')[1]}, ${threads === 1 ? 'one thread' : 'two threads'}`,
    step: async () => {
      child.stdin.write('\n');
      return Number((await lines.next()).value);
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
