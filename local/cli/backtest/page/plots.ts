import { formatDay } from '../../../../domain/days.ts';
import { servedName } from '../../../../forecasting/index.ts';
import type { BacktestScores, Metrics, SliceScores } from '../../../../forecasting/index.ts';
import { percent } from '../numbers.ts';
import type { ExampleGame } from './examples.ts';
import { pooledSlice, seriesOf } from './series.ts';
import { area, dot, line, linear, picture, rule, text, ticks } from './svg.ts';
import type { Point } from './svg.ts';

const number = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 1 });

/** What one game sold before and after the origin, with the forecast's middle and band. */
export function gamePlot(game: ExampleGame): string {
  const [width, height] = [480, 230];
  const box = { left: 62, right: width - 8, top: 12, bottom: height - 26 };
  const days = game.past.length + game.actual.length;
  const known = [...game.past, ...game.actual].map((value) => value ?? 0);
  const high = Math.max(1, ...known, ...game.p90);
  const x = linear([0, days - 1], [box.left, box.right]);
  const y = linear([0, high], [box.bottom, box.top]);
  const start = game.past.length;
  const coming = (values: Float32Array): Point[] =>
    Array.from(values, (value, h) => ({ x: x(start + h), y: y(value) }));
  const sold = [...game.past, ...game.actual].map((value, n) =>
    value === null ? null : { x: x(n), y: y(value) },
  );
  const label = `Game ${game.gameId}: units a day, and what had been forecast from ${formatDay(game.origin)} on`;
  return picture(width, height, label, [
    ...ticks(0, high, 4).flatMap((value) => [
      rule({ x: box.left, y: y(value) }, { x: box.right, y: y(value) }, 'grid'),
      text({ x: box.left - 6, y: y(value) + 4 }, number(value), 'end'),
    ]),
    area(coming(game.p90), coming(game.p10), 'band'),
    rule({ x: x(start - 0.5), y: box.top }, { x: x(start - 0.5), y: box.bottom }, 'origin'),
    line(sold, 'line actual'),
    line(coming(game.p50), 'line served'),
    text({ x: box.left, y: height - 8 }, formatDay(game.origin - start), 'start'),
    text({ x: x(start - 0.5), y: height - 8 }, formatDay(game.origin), 'middle'),
    text({ x: box.right, y: height - 8 }, formatDay(game.origin + game.actual.length - 1), 'end'),
  ]);
}

/** The error of each day of the horizon, a line a forecaster. */
export function dayPlot(scores: BacktestScores): string {
  const [width, height] = [720, 320];
  const box = { left: 52, right: width - 10, top: 12, bottom: height - 44 };
  const horizon = scores.byDay[0]?.length ?? 1;
  const series = seriesOf(scores);
  const high = Math.max(0.01, ...scores.byDay.flat().map((value) => value ?? 0));
  const x = linear([1, horizon], [box.left, box.right]);
  const y = linear([0, high], [box.bottom, box.top]);
  return picture(width, height, 'Error of each forecast day, by forecaster', [
    ...ticks(0, high, 5).flatMap((value) => [
      rule({ x: box.left, y: y(value) }, { x: box.right, y: y(value) }, 'grid'),
      text({ x: box.left - 6, y: y(value) + 4 }, percent(value), 'end'),
    ]),
    ...[1, ...ticks(2, horizon, 8)].map((day) =>
      text({ x: x(day), y: box.bottom + 18 }, String(day), 'middle'),
    ),
    text({ x: (box.left + box.right) / 2, y: height - 6 }, 'days ahead', 'middle'),
    // The most important line is drawn last and so lies on top.
    ...[...series].reverse().map(({ index, className }) =>
      line(
        scores.byDay[index]!.map((value, h) => (value === null ? null : { x: x(h + 1), y: y(value) })),
        `line ${className}`,
      ),
    ),
  ]);
}

