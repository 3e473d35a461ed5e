import { KernelUnavailableError, loadKernel } from '../forecasting/kernels/index.ts';
import { difference } from '../testing/kernel-numbers.ts';
import type { Contestant } from './contestant.ts';
import { kernelStep, kernelStepOfTwo } from './kernel-step.ts';
import { layersOnNode, layersOnWasm } from './layers-step.ts';
import { STEP } from './step-data.ts';
import type { BenchTable } from './table.ts';
import { torchStep } from './torch-step.ts';

const ROUNDS = 12;
/** Milliseconds of steps a turn, so that what the one before left in the caches does not count for much. */
const TURN = 250;

interface Measured {
  readonly name: string;
  /** Milliseconds of every step. */
  readonly times: number[];
  /** How far its gradient of the LSTM's input weights is from the reference kernel's. */
  readonly apart: number | undefined;
}

export interface KernelBenchOptions {
  /** A Python that can import torch, to measure the same step in PyTorch. */
  readonly withTorch?: string | undefined;
}

/**
 * Whole training steps, every implementation in one run and in turns, so that a machine that is busy for a while
 * slows all of them. The ratios compare the least times.
 */
export async function benchKernels({ withTorch }: KernelBenchOptions): Promise<BenchTable> {
  const notes: string[] = [];
  const contestants = [...(await ownContestants(notes)), ...(await torchContestants(withTorch, notes))];
  try {
    return tableOf(await measure(contestants), notes);
  } finally {
    for (const { close } of contestants) await close?.();
  }
}

async function ownContestants(notes: string[]): Promise<Contestant[]> {
  const native = await loadKernel('native').then(
    () => true,
    (error: unknown) => {
      if (error instanceof KernelUnavailableError) return false;
      throw error;
    },
  );
  if (!native) notes.push('The native kernel was not measured: @tensorflow/tfjs-node does not load here.');
  const list = [await layersOnWasm(), await kernelStep('simd'), await kernelStepOfTwo('simd')];
  if (native) list.push(await kernelStep('native'), await kernelStepOfTwo('native'));
  const node = await layersOnNode();
  return node === undefined ? list : [...list, node];
}

async function torchContestants(python: string | undefined, notes: string[]): Promise<Contestant[]> {
  if (python === undefined) return [];
  const list: Contestant[] = [];
  for (const threads of [1, 2]) {
    const found = await torchStep(python, threads);
    if ('reason' in found) {
      notes.push(`PyTorch was not measured: ${python} cannot be used (${found.reason}).`);
      break;
    }
    list.push(found);
  }
  return list;
}

async function measure(contestants: readonly Contestant[]): Promise<Measured[]> {
  const expected = await (await kernelStep('reference')).gradient!();
  const measured: Measured[] = [];
  for (const { name, prepare, gradient } of contestants) {
    await prepare?.();
    const actual = await gradient?.();
    measured.push({ name, times: [], apart: actual && difference(actual, expected) });
  }
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, { prepare, step }] of contestants.entries()) {
      await prepare?.();
      for (let spent = 0; spent < TURN;) {
        const milliseconds = await step();
        spent += milliseconds;
        // The round before the first warms up.
        if (round >= 0) measured[index]!.times.push(milliseconds);
      }
    }
  }
  return measured;
}

/** What is to be so many times as fast as what, at least. */
const FASTER = [
  { own: 'simd kernel), two', base: 'tf.layers on wasm', times: 12 },
  { own: 'native kernel), one', base: 'tf.layers on wasm', times: 20 },
] as const;
/** What is to take at most so many times as long as what. */
const AT_MOST = [
  { own: 'native kernel), one', base: ', one thread', times: 1.6 },
  { own: 'native kernel), two', base: ', two threads', times: 1.6 },
  { own: 'simd kernel), two', base: ', two threads', times: 3 },
] as const;

function tableOf(measured: readonly Measured[], notes: readonly string[]): BenchTable {
  const layers = measured[0]!;
  const { batch, context, horizon, size } = STEP;
  const torch = measured.filter(({ name }) => name.startsWith('PyTorch'));
  return {
    title: 'Training step',
    columns: ['implementation', 'least ms', 'median ms', 'to tf.layers on wasm', 'apart'],
    rows: measured.map(({ name, times, apart }) => {
      const own = Math.min(...times);
      const ratio = `${(Math.min(...layers.times) / own).toFixed(1)} ×`;
      return [name, own.toFixed(1), median(times).toFixed(1), ratio, apart?.toExponential(0) ?? '–'];
    }),
    notes: [
      `A whole step: encoder, decoder of ${horizon} days, dropout, loss, gradients, Adam; batch ${batch}, ${context}` +
        ` days, ${size.encoderInputs} inputs, ${size.hidden} units. ${ROUNDS} rounds in turns of ${TURN} ms or one step,` +
        ' all in one run; ratios are of the least times.',
      'One thread takes the batch at once, as a trainer’s thread does with its shard of 64 of a batch of 128; two' +
        ' threads take a half each. A native thread is one thread of TensorFlow.',
      '“apart”: largest difference of the LSTM’s input weights’ gradient from the reference kernel’s, as a share of' +
        ' its largest element.',
      ...FASTER.map(({ own, base, times }) => {
        const [mine, theirs] = [leastOf(measured, own), leastOf(measured, base)];
        return verdict(threadsOf(own), `as fast as ${base}`, theirs / mine, times, true);
      }),
      ...(torch.length === 0 ? [] : AT_MOST).map(({ own, base, times }) => {
        const [mine, theirs] = [leastOf(measured, own), leastOf(torch, base)];
        return verdict(threadsOf(own), `the time of PyTorch${base}`, mine / theirs, times, false);
      }),
      ...notes,
    ],
  };
}

function leastOf(measured: readonly Measured[], name: string): number {
  const found = measured.find((one) => one.name.includes(name));
  return found === undefined ? NaN : Math.min(...found.times);
}

function threadsOf(own: string): string {
  return `${own.replace(')', '')} thread${own.endsWith('two') ? 's' : ''}`;
}

function verdict(own: string, what: string, ratio: number, budget: number, atLeast: boolean): string {
  const aim = `Budget of ${atLeast ? 'at least' : 'at most'} ${budget} × ${what} for ${own}`;
  if (Number.isNaN(ratio)) return `${aim}: not measured.`;
  const held = atLeast ? ratio >= budget : ratio <= budget;
  return `${aim}: ${held ? 'held' : 'MISSED'} with ${ratio.toFixed(atLeast ? 1 : 2)} ×.`;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}
