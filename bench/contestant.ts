/** One implementation of the training step. */
export interface Contestant {
  readonly name: string;
  /** What must be done before `step` and is no part of it. */
  readonly prepare?: () => Promise<unknown>;
  /**
   * The gradient of the LSTM's input weights at the first parameters, without dropout; undefined where the
   * implementation cannot be given these. Asked for before the first step.
   */
  readonly gradient?: () => Promise<Float32Array>;
  /** Takes one whole step and returns its milliseconds. */
  readonly step: () => Promise<number>;
  readonly close?: () => Promise<void>;
}

/** Milliseconds of what `work` does. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
