import { formatDay } from '../../../../domain/days.ts';
import { servedName } from '../../../../forecasting/index.ts';
import type { BacktestScores, BreakdownName, SliceScores } from '../../../../forecasting/index.ts';
import { naiveWape, percent, ratio } from '../numbers.ts';
import type { ExampleGame } from './examples.ts';
import { calibrationPlot, dayPlot, dotPlot, gamePlot } from './plots.ts';
import { bestOverall, legend, pooledSlice, seriesOf } from './series.ts';
import { style } from './style.ts';
import { escaped } from './svg.ts';
import {
  bestTable,
  breakdownTable,
  comparisonTable,
  pooledTable,
  seedsTable,
  totalBreakdownTable,
  totalTable,
} from './tables.ts';
import { glossary, introduction, keyFigures } from './words.ts';
import type { About } from './words.ts';

export interface ReportContent {
  readonly about: About;
  /** In the order of `all`. */
  readonly seeds: readonly number[];
  readonly all: readonly BacktestScores[];
  /** What the page shows: the mean of `all`. */
  readonly mean: BacktestScores;
  /** From the first seed. */
  readonly examples: readonly ExampleGame[];
  /** A line an origin: which forecaster was served to whom; from the first seed. */
  readonly served: readonly string[];
}

const captions: Readonly<Record<Exclude<BreakdownName, 'all'>, string>> = {
  origin: 'By origin: the first forecast day',
  horizon: 'By how far ahead',
  volume: 'By units a day before the origin',
  age: 'By how long a game had been out',
  promotion: 'Days on discount alone, and the others; days of an unknown price are in neither',
};

/** The page: one file that loads nothing, for a publisher first and an expert second. The same scores give the same bytes. */
export function reportPage(content: ReportContent): string {
  const { about, mean } = content;
  const title = `Backtest of the sales forecast: ${about.history}`;
  return [
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>',
    `<title>${escaped(title)}</title><style>${style}</style></head><body><main>`,
    '<h1>How good is the sales forecast?</h1>',
    introduction(about),
    keyFigures(mean),
    ...examples(content),
    ...pictures(mean),
    ...tables(content),
    '<h2>What the numbers mean</h2>',
    glossary,
    footer(content),
    '</main></body></html>',
    '',
  ].join('\n');
}

function figure(picture: string, caption: string, className = ''): string {
  const own = className === '' ? '' : ` class="${className}"`;
  return `<figure${own}>${picture}<figcaption>${escaped(caption)}</figcaption></figure>`;
}

function examples({ examples: games }: ReportContent): string[] {
  if (games.length === 0) return [];
  const origin = formatDay(games[0]!.origin);
  const figures = games.map((game) => {
    const place = game.games === 1 ? 'the only game' : `the middle of ${game.games} games by its error`;
    return figure(
      gamePlot(game),
      `Game ${game.gameId}, ${place} that sold ${game.band}: off by ${percent(game.wape)}`,
    );
  });
  return [
    '<h2>What was said, and what came</h2>',
    `<p>One game of each size at ${origin}, the dashed line: neither the best nor the worst, but the one in the middle.` +
      ' The plain line is what was sold, the coloured one is the forecast, and the shaded band should hold four days of five.</p>',
    `<div class="pair">${figures.join('')}</div>`,
  ];
}

