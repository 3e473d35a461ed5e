import { packArrays, unpackArrays } from '../bytes.ts';
import type { LstmKernel } from '../kernels/kernel.ts';
import type { TrainingConfig } from '../model/config.ts';
import { networkSize } from '../model/config.ts';
import { Optimiser } from '../model/optimiser.ts';
import { allocateParameters, initialise } from '../model/parameters.ts';
import type { Parameters } from '../model/parameters.ts';
import { packWeights } from '../model/weights.ts';
import type { Panel } from '../panel/panel.ts';
import type { RandomState } from '../random.ts';
import { Random } from '../random.ts';
import { openWindowSource, Shard, SHARDS, shardSizes } from './shard.ts';
import type { WindowSource } from './shard.ts';
import type { ShardThread } from './shard-thread.ts';

const MAGIC = 'KTRN';
const VERSION = 2;

interface StateHeader {
  readonly version: typeof VERSION;
  readonly recipe: string;
  readonly seed: number;
  readonly kernelId: string;
  readonly step: number;
  /** By shard. */
  readonly randoms: readonly RandomState[];
}

/** Trains one network. Panel, configuration, seed and kernel decide every byte of the result. */
export class Trainer {
  /** A thread that takes the last shard of each step from when it is ready; whoever set it closes it. */
  helper: ShardThread | undefined;
  readonly #config: TrainingConfig;
  readonly #seed: number;
  readonly #kernel: LstmKernel;
  readonly #source: WindowSource;
  readonly #parameters: Parameters;
  /** By shard; the first becomes the batch's. */
  readonly #gradients: readonly Parameters[];
  readonly #optimiser: Optimiser;
  readonly #shards: readonly Shard[];
  /** Each shard's share of the batch. */
  readonly #shares: readonly number[];
  #randoms: Random[];
  #step = 0;

  constructor(panel: Panel, config: TrainingConfig, seed: number, kernel: LstmKernel) {
    const size = networkSize(config);
    const sizes = shardSizes(config.batch);
    this.#config = config;
    this.#seed = seed;
    this.#kernel = kernel;
    this.#source = openWindowSource(panel, config);
    const random = Random.seeded(seed);
    this.#parameters = allocateParameters(kernel, size);
    initialise(this.#parameters, size, random);
    this.#randoms = sizes.map(() => Random.seeded(random.word()));
    this.#gradients = sizes.map(() => allocateParameters(kernel, size));
    this.#optimiser = new Optimiser(kernel, this.#parameters.flat.length, config.optimiser);
    this.#shards = sizes.map((windows) => new Shard(this.#source, kernel, windows));
    this.#shares = sizes.map((windows) => windows / config.batch);
  }

  get done(): boolean {
    return this.#step >= this.#config.optimiser.steps;
  }

  /** Steps taken. */
  get steps(): number {
    return this.#step;
  }

  /** Numbers that are learnt. */
  get parameterCount(): number {
    return this.#parameters.flat.length;
  }

  /** Takes one step on a fresh batch and returns its loss. Rejects with the helper's error when that failed. */
  async step(): Promise<number> {
    const helper = this.helper?.ready === true ? this.helper : undefined;
    const last = SHARDS - 1;
    const losses: number[] = [];
    helper?.begin(this.#parameters.flat, this.#randoms[last]!.state);
    for (let n = 0; n < (helper === undefined ? SHARDS : last); n++) {
      losses.push(this.#shards[n]!.run(this.#parameters, this.#randoms[n]!, this.#gradients[n]!));
    }
    if (helper !== undefined) {
      const { loss, random } = await helper.finish(this.#gradients[last]!.flat);
      losses.push(loss);
      this.#randoms[last] = new Random(random);
    }
    this.#addUp();
    this.#optimiser.update(this.#parameters.flat, this.#gradients[0]!.flat, this.#step);
    this.#step += 1;
    return losses.reduce((sum, loss, n) => sum + this.#shares[n]! * loss, 0);
  }

  /** Makes the first shard's gradients those of the whole batch, always in the same order. */
  #addUp(): void {
    const sum = this.#gradients[0]!.flat;
    const share = this.#shares[0]!;
    for (let n = 0; n < sum.length; n++) sum[n]! *= share;
    for (let shard = 1; shard < SHARDS; shard++) {
      const { flat } = this.#gradients[shard]!;
      const own = this.#shares[shard]!;
      for (let n = 0; n < sum.length; n++) sum[n]! += own * flat[n]!;
    }
  }

  /** All that another trainer of the same panel, configuration, seed and kernel needs to go on from here. */
  state(): Uint8Array {
    const header: StateHeader = {
      version: VERSION,
      recipe: this.#config.recipe,
      seed: this.#seed,
      kernelId: this.#kernel.id,
      step: this.#step,
      randoms: this.#randoms.map((random) => random.state),
    };
    const { first, second } = this.#optimiser;
    return packArrays(MAGIC, { header, arrays: [this.#parameters.flat, first, second] });
  }

  /** Goes on from `state()`; throws when it belongs to another recipe, seed or kernel. */
  restore(bytes: Uint8Array): void {
    const { header, arrays } = unpackArrays(MAGIC, bytes);
    const state = header as StateHeader;
    const own = {
      version: VERSION,
      recipe: this.#config.recipe,
      seed: this.#seed,
      kernelId: this.#kernel.id,
    };
    for (const name of ['version', 'recipe', 'seed', 'kernelId'] as const) {
      if (state[name] !== own[name]) {
        throw new Error(`training state has ${name} ${state[name]}, this trainer ${own[name]}`);
      }
    }
    const [values, first, second] = arrays as [Float32Array, Float32Array, Float32Array];
    this.#parameters.flat.set(values);
    this.#optimiser.first.set(first);
    this.#optimiser.second.set(second);
    this.#randoms = state.randoms.map((random) => new Random(random));
    this.#step = state.step;
  }

  /** The network as it is now, as `packWeights` writes it. */
  weights(): Uint8Array {
    return packWeights({
      config: this.#config,
      seed: this.#seed,
      kernelId: this.#kernel.id,
      yearly: this.#source.yearly,
      shares: this.#source.shares,
      base: this.#source.base,
      values: this.#parameters.flat,
    });
  }

  /** Gives the kernel's memory back; the trainer cannot be used after it. */
  release(): void {
    for (const shard of this.#shards) shard.release();
    this.#optimiser.release();
    for (const { flat } of [this.#parameters, ...this.#gradients]) this.#kernel.release(flat);
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
