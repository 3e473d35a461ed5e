import { packArrays, unpackArrays } from '../bytes.ts';
import { prepareSeries } from '../features/series.ts';
import type { BatchInputs } from '../features/windows.ts';
import { createPlanBuffer } from '../features/plan-features.ts';
import { DECODER_FEATURES, ENCODER_FEATURES, WindowWriter } from '../features/windows.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import type { TrainingConfig } from '../model/config.ts';
import { networkSize } from '../model/config.ts';
import { answerGradient, readAnswers } from '../model/heads.ts';
import { lossAndGradient } from '../model/loss.ts';
import type { Targets } from '../model/loss.ts';
import { Network } from '../model/network.ts';
import { Optimiser } from '../model/optimiser.ts';
import { allocateParameters, initialise, OUTPUTS } from '../model/parameters.ts';
import type { Parameters } from '../model/parameters.ts';
import { packWeights } from '../model/weights.ts';
import type { Panel } from '../panel/panel.ts';
import { copyPlan } from '../panel/plans.ts';
import type { RandomState } from '../random.ts';
import { Random } from '../random.ts';
import { WindowSampler } from './sampler.ts';

const MAGIC = 'KTRN';

interface StateHeader {
  readonly version: 1;
  readonly recipe: string;
  readonly seed: number;
  readonly kernelId: string;
  readonly step: number;
  readonly random: RandomState;
}

/** Trains one network. Panel, configuration, seed and kernel decide every byte of the result. */
export class Trainer {
  readonly #panel: Panel;
  readonly #config: TrainingConfig;
  readonly #seed: number;
  readonly #kernel: LstmKernel;
  readonly #parameters: Parameters;
  readonly #gradients: Parameters;
  readonly #optimiser: Optimiser;
  readonly #network: Network;
  readonly #sampler: WindowSampler;
  readonly #writer: WindowWriter;
  readonly #inputs: BatchInputs;
  readonly #targets: Targets;
  readonly #predictions: Float32Array;
  readonly #gradient: Float32Array;
  readonly #plan;
  #random: Random;
  #step = 0;

  constructor(panel: Panel, config: TrainingConfig, seed: number, kernel: LstmKernel) {
    const size = networkSize(config);
    const { batch, context, horizon } = config;
    const rows = batch * horizon;
    this.#panel = panel;
    this.#config = config;
    this.#seed = seed;
    this.#kernel = kernel;
    this.#random = Random.seeded(seed);
    this.#parameters = allocateParameters(kernel, size);
    this.#gradients = allocateParameters(kernel, size);
    initialise(this.#parameters, size, this.#random);
    this.#optimiser = new Optimiser(kernel, this.#parameters.flat.length, config.optimiser);
    this.#network = new Network(kernel, { ...size, context, horizon, batch });
    this.#sampler = new WindowSampler(panel, config);
    if (this.#sampler.games === 0) throw new Error('no game has enough history to learn from');
    this.#writer = new WindowWriter(prepareSeries(panel), { context, horizon, yearly: this.#yearly });
    this.#inputs = {
      batch,
      encoder: kernel.allocate(context * batch * ENCODER_FEATURES),
      decoder: kernel.allocate(rows * DECODER_FEATURES),
      base: new Float32Array(rows),
      level: new Float32Array(batch),
    };
    this.#targets = {
      units: new Float32Array(rows),
      observed: new Uint8Array(rows),
      level: this.#inputs.level,
    };
    this.#predictions = new Float32Array(rows * OUTPUTS);
    this.#gradient = kernel.allocate(rows * OUTPUTS);
    this.#plan = createPlanBuffer(horizon);
  }

  get done(): boolean {
    return this.#step >= this.#config.optimiser.steps;
  }

  /** Steps taken. */
  get steps(): number {
    return this.#step;
  }

  get #yearly(): boolean {
    return this.#panel.days >= this.#config.yearlyFrom;
  }

  /** Takes one step on a fresh batch and returns its loss. */
  step(): number {
    this.#drawBatch();
    const dropout = { rate: this.#config.dropout, random: this.#random };
    const { encoder, decoder, base } = this.#inputs;
    this.#network.encode(this.#parameters, encoder, dropout);
    this.#network.decode(this.#parameters, decoder, dropout);
    const { answers } = this.#network;
    readAnswers(answers, base, this.#predictions);
    const loss = lossAndGradient(this.#predictions, this.#targets, this.#gradient);
    answerGradient(answers, this.#gradient);
    this.#network.backward(this.#parameters, decoder, this.#gradient, this.#gradients);
    this.#optimiser.update(this.#parameters.flat, this.#gradients.flat, this.#step);
    this.#step += 1;
    return loss;
  }

  #drawBatch(): void {
    const { days, units, observed } = this.#panel;
    const { batch, horizon } = this.#config;
    for (let n = 0; n < batch; n++) {
      const { game, origin } = this.#sampler.draw(this.#random);
      copyPlan(this.#panel, game, origin, this.#plan, 0, days);
      this.#sampler.hide(this.#plan, 0, this.#random);
      this.#writer.write(game, origin, this.#plan, 0, this.#inputs, n);
      const from = game * days + origin;
      for (let h = 0; h < horizon; h++) {
        const inside = origin + h < days;
        this.#targets.units[n * horizon + h] = inside ? units[from + h]! : 0;
        this.#targets.observed[n * horizon + h] = inside ? observed[from + h]! : 0;
      }
    }
  }

  /** All that another trainer of the same panel, configuration, seed and kernel needs to go on from here. */
  state(): Uint8Array {
    const header: StateHeader = {
      version: 1,
      recipe: this.#config.recipe,
      seed: this.#seed,
      kernelId: this.#kernel.id,
      step: this.#step,
      random: this.#random.state,
    };
    const { first, second } = this.#optimiser;
    return packArrays(MAGIC, { header, arrays: [this.#parameters.flat, first, second] });
  }

  /** Goes on from `state()`; throws when it belongs to another recipe, seed or kernel. */
  restore(bytes: Uint8Array): void {
    const { header, arrays } = unpackArrays(MAGIC, bytes);
    const state = header as StateHeader;
    const own = { recipe: this.#config.recipe, seed: this.#seed, kernelId: this.#kernel.id };
    for (const name of ['recipe', 'seed', 'kernelId'] as const) {
      if (state[name] !== own[name]) {
        throw new Error(`training state has ${name} ${state[name]}, this trainer ${own[name]}`);
      }
    }
    const [values, first, second] = arrays as [Float32Array, Float32Array, Float32Array];
    this.#parameters.flat.set(values);
    this.#optimiser.first.set(first);
    this.#optimiser.second.set(second);
    this.#random = new Random(state.random);
    this.#step = state.step;
  }

  /** The network as it is now, as `packWeights` writes it. */
  weights(): Uint8Array {
    return packWeights({
      config: this.#config,
      seed: this.#seed,
      kernelId: this.#kernel.id,
      yearly: this.#yearly,
      values: this.#parameters.flat,
    });
  }

  /** Gives the kernel's memory back; the trainer cannot be used after it. */
  release(): void {
    this.#network.release();
    this.#optimiser.release();
    const { encoder, decoder } = this.#inputs;
    for (const array of [encoder, decoder, this.#gradient]) this.#kernel.release(array);
    this.#kernel.release(this.#parameters.flat);
    this.#kernel.release(this.#gradients.flat);
  }
}

/** A trainer at its first step. Throws when no game of the panel has enough history. */
export function createTrainer(
  panel: Panel,
  config: TrainingConfig,
  seed: number,
  kernel: LstmKernel,
): Trainer {
  return new Trainer(panel, config, seed, kernel);
}
