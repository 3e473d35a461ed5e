import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { defaultNativeFolders, loadTfjsNode } from '../forecasting/kernels/native/tensorflow.ts';
import type { LstmShape } from '../forecasting/kernels/kernel.ts';
import type { LstmPass } from '../testing/kernel-numbers.ts';

/** tfjs's core with its layers, however they were loaded. */
type Tfjs = Pick<typeof Core, 'mul' | 'ready' | 'setBackend' | 'sum' | 'tensor' | 'tidy' | 'variableGrads'> &
  Pick<typeof Layers, 'layers'>;

export interface Step {
  /** What must be done before each `run` and is no part of it. */
  readonly prepare: () => Promise<unknown>;
  /** Forward and backward once; the gradient of the input weights. */
  readonly run: () => Float32Array;
}

const require = createRequire(import.meta.url);

/** `tf.layers.lstm` on the WebAssembly backend with its SIMD build and one thread. */
export async function layersOnWasm(shape: LstmShape, pass: LstmPass): Promise<Step> {
  const core = require('@tensorflow/tfjs-core') as typeof Core;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(folder: string): void;
    setThreadsCount(count: number): void;
  };
  wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  wasm.setThreadsCount(1);
  const { layers } = require('@tensorflow/tfjs-layers') as typeof Layers;
  return layersStep({ ...core, layers }, 'wasm', shape, pass);
}

/** `tf.layers.lstm` on @tensorflow/tfjs-node, if it loads. */
export async function layersOnNode(shape: LstmShape, pass: LstmPass): Promise<Step | undefined> {
  const tfjs = loadTfjsNode(defaultNativeFolders());
  if ('reasons' in tfjs) return undefined;
  return layersStep(tfjs as unknown as Tfjs, 'tensorflow', shape, pass);
}

/**
 * All copies of tfjs in a process share one engine: hence a name of its own for the layer, its own variables named
 * for the gradient, and the backend chosen before each run.
 */
async function layersStep(tf: Tfjs, backend: string, shape: LstmShape, pass: LstmPass): Promise<Step> {
  const { steps: T, batch: B, inputs: F, hidden: H } = shape;
  const prepare = (): Promise<unknown> => tf.setBackend(backend);
  await prepare();
  await tf.ready();
  const layer = tf.layers.lstm({
    name: `lstm-on-${backend}`,
    units: H,
    recurrentActivation: 'sigmoid',
    recurrentInitializer: 'glorotUniform',
    inputShape: [T, F],
  });
  const x = tf.tensor(batchMajor(shape, pass.x), [B, T, F]);
  tf.tidy(() => layer.apply(x) as Core.Tensor);
  const { input, recurrent, bias } = pass.weights;
  layer.setWeights([
    tf.tensor(input, [F, 4 * H]),
    tf.tensor(recurrent, [H, 4 * H]),
    tf.tensor(bias, [4 * H]),
  ]);
  const lastGradient = tf.tensor(pass.lastGradient, [B, H]);
  const loss = (): Core.Scalar => tf.sum(tf.mul(layer.apply(x) as Core.Tensor, lastGradient));
  const variables = layer.trainableWeights.map((weight) => weight.read() as Core.Variable);
  const gradients = (): Float32Array => {
    const { grads } = tf.variableGrads(loss, variables);
    const values = variables.map(({ name }) => grads[name]!.dataSync() as Float32Array);
    return values[0]!;
  };
  const run = (): Float32Array => {
    let values = new Float32Array();
    tf.tidy(() => void (values = gradients().slice()));
    return values;
  };
  return { prepare, run };
}

/** From `[T, B, F]` to the `[B, T, F]` that layers take. */
function batchMajor({ steps, batch, inputs }: LstmShape, x: Float32Array): Float32Array {
  const out = new Float32Array(x.length);
  for (let t = 0; t < steps; t++) {
    for (let n = 0; n < batch; n++) {
      const from = (t * batch + n) * inputs;
      out.set(x.subarray(from, from + inputs), (n * steps + t) * inputs);
    }
  }
  return out;
}