/** The share of days at or below p10, p50 and p90 against what it should be. */
export function calibrationPlot(scores: BacktestScores): string {
  const [width, height] = [400, 360];
  const box = { left: 52, right: width - 12, top: 12, bottom: height - 44 };
  const x = linear([0, 1], [box.left, box.right]);
  const y = linear([0, 1], [box.bottom, box.top]);
  const levels = [0.1, 0.5, 0.9];
  const slice = pooledSlice(scores);
  const marks = [...seriesOf(scores)].reverse().flatMap(({ name, index, className }) => {
    const reached = slice?.scores[index]?.reached ?? null;
    if (reached === null) return [];
    const points = reached.map((share, n) => ({ x: x(levels[n]!), y: y(share), share }));
    return [
      line(points, `line ${className}`),
      ...points.map((point, n) =>
        dot(
          point,
          4,
          `dot ${className}`,
          `${name}: ${percent(point.share, 1)} of days at or below p${levels[n]! * 100}`,
        ),
      ),
    ];
  });
  return picture(width, height, 'Share of days at or below each quantile, against its level', [
    ...[0, 0.1, 0.5, 0.9, 1].flatMap((level) => [
      rule({ x: box.left, y: y(level) }, { x: box.right, y: y(level) }, 'grid'),
      text({ x: box.left - 6, y: y(level) + 4 }, percent(level), 'end'),
    ]),
    ...levels.map((level, n) =>
      text({ x: x(level), y: box.bottom + 18 }, ['p10', 'p50', 'p90'][n]!, 'middle'),
    ),
    text({ x: (box.left + box.right) / 2, y: height - 6 }, 'forecast line', 'middle'),
    rule({ x: x(0), y: y(0) }, { x: x(1), y: y(1) }, 'wanted'),
    ...marks,
  ]);
}

/** What a dot plot shows of a slice. */
export interface Measure {
  readonly label: string;
  readonly value: (metrics: Metrics, slice: SliceScores) => number | null;
  /** What is wanted or compared with: a line. */
  readonly reference: number;
  /** A range that is good enough, shaded. */
  readonly range?: readonly [number, number];
  /** What lies beyond is drawn at it, as an arrow, so that it does not squeeze the others. */
  readonly cap?: number;
  readonly width?: number;
  readonly wanted: (name: string) => boolean;
}

/** A row a slice, a dot a forecaster. */
export function dotPlot(scores: BacktestScores, slices: readonly SliceScores[], measure: Measure): string {
  const series = seriesOf(scores).filter(({ name }) => name === servedName || measure.wanted(name));
  const rows = slices.map((slice) => ({
    name: slice.name,
    dots: series.flatMap((one) => {
      const value = measure.value(slice.scores[one.index]!, slice);
      return value === null || !Number.isFinite(value) ? [] : [{ ...one, value }];
    }),
  }));
  const [width, height] = [measure.width ?? 720, rows.length * 30 + 52];
  const box = { left: 150, right: width - 16, top: 8, bottom: height - 44 };
  const cap = measure.cap ?? Infinity;
  const values = rows.flatMap(({ dots }) => dots.map(({ value }) => Math.min(cap, value)));
  const span = [...values, measure.reference, ...(measure.range ?? [])];
  const [low, high] = [Math.min(...span), Math.max(...span)];
  const pad = (high - low) * 0.06 || 0.05;
  const x = linear([low - pad, high + pad], [box.left, box.right]);
  const y = (row: number): number => box.top + 30 * row + 15;
  const column = (value: number): [Point, Point] => [
    { x: x(value), y: box.top },
    { x: x(value), y: box.bottom },
  ];
  const [from, to] = measure.range ?? [measure.reference, measure.reference];
  return picture(width, height, measure.label, [
    area(column(from), column(to), 'good'),
    ...ticks(low - pad, high + pad, 7).flatMap((value) => [
      rule(...column(value), 'grid'),
      text({ x: x(value), y: box.bottom + 18 }, String(Math.round(value * 100) / 100), 'middle'),
    ]),
    rule(...column(measure.reference), 'wanted'),
    text({ x: (box.left + box.right) / 2, y: height - 6 }, measure.label, 'middle'),
    ...rows.flatMap(({ name, dots }, row) => [
      text({ x: box.left - 10, y: y(row) + 4 }, name, 'end', 'row'),
      ...[...dots]
        .reverse()
        .map((one) => mark(one, { x: x(Math.min(cap, one.value)), y: y(row) }, name, cap)),
    ]),
  ]);
}

function mark(
  { name, value, className }: { readonly name: string; readonly value: number; readonly className: string },
  at: Point,
  row: string,
  cap: number,
): string {
  if (value > cap) return text({ x: at.x + 5, y: at.y + 4 }, '▸', 'end', `beyond ${className}`);
  // The model is a ring, which can be seen around what is served where both are one.
  return dot(at, className === 'model' ? 6.5 : 5, `dot ${className}`, `${name}, ${row}: ${value.toFixed(3)}`);
}
