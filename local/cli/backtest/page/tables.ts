import { servedName } from '../../../../forecasting/index.ts';
import type { BacktestScores, Comparison, SliceScores, TotalScore } from '../../../../forecasting/index.ts';
import { againstBest, fixed, metricCells, metricColumns, naiveWape, percent } from '../numbers.ts';
import { escaped } from './svg.ts';

interface Row {
  readonly head: string;
  readonly cells: readonly string[];
  readonly className?: string;
}

function table(caption: string, columns: readonly string[], rows: readonly Row[]): string {
  const head = columns.map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  const body = rows.map(({ head, cells, className }) => {
    const own = className === undefined ? '' : ` class="${className}"`;
    const wide = cells.length === 0 ? ` colspan="${columns.length}"` : '';
    const values = cells.map((cell) => `<td>${escaped(cell)}</td>`).join('');
    return `<tr${own}><th scope="row"${wide}>${escaped(head)}</th>${values}</tr>`;
  });
  return `<div class="wide"><table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const classOf = (name: string): Pick<Row, 'className'> =>
  name === servedName ? { className: 'served' } : {};

function metricRows(forecasters: readonly string[], slice: SliceScores): Row[] {
  const naive = naiveWape(forecasters, slice);
  return forecasters.flatMap((name, n) => {
    const metrics = slice.scores[n]!;
    return metrics.days === 0 ? [] : [{ head: name, cells: metricCells(metrics, naive), ...classOf(name) }];
  });
}

/** Everybody over everything. */
export function pooledTable(scores: BacktestScores, slice: SliceScores): string {
  return table(
    'All games and origins',
    ['forecaster', ...metricColumns],
    metricRows(scores.forecasters, slice),
  );
}

/** Everybody, slice by slice. */
export function breakdownTable(
  caption: string,
  scores: BacktestScores,
  slices: readonly SliceScores[],
): string {
  const rows = slices.flatMap((slice): Row[] => [
    { head: slice.name, cells: [], className: 'slice' },
    ...metricRows(scores.forecasters, slice),
  ]);
  return table(caption, ['forecaster', ...metricColumns], rows);
}

/** What is served against the best baseline of each slice. */
export function bestTable(scores: BacktestScores): string {
  const rows = scores.breakdowns.flatMap(({ slices }) =>
    slices.flatMap((slice): Row[] => {
      const best = againstBest(scores.forecasters, slice);
      if (best === null) return [];
      return [{ head: slice.name, cells: [best.wape, best.byWape, best.quantileLoss, best.byQuantileLoss] }];
    }),
  );
  const columns = ['', 'WAPE of the best’s', 'best by WAPE', 'wQL of the best’s', 'best by wQL'];
  return table('What was served, against the baseline that turned out best', columns, rows);
}

export function comparisonTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((one) => ({
    head: `${one.forecaster} against ${one.reference}`,
    cells: [fixed(one.medianRatio, 3), percent(one.better, 1), String(one.games), String(one.leftOut)],
    ...classOf(one.forecaster),
  }));
  const columns = ['', 'median ratio of errors', 'games where it errs less', 'games', 'left out'];
  return table('Game by game, each game counted once over all origins', columns, rows);
}

const totalColumns = ['error', 'bias', 'coverage', 'of counts', 'sums'];

export function totalTable(totals: readonly TotalScore[]): string {
  const rows = bySpan(
    totals.filter(({ slice }) => slice === 'all'),
    ({ forecaster }) => forecaster,
  );
  return table(
    'Sums over the first days, against the sum of the means',
    ['forecaster', ...totalColumns],
    rows,
  );
}

/** The served sums by origin and volume band. */
export function totalBreakdownTable(totals: readonly TotalScore[]): string {
  const rows = bySpan(
    totals.filter(({ slice, forecaster }) => slice !== 'all' && forecaster === servedName),
    ({ slice }) => slice,
  );
  const plain = rows.map(({ head, cells, className }) =>
    className === 'slice' ? { head, cells, className } : { head, cells },
  );
  return table('Served sums by origin and by units a day', ['', ...totalColumns], plain);
}

/** A heading for each span of days, and its rows below it. */
function bySpan(totals: readonly TotalScore[], headOf: (total: TotalScore) => string): Row[] {
  const spans = [...new Set(totals.map(({ days }) => days))].sort((a, b) => a - b);
  return spans.flatMap((span): Row[] => [
    { head: `first ${span} days`, cells: [], className: 'slice' },
    ...totals
      .filter(({ days }) => days === span)
      .map((total) => ({ head: headOf(total), cells: totalCells(total), ...classOf(total.forecaster) })),
  ]);
}

function totalCells({ error, bias, coverage, coverageOfCounts, totals }: TotalScore): string[] {
  return [fixed(error, 4), fixed(bias, 3), fixed(coverage, 3), fixed(coverageOfCounts, 3), String(totals)];
}

/** What was served, seed by seed, and the mean that the page shows. */
export function seedsTable(
  seeds: readonly number[],
  all: readonly BacktestScores[],
  mean: BacktestScores,
): string {
  const rowOf = (head: string, { breakdowns, forecasters }: BacktestScores): Row[] => {
    const slice = breakdowns[0]?.slices[0];
    return slice === undefined
      ? []
      : [{ head, cells: metricCells(slice.scores[0]!, naiveWape(forecasters, slice)) }];
  };
  const rows = [
    ...seeds.flatMap((seed, n) => rowOf(`seed ${seed}`, all[n]!)),
    ...rowOf('mean of the seeds', mean).map((row) => ({ ...row, className: 'served' })),
  ];
  return table('What was served, over all origins', ['', ...metricColumns], rows);
}
