import { formatDay } from '../../../domain/days.ts';
import { servedName } from '../../../forecasting/index.ts';
import type { BacktestScores, OriginResult, Panel, SliceScores } from '../../../forecasting/index.ts';
import { againstBest, fixed, metricCells, metricColumns, naiveWape, percent } from './numbers.ts';

/** The scores of all origins together and of each, for what is served, the model and each baseline. */
export function scoreTable(scores: BacktestScores): string {
  const slicesOf = (name: string): readonly SliceScores[] =>
    scores.breakdowns.find((breakdown) => breakdown.name === name)?.slices ?? [];
  const origins = slicesOf('origin');
  const pooled = slicesOf('all').map((slice) => block('all origins', scores.forecasters, slice));
  const single = origins.map((slice) => block(`origin ${slice.name}`, scores.forecasters, slice));
  const blocks = origins.length === 1 ? single : [...pooled, ...single];
  if (blocks.length === 0) return 'no forecast day lies within the history, so there is nothing to score';
  return [...blocks, [...comparisonLines(scores), ...totalLines(scores)].join('\n')].join('\n\n');
}

function block(title: string, forecasters: readonly string[], slice: SliceScores): string {
  const naive = naiveWape(forecasters, slice);
  if (naive === null) return `${title}: nothing was sold in the forecast days, so there is nothing to score`;
  const rows = forecasters.map((name, n) => [name, ...metricCells(slice.scores[n]!, naive)]);
  const best = againstBest(forecasters, slice);
  const line =
    best === null
      ? ''
      : `\nserved has ${best.wape} of the least WAPE of a baseline (${best.byWape}),` +
        ` ${best.quantileLoss} of the least wQL (${best.byQuantileLoss})`;
  return aligned([[title, ...metricColumns], ...rows]) + line;
}

function aligned(table: readonly (readonly string[])[]): string {
  const widths = table[0]!.map((_, n) => Math.max(...table.map((cells) => cells[n]!.length)));
  return table
    .map((cells) =>
      cells.map((text, n) => (n === 0 ? text.padEnd(widths[n]!) : text.padStart(widths[n]!))).join('  '),
    )
    .join('\n');
}

function comparisonLines({ comparisons }: BacktestScores): string[] {
  return comparisons
    .filter(({ forecaster, medianRatio }) => forecaster === servedName && medianRatio !== null)
    .map(
      ({ forecaster, reference, medianRatio, better, games }) =>
        `game by game: ${forecaster} errs ${fixed(medianRatio, 3)} of ${reference} (median of ${games}),` +
        ` less for ${percent(better, 1)} of them`,
    );
}

function totalLines({ totals }: BacktestScores): string[] {
  return totals
    .filter(({ forecaster, slice }) => forecaster === servedName && slice === 'all')
    .map(
      ({ days, error, bias, coverage, coverageOfCounts }) =>
        `totals of ${days} days: error ${fixed(error, 4)}, bias ${fixed(bias, 3)},` +
        ` coverage ${fixed(coverage, 3)}, of counts ${fixed(coverageOfCounts, 3)}`,
    );
}

/** One line a seed and one for their mean: what was served, over all origins. */
export function seedTable(
  seeds: readonly number[],
  all: readonly BacktestScores[],
  mean: BacktestScores,
): string {
  const line = (title: string, { breakdowns, forecasters }: BacktestScores): string[] => {
    const slice = breakdowns[0]?.slices[0];
    const metrics = slice?.scores[0];
    if (slice === undefined || metrics === undefined) return [title, ...metricColumns.map(() => '–')];
    return [title, ...metricCells(metrics, naiveWape(forecasters, slice))];
  };
  return aligned([
    ['served, all origins', ...metricColumns],
    ...seeds.map((seed, n) => line(`seed ${seed}`, all[n]!)),
    line('mean of the seeds', mean),
  ]);
}

/**
 * Which forecaster was served by volume band at an origin, for how many games a rule of their own stood in, and in how
 * many the weekday median did for exponential smoothing.
 */
export function servedLines(
  { origin, decision, games, existed, outcome }: OriginResult,
  panel: Panel,
  replaced: number,
): string {
  const bands =
    decision.origin === null
      ? [...new Set(decision.bands.map(({ served }) => served))]
      : decision.bands.map(({ band, served, games: count }) => `${band} (${count}): ${served}`);
  const by = decision.origin === null ? 'no fold' : `fold ${decision.origin}`;
  const own = (['launch curve', 'no sales'] as const).map((name) => ({
    what: `by the rule “${name}”`,
    count: games.filter(({ served }, game) => existed[game] === true && served === name).length,
  }));
  const extra = [...own, { what: 'too young for exponential smoothing', count: replaced }]
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => `; ${what}: ${count} games`);
  const known = Math.max(0, panel.start + panel.days - origin);
  const scored =
    known < outcome.horizon ? `; ${known} of ${outcome.horizon} days lie in the history and are scored` : '';
  return `${formatDay(origin)} served by ${by}: ${bands.join('; ')}${extra.join('')}${scored}`;
}
