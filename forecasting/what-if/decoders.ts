import { planFeatures, PLAN_FEATURES } from '../features/plan-features.ts';
import type { GamePlan } from '../features/plan-features.ts';
import { DECODER_FEATURES, PLAN_OFFSET, withRises } from '../features/windows.ts';
import { createReferenceKernel } from '../kernels/reference/reference.ts';
import { networkSize } from '../model/config.ts';
import type { DecoderState } from '../model/decoder-state.ts';
import { readAnswers } from '../model/heads.ts';
import { Network } from '../model/network.ts';
import { allocateParameters, OUTPUTS } from '../model/parameters.ts';
import type { Parameters } from '../model/parameters.ts';
import { pullTowards, shareAt, trustOf } from '../model/trust.ts';
import type { Trust } from '../model/trust.ts';
import type { NetWeights } from '../model/weights.ts';

/** Steps of the depth at which the decoder is asked. */
const DEPTH_STEP = 0.05;
const DEEPEST = 0.99;

/** One day of a plan at one depth. */
interface Question {
  readonly day: number;
  readonly features: Float32Array;
}

/**
 * The decoders of a model's networks in plain code, for one game at a time: the same `Network.decode`, `readAnswers`
 * and `pullTowards` that the nightly forecast goes through. Not for use from several calls at once.
 */
export class Decoders {
  readonly horizon: number;
  readonly #network: Network;
  readonly #parameters: readonly Parameters[];
  readonly #trust: Trust;
  /** What was answered for a game, by day and features: plans that are tried on one game have most days in common. */
  readonly #known = new WeakMap<DecoderState, Map<string, Float32Array>>();

