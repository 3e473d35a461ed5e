import { formatNumber } from '../../../shared/format/time.ts';

/** Maps numbers of one span onto another, straight. */
export type Scale = (value: number) => number;

export function linear(from: readonly [number, number], to: readonly [number, number]): Scale {
  const span = from[1] - from[0] || 1;
  return (value) => to[0] + ((value - from[0]) / span) * (to[1] - to[0]);
}

/** Round values from 0 to at least `highest`, about `amount` of them: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(highest: number, amount: number): number[] {
  const rough = highest / amount;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = 0; tick < highest + step; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

/** A line through the points; a null breaks it, so that what is unknown is not drawn as if it were known. */
export function linePath(values: readonly (number | null)[], x: Scale, y: Scale): string {
  let path = '';
  let pen: 'M' | 'L' = 'M';
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M';
      return;
    }
    path += `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    pen = 'L';
  });
  return path;
}

/** The area between a low and a high line, one closed shape for each unbroken run of days. */
export function bandPath(
  spread: readonly ({ readonly p10: number; readonly p90: number } | null)[],
  x: Scale,
  y: Scale,
): string {
  let path = '';
  let run: { index: number; p10: number; p90: number }[] = [];
  const close = (): void => {
    const top = run.map(({ index, p90 }) => `${x(index).toFixed(1)} ${y(p90).toFixed(1)}`);
    const bottom = run.reverse().map(({ index, p10 }) => `${x(index).toFixed(1)} ${y(p10).toFixed(1)}`);
    if (top.length > 0) path += `M${[...top, ...bottom].join('L')}Z`;
    run = [];
  };
  spread.forEach((day, index) => {
    if (day === null) close();
    else run.push({ index, p10: day.p10, p90: day.p90 });
  });
  close();
  return path;
}

/** Indices of days to write below the axis: the first of each month, thinned until the labels have room. */
export function dateTicks(dates: readonly string[], room: number): number[] {
  const firsts = dates.flatMap((date, index) => (date.endsWith('-01') ? [index] : []));
  const fortnights = dates.flatMap((_date, index) => (index % 14 === 0 ? [index] : []));
  const starts = firsts.length > 3 ? firsts : fortnights;
  const every = Math.max(1, Math.ceil(starts.length / Math.max(2, Math.floor(room))));
  return starts.filter((_index, position) => position % every === 0);
}

/** Pixels that the labels of an axis take at its left, with the gap beside them. */
export function labelRoom(ticks: readonly number[]): number {
  const longest = Math.max(...ticks.map((tick) => formatNumber(tick).length));
  return Math.max(46, 18 + Math.ceil(longest * 7.2));
}
