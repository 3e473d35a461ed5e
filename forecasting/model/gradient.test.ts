import { describe, expect, it } from '@jest/globals';
import { createReferenceKernel } from '../kernels/reference/reference.ts';
import { Random } from '../random.ts';
import { answerGradient, readAnswers } from './heads.ts';
import { lossAndGradient } from './loss.ts';
import { Network } from './network.ts';
import { allocateParameters, initialise, OUTPUTS } from './parameters.ts';
import type { Parameters } from './parameters.ts';

const size = { encoderInputs: 5, decoderInputs: 6, hidden: 7, width: 9 };
const shape = { ...size, context: 8, horizon: 4, batch: 3 };
const rows = shape.batch * shape.horizon;

function uniform(length: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => 2 * random.uniform() - 1);
}

/** A small network with data, as a function from its parameters to loss and gradients; dropout is always the same. */
function problem(): { parameters: Parameters; gradients: Parameters; loss: () => number } {
  const kernel = createReferenceKernel();
  const random = Random.seeded(5);
  const parameters = allocateParameters(kernel, size);
  const gradients = allocateParameters(kernel, size);
  initialise(parameters, size, random);
  parameters.output.set(uniform(parameters.output.length, random));
  const network = new Network(kernel, shape);
  const encoder = uniform(shape.context * shape.batch * size.encoderInputs, random);
  const decoder = uniform(rows * size.decoderInputs, random);
  const base = uniform(rows, random);
  const targets = {
    units: Float32Array.from({ length: rows }, () => 20 * random.uniform()),
    observed: Uint8Array.from({ length: rows }, (_, n) => (n === 2 || n > 9 ? 0 : 1)),
    level: Float32Array.of(1, 2, 3),
  };
  const predictions = new Float32Array(rows * OUTPUTS);
  const gradient = new Float32Array(rows * OUTPUTS);
  const loss = (): number => {
    const dropout = { rate: 0.3, random: Random.seeded(9) };
    network.encode(parameters, encoder, dropout);
    network.decode(parameters, decoder, dropout);
    readAnswers(network.answers, base, predictions);
    const value = lossAndGradient(predictions, targets, gradient);
    answerGradient(network.answers, gradient);
    network.backward(parameters, decoder, gradient, gradients);
    return value;
  };
  return { parameters, gradients, loss };
}

const blocks: [string, (parameters: Parameters) => Float32Array][] = [
  ['the LSTM’s input weights', (p) => p.lstm.input],
  ['the LSTM’s recurrent weights', (p) => p.lstm.recurrent],
  ['the LSTM’s bias', (p) => p.lstm.bias],
  ['the state’s layer', (p) => p.state],
  ['the state’s bias', (p) => p.stateBias],
  ['the day’s layer', (p) => p.day],
  ['the middle layer', (p) => p.middle],
  ['the middle bias', (p) => p.middleBias],
  ['the output layer', (p) => p.output],
  ['the output bias', (p) => p.outputBias],
];

describe('the gradient of the loss', () => {
  it.each(blocks)('agrees with central differences for %s', (_, block) => {
    const { parameters, gradients, loss } = problem();
    loss();
    const values = block(parameters);
    const analytic = block(gradients).slice();
    const start = values.slice();
    // Along the gradient itself the slope is its squared norm, which rounding cannot hide.
    const norm = Math.sqrt(analytic.reduce((sum, value) => sum + value * value, 0));
    const epsilon = 2e-3;
    const along = (sign: number): number => {
      values.forEach((__, n) => (values[n] = start[n]! + (sign * epsilon * analytic[n]!) / norm));
      return loss();
    };
    const numeric = (along(1) - along(-1)) / (2 * epsilon);
    expect(norm).toBeGreaterThan(1e-4);
    expect(Math.abs(numeric - norm) / norm).toBeLessThan(0.01);
  });
});
