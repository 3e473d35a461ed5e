import type { LstmKernel } from '../kernels/kernel.ts';

export interface OptimiserConfig {
  readonly steps: number;
  readonly warmUp: number;
  readonly rate: number;
  readonly decay: number;
  readonly clip: number;
}

/** AdamW with a linear warm-up, a cosine down to 1 % of the rate (Loshchilov & Hutter 2017) and clipped gradients. */
export class Optimiser {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly #kernel: LstmKernel;
  readonly #config: OptimiserConfig;

  constructor(kernel: LstmKernel, length: number, config: OptimiserConfig) {
    this.#kernel = kernel;
    this.#config = config;
    this.first = kernel.allocate(length);
    this.second = kernel.allocate(length);
  }

  /** Changes `values` by step number `step`, counted from 0. Scales `gradient` down to the clip's norm first. */
  update(values: Float32Array, gradient: Float32Array, step: number): void {
    const { decay, clip } = this.#config;
    let squares = 0;
    for (let n = 0; n < gradient.length; n++) squares += gradient[n]! * gradient[n]!;
    const norm = Math.sqrt(squares);
    if (!Number.isFinite(norm)) throw new Error(`training step ${step}: the gradient is not finite`);
    if (norm > clip) {
      const scale = clip / norm;
      for (let n = 0; n < gradient.length; n++) gradient[n]! *= scale;
    }
    this.#kernel.adam({ values, first: this.first, second: this.second }, gradient, {
      step: step + 1,
      rate: learningRate(this.#config, step),
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      decay,
    });
  }

  release(): void {
    this.#kernel.release(this.first);
    this.#kernel.release(this.second);
  }
}

function learningRate(config: OptimiserConfig, step: number): number {
  const { steps, warmUp, rate } = config;
  return rate * Math.min(1, (step + 1) / warmUp) * (0.5 * (1 + Math.cos((Math.PI * step) / steps)) + 0.01);
}
