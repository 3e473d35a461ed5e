import { DECODER_FEATURES, ENCODER_FEATURES } from '../features/windows.ts';
import type { OptimiserConfig } from './optimiser.ts';
import type { NetworkSize } from './parameters.ts';
import type { Trust } from './trust.ts';

/** Everything that a training depends on beside the panel, the seed and the kernel. */
export interface TrainingConfig {
  /** Names the recipe in manifests; change it with any other value here. */
  readonly recipe: string;
  /** Past days that the encoder reads. */
  readonly context: number;
  /** Coming days that are forecast. */
  readonly horizon: number;
  readonly hidden: number;
  readonly width: number;
  /** Windows a step. */
  readonly batch: number;
  readonly dropout: number;
  /** Share of the windows whose plan is hidden, wholly or from some day on. */
  readonly hiddenPlans: number;
  /** A window's origin is the newest of so many drawn uniformly: with k its density grows with the time as t^(k − 1). */
  readonly newestOf: number;
  /** Observed days that a window must have before its origin. */
  readonly minimumHistory: number;
  /** Panel days from which on the yearly cycle and the year before are told. */
  readonly yearlyFrom: number;
  /** Networks that are averaged. */
  readonly networks: number;
  readonly trust: Trust;
  readonly optimiser: OptimiserConfig;
}

/** One LSTM layer of 64 over 56 days, 400 steps of 128 windows. */
export const defaultConfig: TrainingConfig = {
  recipe: 'lstm-64-8',
  context: 56,
  horizon: 60,
  hidden: 64,
  width: 64,
  batch: 128,
  dropout: 0.1,
  hiddenPlans: 1 / 3,
  newestOf: 4,
  minimumHistory: 14,
  yearlyFrom: 500,
  networks: 2,
  trust: {
    first: 0.4,
    later: 0.7,
    fade: 7,
    smoothing: { few: 20, atFew: 0.25, many: 3000, atMany: 1 },
    discounts: { few: 1000, atFew: 1, many: 20_000, atMany: 0.7 },
  },
  optimiser: { steps: 400, warmUp: 50, rate: 3e-3, decay: 1e-4, clip: 1 },
};

/** The seeds of the networks that a training with `seed` averages; another seed shares none of them. */
export function networkSeeds({ networks }: TrainingConfig, seed: number): number[] {
  return Array.from({ length: networks }, (_, n) => 100 * seed + n);
}

export function networkSize(config: TrainingConfig): NetworkSize {
  return {
    encoderInputs: ENCODER_FEATURES,
    decoderInputs: DECODER_FEATURES,
    hidden: config.hidden,
    width: config.width,
  };
}
