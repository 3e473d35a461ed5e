import { discountShares, teachesShares } from '../features/discount-shares.ts';
import type { LinearBase } from '../features/linear-base.ts';
import { fitLinearBase } from '../features/linear-base.ts';
import { createPlanBuffer } from '../features/plan-features.ts';
import { prepareSeries } from '../features/series.ts';
import type { BatchInputs } from '../features/windows.ts';
import { DECODER_FEATURES, ENCODER_FEATURES, WindowWriter, withRises } from '../features/windows.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import type { TrainingConfig } from '../model/config.ts';
import { networkSize } from '../model/config.ts';
import { answerGradient, readAnswers } from '../model/heads.ts';
import { lossAndGradient } from '../model/loss.ts';
import type { Targets } from '../model/loss.ts';
import { Network } from '../model/network.ts';
import { OUTPUTS } from '../model/parameters.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Panel } from '../panel/panel.ts';
import { copyPlan } from '../panel/plans.ts';
import type { Random } from '../random.ts';
import { WindowSampler } from './sampler.ts';

/**
 * Parts that a batch is divided into. Each has its own random numbers, and their gradients are added in their order,
 * so the number is part of the arithmetic: changing it changes the weights. How many threads share the parts is not.
 */
export const SHARDS = 2;

/** Windows of each shard of a batch, which adds up to `batch`; throws when there are fewer windows than shards. */
export function shardSizes(batch: number): number[] {
  if (batch < SHARDS) throw new RangeError(`a batch needs at least ${SHARDS} windows, was given ${batch}`);
  return Array.from({ length: SHARDS }, (_, n) => Math.floor((batch + n) / SHARDS));
}

/** Where windows are drawn from; shards that take turns in one thread share it. */
export interface WindowSource {
  readonly panel: Panel;
  readonly config: TrainingConfig;
  readonly sampler: WindowSampler;
  readonly writer: WindowWriter;
  /** What the network corrects. */
  readonly base: LinearBase;
  /** Whether the share of the store on discount is told. */
  readonly shares: boolean;
  /** Whether the panel is long enough for the yearly cycle to be told. */
  readonly yearly: boolean;
}

/** Throws when no game of the panel has enough history. */
export function openWindowSource(panel: Panel, config: TrainingConfig): WindowSource {
  const sampler = new WindowSampler(panel, config);
  if (sampler.games === 0) throw new Error('no game has enough history to learn from');
  const yearly = panel.days >= config.yearlyFrom;
  const { context, horizon } = config;
  const tables = prepareSeries(panel);
  const base = fitLinearBase(tables, horizon);
  const shares = teachesShares(panel);
  const writer = new WindowWriter(
    tables,
    { context, horizon, yearly },
    { base, shares: discountShares(panel, shares) },
  );
  return { panel, config, sampler, writer, base, shares, yearly };
}

/** One part of every batch: draws its windows and computes their loss and gradients. */
export class Shard {
  readonly #source: WindowSource;
  readonly #kernel: LstmKernel;
  readonly #network: Network;
  readonly #inputs: BatchInputs;
  readonly #targets: Targets;
  readonly #predictions: Float32Array;
  readonly #gradient: Float32Array;
  readonly #plan;

  constructor(source: WindowSource, kernel: LstmKernel, batch: number) {
    const { context, horizon } = source.config;
    const rows = batch * horizon;
    this.#source = source;
    this.#kernel = kernel;
    this.#network = new Network(kernel, { ...networkSize(source.config), context, horizon, batch });
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

  /** Draws fresh windows by `random`, overwrites `gradients` with those of their mean loss and returns that loss. */
  run(parameters: Parameters, random: Random, gradients: Parameters): number {
    this.#draw(random);
    const dropout = { rate: this.#source.config.dropout, random };
    const { encoder, decoder, base } = this.#inputs;
    this.#network.encode(parameters, encoder, dropout);
    this.#network.decode(parameters, decoder, dropout);
    const { answers } = this.#network;
    readAnswers(answers, withRises(base, decoder), this.#predictions);
    const loss = lossAndGradient(this.#predictions, this.#targets, this.#gradient);
    answerGradient(answers, this.#gradient);
    this.#network.backward(parameters, decoder, this.#gradient, gradients);
    return loss;
  }

  #draw(random: Random): void {
    const { panel, config, sampler, writer } = this.#source;
    const { days, units, observed } = panel;
    const { horizon } = config;
    for (let n = 0; n < this.#inputs.batch; n++) {
      const { game, origin } = sampler.draw(random);
      copyPlan(panel, game, origin, this.#plan, 0, days);
      sampler.hide(this.#plan, 0, random);
      writer.write(game, origin, this.#plan, 0, this.#inputs, n);
      const from = game * days + origin;
      for (let h = 0; h < horizon; h++) {
        const inside = origin + h < days;
        this.#targets.units[n * horizon + h] = inside ? units[from + h]! : 0;
        this.#targets.observed[n * horizon + h] = inside ? observed[from + h]! : 0;
      }
    }
  }

  /** Gives the kernel's memory back; the shard cannot be used after it. */
  release(): void {
    this.#network.release();
    const { encoder, decoder } = this.#inputs;
    for (const array of [encoder, decoder, this.#gradient]) this.#kernel.release(array);
  }
}
