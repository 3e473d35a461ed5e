import type { LstmKernel, LstmWeights } from '../kernels/kernel.ts';
import type { Random } from '../random.ts';

export interface NetworkSize {
  /** Features of a past day and of a coming day. */
  readonly encoderInputs: number;
  readonly decoderInputs: number;
  /** Units of the LSTM. */
  readonly hidden: number;
  /** Width of the decoder's layers. */
  readonly width: number;
}

/** Three quantiles and the mean. */
export const OUTPUTS = 4;

/** The network's weights, or their gradients: views of one flat array, so that the optimiser sees a single one. */
export interface Parameters {
  readonly flat: Float32Array;
  readonly lstm: LstmWeights;
  /** `[hidden, width]`, applied to the encoder's last state; `stateBias` `[width]`. */
  readonly state: Float32Array;
  readonly stateBias: Float32Array;
  /** `[decoderInputs, width]`, applied to a coming day's features. */
  readonly day: Float32Array;
  /** `[width, width]` and `[width]`. */
  readonly middle: Float32Array;
  readonly middleBias: Float32Array;
  /** `[width, 4]` and `[4]`. */
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
}

function lengths(size: NetworkSize): number[] {
  const { encoderInputs, decoderInputs, hidden, width } = size;
  const gates = 4 * hidden;
  return [
    encoderInputs * gates,
    hidden * gates,
    gates,
    hidden * width,
    width,
    decoderInputs * width,
    width * width,
    width,
    width * OUTPUTS,
    OUTPUTS,
  ];
}

export function parameterCount(size: NetworkSize): number {
  return lengths(size).reduce((sum, length) => sum + length, 0);
}

/** Zeroed parameters in the kernel's memory; give `flat` back with `kernel.release`. */
export function allocateParameters(kernel: LstmKernel, size: NetworkSize): Parameters {
  const flat = kernel.allocate(parameterCount(size));
  let at = 0;
  const views = lengths(size).map((length) => flat.subarray(at, (at += length)));
  const [input, recurrent, bias, state, stateBias, day, middle, middleBias, output, outputBias] = views as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  return {
    flat,
    lstm: { input, recurrent, bias },
    state,
    stateBias,
    day,
    middle,
    middleBias,
    output,
    outputBias,
  };
}

/**
 * Uniform within ±1/√(inputs of the layer); forget bias 1, so that the encoder starts by remembering; a small output
 * layer without bias, so that the forecast starts at the linear one.
 */
export function initialise(parameters: Parameters, size: NetworkSize, random: Random): void {
  const { decoderInputs, hidden, width } = size;
  const { lstm } = parameters;
  for (const array of [lstm.input, lstm.recurrent, lstm.bias]) fillUniform(array, hidden, random);
  for (let unit = hidden; unit < 2 * hidden; unit++) lstm.bias[unit]! += 1;
  fillUniform(parameters.state, hidden, random);
  fillUniform(parameters.stateBias, hidden, random);
  fillUniform(parameters.day, decoderInputs, random);
  fillUniform(parameters.middle, width, random);
  fillUniform(parameters.middleBias, width, random);
  fillUniform(parameters.output, width * 100, random);
  parameters.outputBias.fill(0);
}

function fillUniform(array: Float32Array, inputs: number, random: Random): void {
  const bound = 1 / Math.sqrt(inputs);
  for (let n = 0; n < array.length; n++) array[n] = (2 * random.uniform() - 1) * bound;
}
