import type { ForecastSet, Outcome } from '../../../forecasting/index.ts';

/** How far each game's held-out forecast was off: Σ|units − p50| / Σ units over the known days; null = no units came. */
export function pastErrors(set: ForecastSet, outcome: Outcome): (number | null)[] {
  const { horizon } = outcome;
  return Array.from({ length: outcome.scale.length }, (_, game) => {
    let missed = 0;
    let came = 0;
    for (let at = game * horizon; at < (game + 1) * horizon; at++) {
      if (outcome.observed[at] !== 1) continue;
      missed += Math.abs(outcome.units[at]! - set.p50[at]!);
      came += outcome.units[at]!;
    }
    return came === 0 ? null : missed / came;
  });
}
