import type { LstmKernel, LstmLayer } from '../kernels/kernel.ts';
import type { Random } from '../random.ts';
import { fillDropout } from './dropout.ts';
import { OUTPUTS } from './parameters.ts';
import type { NetworkSize, Parameters } from './parameters.ts';

export interface NetworkShape extends NetworkSize {
  /** Past days. */
  readonly context: number;
  /** Coming days. */
  readonly horizon: number;
  /** Games at once. */
  readonly batch: number;
}

export interface Dropout {
  readonly rate: number;
  readonly random: Random;
}

/**
 * The forecaster's arithmetic for one batch shape. An LSTM reads the past days; for every coming day two dense layers
 * see its last state and that day's features:
 *
 *   s = h_T,  u = relu(s·A + a + x·D),  v = u + relu(u·M + m),  answer = v·O + o
 *
 * with dropout on s and v while training. B = batch, H = horizon; rows below means B·H, a game's days in a row.
 */
export class Network {
  readonly shape: NetworkShape;
  /** `[rows, 4]`: what `decode` leaves. */
  readonly answers: Float32Array;
  /** `[B, hidden]`: what `encode` leaves and `decode` starts from. */
  readonly state: Float32Array;
  readonly #kernel: LstmKernel;
  readonly #layer: LstmLayer;
  readonly #arrays: Float32Array[] = [];
  readonly #perGame: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #sum: Float32Array;
  #training: Training | undefined;

  constructor(kernel: LstmKernel, shape: NetworkShape) {
    const { context, batch, encoderInputs, hidden, width, horizon } = shape;
    this.shape = shape;
    this.#kernel = kernel;
    this.#layer = kernel.lstm({ steps: context, batch, inputs: encoderInputs, hidden });
    this.state = this.#allocate(batch * hidden);
    this.#perGame = this.#allocate(batch * width);
    this.#first = this.#allocate(batch * horizon * width);
    this.#second = this.#allocate(batch * horizon * width);
    this.#sum = this.#allocate(batch * horizon * width);
    this.answers = this.#allocate(batch * horizon * OUTPUTS);
  }

  /** Reads the past: `encoder` `[context, B, encoderInputs]`. The state stays for any number of `decode`s. */
  encode(parameters: Parameters, encoder: Float32Array, dropout?: Dropout): void {
    this.#layer.forward(encoder, parameters.lstm, this.state);
    if (dropout === undefined) return;
    const training = (this.#training ??= this.#allocateTraining());
    fillDropout(training.stateMask, dropout.rate, dropout.random);
    this.#kernel.multiply(training.stateMask, this.state);
  }

  /** Answers for the coming days: `decoder` `[rows, decoderInputs]`. */
  decode(parameters: Parameters, decoder: Float32Array, dropout?: Dropout): void {
    const { batch: B, horizon: H, hidden, decoderInputs, width: W } = this.shape;
    const k = this.#kernel;
    const rows = B * H;
    k.repeatRows({ groups: 1, repeat: B, columns: W }, parameters.stateBias, this.#perGame);
    k.gemm('nn', { m: B, n: W, k: hidden, accumulate: true }, this.state, parameters.state, this.#perGame);
    k.repeatRows({ groups: B, repeat: H, columns: W }, this.#perGame, this.#first);
    k.gemm('nn', { m: rows, n: W, k: decoderInputs, accumulate: true }, decoder, parameters.day, this.#first);
    k.relu(this.#first);
    k.repeatRows({ groups: 1, repeat: rows, columns: W }, parameters.middleBias, this.#second);
    k.gemm('nn', { m: rows, n: W, k: W, accumulate: true }, this.#first, parameters.middle, this.#second);
    k.relu(this.#second);
    this.#sum.set(this.#first);
    k.add(this.#second, this.#sum);
    if (dropout !== undefined) {
      const training = (this.#training ??= this.#allocateTraining());
      fillDropout(training.sumMask, dropout.rate, dropout.random);
      k.multiply(training.sumMask, this.#sum);
    }
    k.repeatRows({ groups: 1, repeat: rows, columns: OUTPUTS }, parameters.outputBias, this.answers);
    k.gemm('nn', { m: rows, n: OUTPUTS, k: W, accumulate: true }, this.#sum, parameters.output, this.answers);
  }

  /**
   * Gradients of the latest `encode` and `decode`, both with dropout: `answerGradient` `[rows, 4]` is the loss's by
   * the answers, `gradients` are overwritten.
   */
  backward(
    parameters: Parameters,
    decoder: Float32Array,
    answerGradient: Float32Array,
    gradients: Parameters,
  ): void {
    const training = this.#training;
    if (training === undefined)
      throw new Error('network backward: encode and decode with dropout come first');
    const { batch: B, horizon: H, hidden, decoderInputs, width: W } = this.shape;
    const { sumGradient, middleGradient, perGameGradient, stateGradient } = training;
    const k = this.#kernel;
    const rows = B * H;
    k.gemm('tn', { m: W, n: OUTPUTS, k: rows }, this.#sum, answerGradient, gradients.output);
    k.sumRows({ groups: 1, repeat: rows, columns: OUTPUTS }, answerGradient, gradients.outputBias);
    k.gemm('nt', { m: rows, n: W, k: OUTPUTS }, answerGradient, parameters.output, sumGradient);
    k.multiply(training.sumMask, sumGradient);
    middleGradient.set(sumGradient);
    k.reluBackward(this.#second, middleGradient);
    k.gemm('tn', { m: W, n: W, k: rows }, this.#first, middleGradient, gradients.middle);
    k.sumRows({ groups: 1, repeat: rows, columns: W }, middleGradient, gradients.middleBias);
    k.gemm('nt', { m: rows, n: W, k: W, accumulate: true }, middleGradient, parameters.middle, sumGradient);
    k.reluBackward(this.#first, sumGradient);
    k.gemm('tn', { m: decoderInputs, n: W, k: rows }, decoder, sumGradient, gradients.day);
    k.sumRows({ groups: B, repeat: H, columns: W }, sumGradient, perGameGradient);
    k.sumRows({ groups: 1, repeat: B, columns: W }, perGameGradient, gradients.stateBias);
    k.gemm('tn', { m: hidden, n: W, k: B }, this.state, perGameGradient, gradients.state);
    k.gemm('nt', { m: B, n: hidden, k: W }, perGameGradient, parameters.state, stateGradient);
    k.multiply(training.stateMask, stateGradient);
    this.#layer.backward(stateGradient, gradients.lstm);
  }

  release(): void {
    this.#layer.release();
    for (const array of this.#arrays) this.#kernel.release(array);
    this.#arrays.length = 0;
  }

  #allocate(length: number): Float32Array {
    const array = this.#kernel.allocate(length);
    this.#arrays.push(array);
    return array;
  }

  #allocateTraining(): Training {
    const { batch, horizon, hidden, width } = this.shape;
    return {
      stateMask: this.#allocate(batch * hidden),
      sumMask: this.#allocate(batch * horizon * width),
      sumGradient: this.#allocate(batch * horizon * width),
      middleGradient: this.#allocate(batch * horizon * width),
      perGameGradient: this.#allocate(batch * width),
      stateGradient: this.#allocate(batch * hidden),
    };
  }
}

/** What only training needs. */
interface Training {
  readonly stateMask: Float32Array;
  readonly sumMask: Float32Array;
  readonly sumGradient: Float32Array;
  readonly middleGradient: Float32Array;
  readonly perGameGradient: Float32Array;
  readonly stateGradient: Float32Array;
}