  constructor(nets: readonly NetWeights[]) {
    const { config } = nets[0]!;
    const size = networkSize(config);
    const kernel = createReferenceKernel();
    this.horizon = config.horizon;
    this.#trust = config.trust;
    // The encoder is never run: one step is the least it can have.
    this.#network = new Network(kernel, { ...size, context: 1, horizon: config.horizon, batch: 1 });
    this.#parameters = nets.map(({ values }) => {
      const parameters = allocateParameters(kernel, size);
      parameters.flat.set(values);
      return parameters;
    });
  }

  /**
   * Predictions for a plan, `[horizon, 4]` (p10, p50, p90, mean) in log units less the level, that never fall when a
   * discount becomes deeper on the same days: on each day the greatest of the answers at 0, 5, 10, … % up to the planned
   * depth, between two of these depths in proportion.
   */
  answer(state: DecoderState, plan: GamePlan): Float32Array {
    const { horizon } = this;
    const deepest = Math.max(...plan.discount);
    const depths: GamePlan[] = [];
    for (let step = 0; (step - 1) * DEPTH_STEP < deepest - 1e-6 || step === 0; step++) {
      depths.push({ ...plan, discount: atDepth(plan.discount, step * DEPTH_STEP) });
    }
    const questions: Question[] = [];
    const features = depths.map((own) => planFeatures(state.start, own));
    const asked = (step: number, day: number): boolean =>
      step === 0 || (step - 1) * DEPTH_STEP < plan.discount[day]! - 1e-6;
    features.forEach((own, step) => {
      for (let day = 0; day < horizon; day++) {
        if (asked(step, day)) {
          questions.push({ day, features: own.subarray(day * PLAN_FEATURES, (day + 1) * PLAN_FEATURES) });
        }
      }
    });
    const answers = this.#ask(state, questions);
    const plain = answers.slice(0, horizon * OUTPUTS);
    const out = plain.slice();
    let at = horizon * OUTPUTS;
    for (let step = 1; step < depths.length; step++) {
      for (let day = 0; day < horizon; day++) {
        if (!asked(step, day)) continue;
        const share = Math.min(1, plan.discount[day]! / DEPTH_STEP - (step - 1));
        for (let n = day * OUTPUTS; n < (day + 1) * OUTPUTS; n++) {
          out[n]! += share * Math.max(0, answers[at++]! - out[n]!);
        }
      }
    }
    this.#pull(out, plain, state.level, state.anchor);
    return out;
  }

  /**
   * Predictions for inputs that were changed otherwise, `[horizon, 4]`.
   *
   * @param decoder `[horizon, DECODER_FEATURES]`
   */
  answerInputs(
    state: DecoderState,
    { decoder, base, anchor }: Pick<DecoderState, 'decoder' | 'base' | 'anchor'>,
  ): Float32Array {
    const out = this.#decode(state, decoder, base);
    this.#pull(out, this.#decode(state, withoutDiscount(state, decoder), base), state.level, anchor);
    return out;
  }

  #pull(planned: Float32Array, plain: Float32Array, level: number, anchor: Float32Array): void {
    const discounts = shareAt(this.#trust.discounts, level);
    pullTowards(planned, plain, { anchor, trust: trustOf(this.#trust, anchor.length), discounts });
  }

  /** `[questions, 4]`, averaged over the networks. */
  #ask(state: DecoderState, questions: readonly Question[]): Float32Array {
    const known = this.#known.get(state) ?? new Map<string, Float32Array>();
    this.#known.set(state, known);
    const keys = questions.map(({ day, features }) => `${day}:${features.join()}`);
    const open = questions.filter((_, n) => !known.has(keys[n]!));
    const answers = this.#askOpen(state, open);
    open.forEach(({ day, features }, n) => {
      known.set(`${day}:${features.join()}`, answers.subarray(n * OUTPUTS, (n + 1) * OUTPUTS));
    });
    const out = new Float32Array(questions.length * OUTPUTS);
    keys.forEach((key, n) => out.set(known.get(key)!, n * OUTPUTS));
    return out;
  }

  #askOpen(state: DecoderState, questions: readonly Question[]): Float32Array {
    const out = new Float32Array(questions.length * OUTPUTS);
    const rows = new Float32Array(this.horizon * DECODER_FEATURES);
    const base = new Float32Array(this.horizon);
    for (let first = 0; first < questions.length; first += this.horizon) {
      const some = questions.slice(first, first + this.horizon);
      some.forEach(({ day, features }, row) => {
        const own = state.decoder.subarray(day * DECODER_FEATURES, (day + 1) * DECODER_FEATURES);
        rows.set(own, row * DECODER_FEATURES);
        rows.set(features, row * DECODER_FEATURES + PLAN_OFFSET);
        base[row] = state.base[day]!;
      });
      const answers = this.#decode(state, rows, base);
      out.set(answers.subarray(0, some.length * OUTPUTS), first * OUTPUTS);
    }
    return out;
  }

  #decode(state: DecoderState, rows: Float32Array, base: Float32Array): Float32Array {
    const mean = new Float32Array(this.horizon * OUTPUTS);
    const one = new Float32Array(mean.length);
    const planned = withRises(base, rows);
    this.#parameters.forEach((parameters, n) => {
      this.#network.state.set(state.hidden[n]!);
      this.#network.decode(parameters, rows);
      readAnswers(this.#network.answers, planned, one);
      one.forEach((value, at) => (mean[at]! += value / this.#parameters.length));
    });
    return mean;
  }
}

/** The same days on discount, all of them as deep: the depths asked at are the same whatever the plan's own are. */
function atDepth(discount: Float32Array, depth: number): Float32Array {
  return discount.map((rate) => (rate > 0 ? Math.min(DEEPEST, depth) : 0));
}

/** The decoder's inputs with no discount planned for the game. */
export function withoutDiscount(state: DecoderState, decoder: Float32Array): Float32Array {
  const out = decoder.slice();
  const plain = planFeatures(state.start, { ...state.plan, discount: state.plan.discount.map(() => 0) });
  for (let day = 0; day < state.base.length; day++) {
    const features = plain.subarray(day * PLAN_FEATURES, (day + 1) * PLAN_FEATURES);
    out.set(features, day * DECODER_FEATURES + PLAN_OFFSET);
  }
  return out;
}
