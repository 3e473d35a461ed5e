import type { Targets } from '../forecasting/model/loss.ts';
import { OUTPUTS, allocateParameters, initialise } from '../forecasting/model/parameters.ts';
import type { NetworkSize, Parameters } from '../forecasting/model/parameters.ts';
import type { LstmKernel } from '../forecasting/kernels/kernel.ts';
import { Random } from '../forecasting/random.ts';
import { numbers } from '../testing/kernel-numbers.ts';

/** The step that is measured: a batch, the days before it, its features, and the net that reads them. */
export const STEP = {
  batch: 64,
  context: 120,
  horizon: 60,
  size: { encoderInputs: 24, decoderInputs: 32, hidden: 64, width: 64 } satisfies NetworkSize,
  dropout: 0.1,
  clip: 1,
  rate: 1e-3,
  decay: 1e-4,
} as const;

/** Windows of a batch: all of it, or the part of a shard. */
export interface StepData {
  readonly batch: number;
  /** `[context, batch, encoderInputs]`. */
  readonly encoder: Float32Array;
  /** `[batch * horizon, decoderInputs]`. */
  readonly decoder: Float32Array;
  /** `[batch * horizon]`. */
  readonly base: Float32Array;
  readonly targets: Targets;
}

/** Windows `from` to `to` of the batch that all contestants train on. */
export function stepData(from = 0, to: number = STEP.batch): StepData {
  const { batch, context, horizon, size } = STEP;
  const { encoderInputs: F, decoderInputs: D } = size;
  const all = numbers(context * batch * F, 1);
  const encoder = new Float32Array(context * (to - from) * F);
  for (let t = 0; t < context; t++) {
    encoder.set(all.subarray((t * batch + from) * F, (t * batch + to) * F), t * (to - from) * F);
  }
  const [first, last] = [from * horizon, to * horizon];
  return {
    batch: to - from,
    encoder,
    decoder: numbers(batch * horizon * D, 2).slice(first * D, last * D),
    base: numbers(batch * horizon, 3).slice(first, last),
    targets: {
      units: numbers(batch * horizon, 4)
        .slice(first, last)
        .map((value) => Math.round(10 + 10 * value)),
      observed: new Uint8Array(last - first).fill(1),
      level: new Float32Array(to - from).fill(2),
    },
  };
}

/** The parameters that all contestants begin with; an output layer large enough for every gradient to be seen. */
export function startingParameters(kernel: LstmKernel): Parameters {
  const parameters = allocateParameters(kernel, STEP.size);
  initialise(parameters, STEP.size, Random.seeded(1));
  parameters.output.set(numbers(STEP.size.width * OUTPUTS, 5, 0.1));
  return parameters;
}
