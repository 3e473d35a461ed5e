import type { LstmKernel } from '../forecasting/kernels/kernel.ts';
import { answerGradient, readAnswers } from '../forecasting/model/heads.ts';
import { lossAndGradient } from '../forecasting/model/loss.ts';
import { Network } from '../forecasting/model/network.ts';
import { OUTPUTS } from '../forecasting/model/parameters.ts';
import type { Parameters } from '../forecasting/model/parameters.ts';
import type { Random } from '../forecasting/random.ts';
import { shardSizes } from '../forecasting/training/shard.ts';
import { STEP, stepData } from './step-data.ts';
import type { StepData } from './step-data.ts';

/** A training's shard, on windows that are given instead of drawn. */
export class StepShard {
  readonly #data: StepData;
  readonly #network: Network;
  readonly #predictions: Float32Array;
  readonly #gradient: Float32Array;

  constructor(kernel: LstmKernel, data: StepData) {
    const { context, horizon, size } = STEP;
    const own = (array: Float32Array): Float32Array => {
      const copy = kernel.allocate(array.length);
      copy.set(array);
      return copy;
    };
    this.#data = { ...data, encoder: own(data.encoder), decoder: own(data.decoder) };
    this.#network = new Network(kernel, { ...size, context, horizon, batch: data.batch });
    this.#predictions = new Float32Array(data.base.length * OUTPUTS);
    this.#gradient = kernel.allocate(data.base.length * OUTPUTS);
  }

  run(parameters: Parameters, random: Random, gradients: Parameters, rate: number = STEP.dropout): number {
    const { encoder, decoder, base, targets } = this.#data;
    const { answers } = this.#network;
    this.#network.encode(parameters, encoder, { rate, random });
    this.#network.decode(parameters, decoder, { rate, random });
    readAnswers(answers, base, this.#predictions);
    const loss = lossAndGradient(this.#predictions, targets, this.#gradient);
    answerGradient(answers, this.#gradient);
    this.#network.backward(parameters, decoder, this.#gradient, gradients);
    return loss;
  }
}

/** The data of each shard of the batch, in their order. */
export function shardData(): StepData[] {
  let from = 0;
  return shardSizes(STEP.batch).map((windows) => stepData(from, (from += windows)));
}
