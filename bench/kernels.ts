import { KernelUnavailableError, loadKernel } from '../forecasting/kernels/index.ts';
import type { LstmKernel, LstmShape } from '../forecasting/kernels/kernel.ts';
import { type LstmPass, difference, lstmPass, weights } from '../testing/kernel-numbers.ts';
import { type Step, layersOnNode, layersOnWasm } from './layers-lstm.ts';
import type { BenchTable } from './table.ts';

const SHAPE: LstmShape = { steps: 120, batch: 64, inputs: 24, hidden: 64 };
const ROUNDS = 7;
const BUDGET = { simd: 10, native: 12 };

interface Contestant {
  readonly name: string;
  readonly step: Step;
  /** Milliseconds of each round. */
  readonly times: number[];
  /** How far its gradient of the input weights is from the reference kernel's. */
  apart: number;
}

const LAYERS_WASM = 'tf.layers.lstm on wasm, one thread';
const LAYERS_NODE = 'tf.layers.lstm on tfjs-node';

/**
 * Forward and backward of one LSTM layer, every implementation in one run and in turns, so that a machine that is
 * busy for a while slows all of them. The ratios compare the least times.
 */
export async function benchKernels(): Promise<BenchTable> {
  const pass = lstmPass(SHAPE, 1);
  const contestants = await enter(pass);
  const expected = contestants.find(({ name }) => name.startsWith('reference'))!.step.run();
  for (const contestant of contestants) {
    await contestant.step.prepare();
    contestant.apart = difference(contestant.step.run(), expected);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { step, times } of contestants) {
      await step.prepare();
      const start = performance.now();
      step.run();
      times.push(performance.now() - start);
    }
  }
  return tableOf(contestants);
}

async function enter(pass: LstmPass): Promise<Contestant[]> {
  const steps = new Map<string, Step>();
  steps.set(LAYERS_WASM, await layersOnWasm(SHAPE, pass));
  for (const name of ['reference', 'simd', 'native'] as const) {
    const kernel = await loadKernel(name).catch((error: unknown) => {
      if (error instanceof KernelUnavailableError) return undefined;
      throw error;
    });
    if (kernel !== undefined) steps.set(`${kernel.id} (${name} kernel)`, kernelStep(kernel, pass));
  }
  const node = await layersOnNode(SHAPE, pass);
  if (node !== undefined) steps.set(LAYERS_NODE, node);
  return [...steps].map(([name, step]) => ({ name, step, times: [], apart: NaN }));
}

function kernelStep(kernel: LstmKernel, pass: LstmPass): Step {
  const layer = kernel.lstm(SHAPE);
  const x = kernel.allocate(pass.x.length);
  x.set(pass.x);
  const last = new Float32Array(pass.lastGradient.length);
  const gradients = weights(SHAPE, 2);
  const run = (): Float32Array => {
    layer.forward(x, pass.weights, last);
    layer.backward(pass.lastGradient, gradients);
    return gradients.input;
  };
  return { prepare: () => Promise.resolve(), run };
}

function tableOf(contestants: readonly Contestant[]): BenchTable {
  const least = (name: string): number | undefined => {
    const found = contestants.find((contestant) => contestant.name.includes(name));
    return found && Math.min(...found.times);
  };
  const against = (base: number | undefined, own: number): string =>
    base === undefined ? '–' : `${(base / own).toFixed(1)} ×`;
  const { steps, batch, inputs, hidden } = SHAPE;
  return {
    title: 'LSTM kernels',
    columns: [
      'implementation',
      'least ms',
      'median ms',
      'to layers on wasm',
      'to layers on tfjs-node',
      'apart',
    ],
    rows: contestants.map(({ name, times, apart }) => {
      const own = Math.min(...times);
      const ratios = [against(least(LAYERS_WASM), own), against(least(LAYERS_NODE), own)];
      return [name, own.toFixed(1), median(times).toFixed(1), ...ratios, apart.toExponential(0)];
    }),
    notes: [
      `One LSTM layer, forward and backward, batch ${batch}, ${steps} steps, ${inputs} inputs, ${hidden} units;` +
        ` ${ROUNDS} rounds, all in turns in one process; ratios are of the least times.`,
      '“apart”: largest difference of the input weights’ gradient from the reference kernel’s, as a share of its' +
        ' largest element. tfjs-node uses the threads that TensorFlow takes by itself, all others one.',
      verdict('SIMD against tf.layers on wasm', least(LAYERS_WASM), least('simd-'), BUDGET.simd),
      verdict(
        'native against tf.layers on tfjs-node',
        least(LAYERS_NODE),
        least('native kernel'),
        BUDGET.native,
      ),
    ],
  };
}

function verdict(what: string, base: number | undefined, own: number | undefined, budget: number): string {
  if (base === undefined || own === undefined) {
    return `Budget of ${budget} × for ${what}: not measured, @tensorflow/tfjs-node does not load here.`;
  }
  const ratio = base / own;
  return `Budget of ${budget} × for ${what}: ${ratio >= budget ? 'held' : 'MISSED'} with ${ratio.toFixed(1)} ×.`;
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[times.length >> 1]!;
}
