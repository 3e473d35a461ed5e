import { OUTPUTS } from './parameters.ts';

/**
 * Reads the network's four answers a day as quantiles and mean, in log units less the level:
 * p50 = base + a₁, p10 = p50 − softplus(a₀ − 1), p90 = p50 + softplus(a₂ − 1), mean = base + a₃.
 * So the quantiles are in order whatever the weights are.
 */
export function readAnswers(answers: Float32Array, base: Float32Array, out: Float32Array): void {
  for (let row = 0; row < base.length; row++) {
    const at = row * OUTPUTS;
    const middle = base[row]! + answers[at + 1]!;
    out[at] = middle - softplus(answers[at]! - 1);
    out[at + 1] = middle;
    out[at + 2] = middle + softplus(answers[at + 2]! - 1);
    out[at + 3] = base[row]! + answers[at + 3]!;
  }
}

/** Turns the loss's gradient by quantiles and mean into the one by the answers, in place. */
export function answerGradient(answers: Float32Array, gradient: Float32Array): void {
  for (let at = 0; at < answers.length; at += OUTPUTS) {
    const low = gradient[at]!;
    const high = gradient[at + 2]!;
    gradient[at] = -low * sigmoid(answers[at]! - 1);
    gradient[at + 1] = low + gradient[at + 1]! + high;
    gradient[at + 2] = high * sigmoid(answers[at + 2]! - 1);
  }
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

/** ln(1 + eˣ), without overflow. */
function softplus(value: number): number {
  return Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
}
