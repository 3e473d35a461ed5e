import type { Panel } from '../panel/panel.ts';

/**
 * What the features of every window are made of, computed once a panel. Arrays `[games, days]` share the panel's
 * layout; arrays `[games, days + 1]` hold at column d the sum over the days before d.
 */
export interface SeriesTables {
  readonly panel: Panel;
  /** ln(1 + units); 0 where not observed. `[games, days]` */
  readonly logs: Float32Array;
  /** Sum of units and number of observed days before. `[games, days + 1]` */
  readonly unitsBefore: Float64Array;
  readonly observedBefore: Float64Array;
  /** Days since the running discount began, 0 on its first day and where there is none. `[games, days]` */
  readonly sinceDiscount: Float32Array;
  /** What a discount leaves behind: `traceOf` its rate while it runs, then fading; see `faded`. `[games, days]` */
  readonly trace: Float32Array;
  /** Discount days before that can be compared, their summed rates and summed rise over the undiscounted days before. */
  readonly discountDaysBefore: Float64Array;
  readonly discountsBefore: Float64Array;
  readonly responsesBefore: Float64Array;
}

/** Undiscounted days among so many before a discounted one say what it would have sold, if they are enough. */
const RESPONSE_WINDOW = 42;
const RESPONSE_MINIMUM = 7;
/** Demand that a discount pulled forward is missing for about this many days after it. */
const TRACE_DAYS = 10;
/** Log units that a game typically rises a unit of discount. */
const TYPICAL_RESPONSE = 2.5;

/**
 * The trace of a day on discount: the share of its sales that a typical game owes to the discount, 1 − e^(−2.5·rate), of
 * which some would have come later. It grows less than in proportion to the depth.
 */
export function traceOf(rate: number): number {
  return 1 - Math.exp(-TYPICAL_RESPONSE * rate);
}

/** What is left a day later of a discount's trace. */
export function faded(trace: number): number {
  return trace * Math.exp(-1 / TRACE_DAYS);
}

export function prepareSeries(panel: Panel): SeriesTables {
  const { days } = panel;
  const count = panel.games.length;
  const sums = (): Float64Array => new Float64Array(count * (days + 1));
  const tables: SeriesTables = {
    panel,
    logs: new Float32Array(count * days),
    unitsBefore: sums(),
    observedBefore: sums(),
    sinceDiscount: new Float32Array(count * days),
    trace: new Float32Array(count * days),
    discountDaysBefore: sums(),
    discountsBefore: sums(),
    responsesBefore: sums(),
  };
  for (let game = 0; game < count; game++) prepareGame(tables, game);
  return tables;
}

function prepareGame(tables: SeriesTables, game: number): void {
  const { panel, logs } = tables;
  const { days, units, observed, discount } = panel;
  let run = 0;
  let trace = 0;
  for (let day = 0; day < days; day++) {
    const at = game * days + day;
    const before = game * (days + 1) + day;
    const seen = observed[at] === 1;
    const on = discount[at]! > 0;
    logs[at] = seen ? Math.log1p(units[at]!) : 0;
    tables.sinceDiscount[at] = on ? run : 0;
    run = on ? run + 1 : 0;
    trace = on ? traceOf(discount[at]!) : faded(trace);
    tables.trace[at] = trace;
    tables.unitsBefore[before + 1] = tables.unitsBefore[before]! + (seen ? units[at]! : 0);
    tables.observedBefore[before + 1] = tables.observedBefore[before]! + (seen ? 1 : 0);
    const rise = seen && on ? riseOverMedian(tables, game, day) : undefined;
    const counted = rise !== undefined;
    tables.discountDaysBefore[before + 1] = tables.discountDaysBefore[before]! + (counted ? 1 : 0);
    tables.discountsBefore[before + 1] = tables.discountsBefore[before]! + (counted ? discount[at]! : 0);
    tables.responsesBefore[before + 1] = tables.responsesBefore[before]! + (rise ?? 0);
  }
}

/**
 * How far the log units of the day stand above the median of the observed days without a discount before it; `undefined`
 * where these are too few to tell.
 */
function riseOverMedian(tables: SeriesTables, game: number, day: number): number | undefined {
  const { panel, logs } = tables;
  const from = game * panel.days;
  const window: number[] = [];
  for (let d = Math.max(0, day - RESPONSE_WINDOW); d < day; d++) {
    if (panel.observed[from + d] === 1 && panel.discount[from + d] === 0) window.push(logs[from + d]!);
  }
  return window.length < RESPONSE_MINIMUM ? undefined : logs[from + day]! - median(window);
}

/** Room to sort in. */
let room = new Float64Array(128);

/** The middle value, or the mean of the middle two; the values are numbers, no NaN. */
export function median(values: ArrayLike<number>): number {
  const count = values.length;
  if (count > room.length) room = new Float64Array(2 * count);
  for (let n = 0; n < count; n++) room[n] = values[n]!;
  const half = count >> 1;
  select(room, count, half);
  if (count % 2 === 1) return room[half]!;
  let below = room[0]!;
  for (let n = 1; n < half; n++) below = Math.max(below, room[n]!);
  return (below + room[half]!) / 2;
}

/**
 * Puts the value of rank `rank` of the first `count` in its place, the smaller ones before it (Hoare 1961). A typed
 * array's own sort takes several times as long for the few values that a window has.
 */
function select(values: Float64Array, count: number, rank: number): void {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = values[rank]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i += 1;
      while (values[j]! > pivot) j -= 1;
      if (i > j) break;
      const swap = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swap;
    }
    if (j < rank) left = i;
    if (i > rank) right = j;
  }
}