function pictures(scores: BacktestScores): string[] {
  const { forecasters } = scores;
  const key = legend(seriesOf(scores), bestOverall(scores));
  const against = {
    label: 'error divided by that of repeating the last week',
    value: ({ wape }: { readonly wape: number | null }, slice: SliceScores) =>
      ratio(wape, naiveWape(forecasters, slice)),
    reference: 1,
    cap: 1.6,
    wanted: (name: string) => name !== 'seasonal naive',
  };
  const covered = {
    label: 'share of days between the low and the high line',
    value: ({ coverage }: { readonly coverage: number | null }) => coverage,
    reference: 0.8,
    range: [0.75, 0.85] as const,
    width: 480,
    wanted: (name: string) => name === 'model' || name === bestOverall(scores),
  };
  return [
    '<h2>Is it better than a simple rule?</h2>',
    '<p>Left of the dashed line is better than repeating the last week; an arrow lies beyond the right edge.</p>',
    key,
    figure(dotPlot(scores, slicesOf(scores, 'origin'), against), 'By origin'),
    figure(dotPlot(scores, slicesOf(scores, 'volume'), against), 'By units a day before the origin'),
    '<h2>How does the error grow with the days ahead?</h2>',
    key,
    figure(dayPlot(scores), 'Error of each forecast day, in percent of the units sold that day'),
    '<h2>Can the band be trusted?</h2>',
    '<p>Of all days, 10 % should end at or below the low line, half at or below the middle and 90 % at or below the high' +
      ' line. Dots on the dashed diagonal say that it is so; above it, forecasts were too high.</p>',
    key,
    '<div class="pair">',
    figure(
      calibrationPlot(scores),
      'Share of days at or below each line, made fair to counts',
      'calibration',
    ),
    `<div>${figure(dotPlot(scores, [...slicesOf(scores, 'volume'), ...slicesOf(scores, 'origin')], covered), 'By units a day and by origin; shaded: 75 to 85 %')}</div>`,
    '</div>',
  ];
}

function slicesOf({ breakdowns }: BacktestScores, name: BreakdownName): readonly SliceScores[] {
  return breakdowns.find((breakdown) => breakdown.name === name)?.slices ?? [];
}

/** Where a baseline was served its errors are the served ones, to the last digit: the reader has to know. */
function whoWasServed({ served, seeds }: ReportContent): string[] {
  if (served.length === 0) return [];
  const of = seeds.length > 1 ? ` With seed ${seeds[0]}:` : '';
  return [
    '<h3>Who was served</h3>',
    `<p class="soft">By held-out days before each origin, and by size of the games.${of}</p>`,
    `<ul class="soft">${served.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`,
  ];
}

function tables(content: ReportContent): string[] {
  const { mean, seeds, all } = content;
  const pooled = pooledSlice(mean);
  if (pooled === null) return [];
  const { leftOutOfMase, leftOutOfRmsse, games } = pooled.scores[mean.forecasters.indexOf(servedName)]!;
  const breakdowns = (Object.keys(captions) as (keyof typeof captions)[]).map((name) =>
    breakdownTable(captions[name], mean, slicesOf(mean, name)),
  );
  return [
    '<h2>All numbers</h2>',
    pooledTable(mean, pooled),
    `<p class="soft">Of ${games} forecasts, ${leftOutOfMase} are left out of MASE and ${leftOutOfRmsse} of RMSSE, whose` +
      ' history never changed and so gives no scale.</p>',
    ...(seeds.length > 1 ? ['<h3>Seed by seed</h3>', seedsTable(seeds, all, mean)] : []),
    ...whoWasServed(content),
    '<h3>Against the best baseline</h3>',
    bestTable(mean),
    '<h3>Game by game</h3>',
    comparisonTable(mean.comparisons),
    '<h3>Sums of 7, 30 and 60 days</h3>',
    totalTable(mean.totals),
    totalBreakdownTable(mean.totals),
    '<h3>In parts</h3>',
    ...breakdowns,
  ];
}

function footer({ about, seeds }: ReportContent): string {
  const many = seeds.length > 1 ? `the mean of seeds ${seeds.join(', ')}` : `seed ${seeds.join('')}`;
  const { recipe, networks, kernelId } = about;
  return `<p class="soft">Recipe ${escaped(recipe)}, ${networks} networks averaged, kernel ${escaped(kernelId)}, ${many}. Made by <code>npm run backtest</code>; the same files and seeds give the same page.</p>`;
}
