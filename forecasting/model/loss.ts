import { quantileLevels } from '../metrics/reach.ts';
import { OUTPUTS } from './parameters.ts';

/** Weight of the mean's loss beside the quantiles'. */
const MEAN_WEIGHT = 0.1;
/** Limits that keep a stray window from throwing the mean off: of ln(mean / level), and of units / level. */
const LOWEST = -6;
const HIGHEST = 4;
const LARGEST_RATIO = 50;

/** What came, for the loss. */
export interface Targets {
  /** Units. `[batch * horizon]` */
  readonly units: Float32Array;
  /** 1 where the units are known; the other days do not count. `[batch * horizon]` */
  readonly observed: Uint8Array;
  /** ln(1 + mean units of the last 28 days). `[batch]` */
  readonly level: Float32Array;
}

/**
 * The mean over a batch's windows, and within a window over its observed days, of
 *   ⅓ Σ_τ max(τ·e, (τ − 1)·e) with e = ln(1 + y) − level − q_τ        (pinball, Koenker & Bassett 1978)
 *   + 0.1·(eᵐ − r·m) with r = (1 + y) / e^level                       (Poisson deviance of the mean m, on a log link)
 * `predictions` `[rows, 4]` as `readAnswers` leaves them; `gradient` `[rows, 4]` is overwritten with the derivative.
 */
export function lossAndGradient(predictions: Float32Array, targets: Targets, gradient: Float32Array): number {
  const batch = targets.level.length;
  const horizon = targets.units.length / batch;
  let total = 0;
  gradient.fill(0);
  for (let n = 0; n < batch; n++) {
    let days = 0;
    for (let h = 0; h < horizon; h++) days += targets.observed[n * horizon + h]!;
    if (days === 0) continue;
    const weight = 1 / (batch * days);
    const level = targets.level[n]!;
    for (let row = n * horizon; row < (n + 1) * horizon; row++) {
      if (targets.observed[row] === 0) continue;
      total += weight * dayLoss(predictions, row * OUTPUTS, targets.units[row]!, level, weight, gradient);
    }
  }
  return total;
}

function dayLoss(
  predictions: Float32Array,
  at: number,
  units: number,
  level: number,
  weight: number,
  gradient: Float32Array,
): number {
  const target = Math.log1p(units) - level;
  let pinball = 0;
  for (let q = 0; q < quantileLevels.length; q++) {
    const tau = quantileLevels[q]!;
    const error = target - predictions[at + q]!;
    pinball += error > 0 ? tau * error : (tau - 1) * error;
    gradient[at + q] = ((error > 0 ? -tau : 1 - tau) * weight) / quantileLevels.length;
  }
  const mean = predictions[at + 3]!;
  const clamped = Math.max(LOWEST, Math.min(HIGHEST, mean));
  const ratio = Math.min(LARGEST_RATIO, Math.exp(target));
  if (clamped === mean) gradient[at + 3] = MEAN_WEIGHT * weight * (Math.exp(mean) - ratio);
  return pinball / quantileLevels.length + MEAN_WEIGHT * (Math.exp(clamped) - ratio * clamped);
}
