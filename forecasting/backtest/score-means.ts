import type { BacktestScores } from './score-book.ts';

/**
 * The means of several backtests of the same games and origins, which differ by seed: number by number, unknown where
 * one of them does not know.
 */
export function meanScores(all: readonly BacktestScores[]): BacktestScores {
  return meanOf(all) as BacktestScores;
}

function meanOf(values: readonly unknown[]): unknown {
  const first = values[0];
  if (typeof first === 'number') {
    if (values.some((value) => value === null)) return null;
    if (values.every((value) => value === first)) return first;
    return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;
  }
  if (Array.isArray(first))
    return first.map((_, n) => meanOf(values.map((value) => (value as unknown[])[n])));
  if (typeof first !== 'object' || first === null) return first;
  return Object.fromEntries(
    Object.keys(first).map((key) => [
      key,
      meanOf(values.map((value) => (value as Record<string, unknown>)[key])),
    ]),
  );
}
