import { formatDay } from '../../../domain/days.ts';
import { forecasterNames, MetricsAccumulator, scoreGame } from '../../../forecasting/index.ts';
import type { Metrics, OriginResult } from '../../../forecasting/index.ts';

const columns = ['', 'WAPE', 'of seasonal naive', 'MASE', 'wQL', 'coverage', 'bias', 'games'] as const;

/** The scores of all origins together and of each, for what is served, the model and each baseline. */
export function reportTable(results: readonly OriginResult[]): string {
  const blocks = results.length > 1 ? [block('all origins', results)] : [];
  for (const result of results) blocks.push(block(`origin ${formatDay(result.origin)}`, [result]));
  return blocks.join('\n\n');
}

function block(title: string, results: readonly OriginResult[]): string {
  const scores = scoreAll(results);
  const naive = scores.get('seasonal naive')?.wape ?? null;
  if (naive === null) return `${title}: nothing was sold in the forecast days, so there is nothing to score`;
  const rows = [...scores].map(([name, metrics]) => row(name, metrics, naive));
  const table = [[title, ...columns.slice(1)], ...rows];
  const widths = columns.map((_, n) => Math.max(...table.map((cells) => cells[n]!.length)));
  return table
    .map((cells) =>
      cells.map((text, n) => (n === 0 ? text.padEnd(widths[n]!) : text.padStart(widths[n]!))).join('  '),
    )
    .join('\n');
}

function scoreAll(results: readonly OriginResult[]): Map<string, Metrics> {
  const sums = new Map<string, MetricsAccumulator>();
  const sumOf = (name: string): MetricsAccumulator => {
    const sum = sums.get(name) ?? new MetricsAccumulator();
    sums.set(name, sum);
    return sum;
  };
  for (const { games, fold, outcome } of results) {
    const { horizon } = outcome;
    games.forEach((forecast, game) => {
      const days = [game * horizon, (game + 1) * horizon] as const;
      sumOf('served').add({
        ...forecast,
        actual: outcome.units.subarray(...days),
        observed: outcome.observed.subarray(...days),
        scale: outcome.scale[game]!,
        stepScale: outcome.stepScale[game]!,
      });
      for (const name of forecasterNames) {
        const forecasts = fold.forecasts[name];
        if (forecasts !== null) scoreGame(outcome, forecasts, game, sumOf(name));
      }
    });
  }
  return new Map([...sums].map(([name, sum]) => [name, sum.result()]));
}

function row(name: string, metrics: Metrics, naive: number): string[] {
  const fixed = (value: number | null, digits: number): string =>
    value === null ? '–' : value.toFixed(digits);
  const { wape, mase, weightedQuantileLoss, coverage, bias, games } = metrics;
  return [
    name,
    fixed(wape, 4),
    fixed(wape === null ? null : wape / naive, 3),
    fixed(mase, 3),
    fixed(weightedQuantileLoss, 4),
    fixed(coverage, 3),
    fixed(bias, 3),
    String(games),
  ];
}

/** Which forecaster was served by volume band at an origin. */
export function servedLines({ origin, decision }: OriginResult): string {
  const bands = decision.bands.map(({ band, served, games }) => `${band} (${games}): ${served}`);
  const by = decision.origin === null ? 'no fold' : `fold ${decision.origin}`;
  return `${formatDay(origin)} served by ${by}: ${bands.join('; ')}`;
}
