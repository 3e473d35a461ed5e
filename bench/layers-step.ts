import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { defaultNativeFolders, loadTfjsNode } from '../forecasting/kernels/native/tensorflow.ts';
import { createReferenceKernel } from '../forecasting/kernels/reference/reference.ts';
import { quantileLevels } from '../forecasting/metrics/reach.ts';
import { OUTPUTS } from '../forecasting/model/parameters.ts';
import { timed } from './contestant.ts';
import type { Contestant } from './contestant.ts';
import { STEP, startingParameters, stepData } from './step-data.ts';

/** tfjs's core with its layers, however they were loaded. */
type Tfjs = typeof Core & Pick<typeof Layers, 'layers'>;

const require = createRequire(import.meta.url);

/** The WebAssembly backend with its SIMD build and one thread. */
export async function layersOnWasm(): Promise<Contestant> {
  const core = require('@tensorflow/tfjs-core') as typeof Core;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(folder: string): void;
    setThreadsCount(count: number): void;
  };
  wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  wasm.setThreadsCount(1);
  const { layers } = require('@tensorflow/tfjs-layers') as typeof Layers;
  return layersStep('tf.layers on wasm, one thread', { ...core, layers }, 'wasm');
}

/** @tensorflow/tfjs-node, if it loads. */
export async function layersOnNode(): Promise<Contestant | undefined> {
  const tfjs = loadTfjsNode(defaultNativeFolders());
  return 'reasons' in tfjs
    ? undefined
    : layersStep('tf.layers on tfjs-node', tfjs as unknown as Tfjs, 'tensorflow');
}

/**
 * All copies of tfjs in a process share one engine: hence names of its own for the layers, its own variables named
 * for the gradient, and the backend chosen before each step.
 */
async function layersStep(name: string, tf: Tfjs, backend: string): Promise<Contestant> {
  const prepare = (): Promise<unknown> => tf.setBackend(backend);
  await prepare();
  await tf.ready();
  const { loss, variables } = forecaster(tf, backend);
  const optimiser = tf.train.adam(STEP.rate);
  const gradients = (rate: number): Core.NamedTensorMap =>
    tf.variableGrads(() => loss(rate), variables).grads;
  return {
    name,
    prepare,
    gradient: () => {
      const input = tf.tidy(() => gradients(0)[variables[0]!.name]!.dataSync());
      return Promise.resolve(Float32Array.from(input));
    },
    step: () =>
      timed(() =>
        tf.tidy(() => {
          const found = gradients(STEP.dropout);
          optimiser.applyGradients(variables.map(({ name }) => ({ name, tensor: found[name]! })));
          // An update is done once it can be read.
          variables[0]!.dataSync();
        }),
      ),
  };
}

/** The network of `forecasting/model/network.ts` by layers, with its loss by ops that have a gradient. */
function forecaster(
  tf: Tfjs,
  backend: string,
): { loss: (rate: number) => Core.Scalar; variables: Core.Variable[] } {
  const { batch: B, context: T, horizon, size } = STEP;
  const { encoderInputs: F, decoderInputs: D, hidden: H, width: W } = size;
  const data = stepData();
  const x = tf.tensor(batchMajor(data.encoder), [B, T, F]);
  const days = tf.tensor(data.decoder, [B, horizon, D]);
  const base = tf.tensor(data.base, [B, horizon]);
  const target = tf.tensor(
    data.targets.units.map((units) => Math.log1p(units) - 2),
    [B, horizon],
  );
  const ratio = tf.minimum(50, tf.exp(target));
  const named = (layer: string): { name: string } => ({ name: `${layer}-on-${backend}` });
  const recurrentInitializer = 'glorotUniform';
  const lstm = tf.layers.lstm({
    ...named('lstm'),
    units: H,
    recurrentActivation: 'sigmoid',
    recurrentInitializer,
  });
  const state = tf.layers.dense({ ...named('state'), units: W });
  const day = tf.layers.dense({ ...named('day'), units: W, useBias: false });
  const middle = tf.layers.dense({ ...named('middle'), units: W, activation: 'relu' });
  const output = tf.layers.dense({ ...named('output'), units: OUTPUTS });
  const dropped = (value: Core.Tensor, rate: number): Core.Tensor =>
    rate > 0 ? tf.dropout(value, rate) : value;

  const loss = (rate: number): Core.Scalar => {
    const s = dropped(lstm.apply(x) as Core.Tensor, rate);
    const perGame = tf.reshape(state.apply(s) as Core.Tensor, [B, 1, W]);
    const u = tf.relu(tf.add(perGame, day.apply(days) as Core.Tensor));
    const v = dropped(tf.add(u, middle.apply(u) as Core.Tensor), rate);
    const answers = tf.split(output.apply(v) as Core.Tensor, OUTPUTS, 2);
    const [low, center, high, log] = answers.map((one) => tf.reshape(one, [B, horizon]));
    const p50 = tf.add(base, center!);
    const p10 = tf.sub(p50, tf.softplus(tf.sub(low!, 1)));
    const p90 = tf.add(p50, tf.softplus(tf.sub(high!, 1)));
    const pinballs = [p10, p50, p90].map((quantile, n) => {
      const error = tf.sub(target, quantile);
      return tf.mean(tf.maximum(tf.mul(quantileLevels[n]!, error), tf.mul(quantileLevels[n]! - 1, error)));
    });
    const mean = tf.clipByValue(tf.add(base, log!), -6, 4);
    const deviance = tf.mean(tf.sub(tf.exp(mean), tf.mul(ratio, mean)));
    return tf.add(tf.div(tf.addN(pinballs), 3), tf.mul(0.1, deviance));
  };

  tf.tidy(() => loss(0));
  const p = startingParameters(createReferenceKernel());
  lstm.setWeights([
    tf.tensor(p.lstm.input, [F, 4 * H]),
    tf.tensor(p.lstm.recurrent, [H, 4 * H]),
    tf.tensor(p.lstm.bias, [4 * H]),
  ]);
  state.setWeights([tf.tensor(p.state, [H, W]), tf.tensor(p.stateBias, [W])]);
  day.setWeights([tf.tensor(p.day, [D, W])]);
  middle.setWeights([tf.tensor(p.middle, [W, W]), tf.tensor(p.middleBias, [W])]);
  output.setWeights([tf.tensor(p.output, [W, OUTPUTS]), tf.tensor(p.outputBias, [OUTPUTS])]);
  const variables = [lstm, state, day, middle, output].flatMap((layer) =>
    layer.trainableWeights.map((weight) => weight.read() as Core.Variable),
  );
  return { loss, variables };
}

/** From `[T, B, F]` to the `[B, T, F]` that layers take. */
function batchMajor(x: Float32Array): Float32Array {
  const { batch, context, size } = STEP;
  const F = size.encoderInputs;
  const out = new Float32Array(x.length);
  for (let t = 0; t < context; t++) {
    for (let n = 0; n < batch; n++) {
      const from = (t * batch + n) * F;
      out.set(x.subarray(from, from + F), (n * context + t) * F);
    }
  }
  return out;
}
