import { bestBaseline, servedName } from '../../../forecasting/index.ts';
import type { Metrics, SliceScores } from '../../../forecasting/index.ts';

/** A number as the terminal and the report show it; a dash where it is not known. */
export function fixed(value: number | null, digits: number): string {
  return value === null ? '–' : value.toFixed(digits);
}

export function percent(value: number | null, digits = 0): string {
  return value === null ? '–' : `${(value * 100).toFixed(digits)} %`;
}

/** a/b, not known where either is not or b is 0. */
export function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b;
}

export const metricColumns = [
  'WAPE',
  'of seasonal naive',
  'MASE',
  'RMSSE',
  'wQL',
  'coverage',
  'of counts',
  'bias',
  'games',
] as const;

/** The cells of `metricColumns`. */
export function metricCells(metrics: Metrics, naive: number | null): string[] {
  const { wape, mase, rmsse, weightedQuantileLoss, coverage, coverageOfCounts, bias, games } = metrics;
  return [
    fixed(wape, 4),
    fixed(ratio(wape, naive), 3),
    fixed(mase, 3),
    fixed(rmsse, 3),
    fixed(weightedQuantileLoss, 4),
    fixed(coverage, 3),
    fixed(coverageOfCounts, 3),
    fixed(bias, 3),
    String(games),
  ];
}

/** The WAPE of seasonal naive in a slice. */
export function naiveWape(forecasters: readonly string[], { scores }: SliceScores): number | null {
  return scores[forecasters.indexOf('seasonal naive')]?.wape ?? null;
}

/** What is served against the baseline that was best in a slice, by error and by quantile loss. */
export interface AgainstBest {
  readonly wape: string;
  readonly byWape: string;
  readonly quantileLoss: string;
  readonly byQuantileLoss: string;
}

/** `null` where nothing was sold. The best baseline is known afterwards only: no one could have chosen it. */
export function againstBest(forecasters: readonly string[], slice: SliceScores): AgainstBest | null {
  const served = slice.scores[forecasters.indexOf(servedName)];
  const byWape = bestBaseline(forecasters, slice, 'wape');
  const byQuantileLoss = bestBaseline(forecasters, slice, 'weightedQuantileLoss');
  if (served === undefined || byWape === null || byQuantileLoss === null) return null;
  const shareOf = (name: string, measure: 'wape' | 'weightedQuantileLoss'): string =>
    fixed(ratio(served[measure], slice.scores[forecasters.indexOf(name)]![measure]), 3);
  return {
    wape: shareOf(byWape, 'wape'),
    byWape,
    quantileLoss: shareOf(byQuantileLoss, 'weightedQuantileLoss'),
    byQuantileLoss,
  };
}
