import type { Series } from '../series.ts';
import { initialState } from './initial-state.ts';
import { minimise } from './nelder-mead.ts';
import { copyState, smooth, WEEK } from './recursion.ts';
import type { Smoothing, SmoothingState } from './recursion.ts';
import { scaled, scales } from './scale.ts';
import type { Scale } from './scale.ts';

export interface SmoothingFit {
  readonly scale: Scale;
  readonly seasonal: boolean;
  readonly smoothing: Smoothing;
  /** The series on the scale; NaN where not observed. `[days]` */
  readonly values: Float64Array;
  /** The first column that was learnt from, and the state before it. */
  readonly begin: number;
  readonly initial: SmoothingState;
  /** The sum of squared one-step errors. */
  readonly squares: number;
  /** The lower, the better; of units, also where the scale is another one. */
  readonly aicc: number;
}

/** Fewer observed days than four weeks do not tell a rhythm from chance. */
const LEAST_DAYS = 28;
/** Days older than two years say nothing about how fast to learn. */
const MOST_DAYS = 728;
/** Evaluations of the likelihood, without and with a season. */
const EVALUATIONS = [20, 45] as const;
/** Below this mean squared error a series counts as hit exactly. */
const EXACT = 1e-12;

/** The columns that are learnt from: from `begin` to before `end`, of which `count` were observed. */
interface Span {
  readonly begin: number;
  readonly end: number;
  readonly count: number;
}

/**
 * The form of exponential smoothing with the least AICc on the days before `end`, among four: of logarithms or of
 * units, with or without a weekly season. Its parameters are those of least squared one-step error. `null` where too
 * few days were observed.
 */
export function fitSmoothing(series: Series, end: number): SmoothingFit | null {
  const span = spanOf(series.observed, end);
  if (span.count < LEAST_DAYS) return null;
  const fits = scales.flatMap((scale) => {
    const values = scaled(series, scale);
    const offset = -2 * sumOf(series, span, scale.logSlope);
    return [false, true].map((seasonal): SmoothingFit => {
      const fit = fitForm(values, span, seasonal);
      return { ...fit, scale, seasonal, values, begin: span.begin, aicc: fit.aicc + offset };
    });
  });
  return fits.reduce((best, fit) => (fit.aicc < best.aicc ? fit : best));
}

/** Whether `fitSmoothing` finds enough days before `end` to learn from. */
export function canSmooth({ observed }: Series, end: number): boolean {
  return spanOf(observed, end).count >= LEAST_DAYS;
}

function spanOf(observed: Uint8Array, end: number): Span {
  let begin = end;
  let count = 0;
  for (let day = end - 1; day >= 0 && count < MOST_DAYS; day--) {
    if (observed[day] !== 1) continue;
    begin = day;
    count += 1;
  }
  return { begin, end, count };
}

function sumOf({ units, observed }: Series, { begin, end }: Span, of: (units: number) => number): number {
  let sum = 0;
  for (let day = begin; day < end; day++) if (observed[day] === 1) sum += of(units[day]!);
  return sum;
}

type FormFit = Pick<SmoothingFit, 'smoothing' | 'initial' | 'squares' | 'aicc'>;

/**
 *     AICc = n ln Σe² + 2k + 2k(k + 1)/(n − k − 1)
 *
 * with k = smoothing parameters, first states (a season has six free ones) and the variance.
 */
function fitForm(values: Float64Array, { begin, end, count }: Span, seasonal: boolean): FormFit {
  const initial = initialState(values, begin, end, seasonal);
  const squaresAt = (point: Float64Array): number =>
    smooth(smoothingAt(point), copyState(initial), values, begin, end);
  const found = minimise(squaresAt, seasonal ? [0.2, 0.1] : [0.2], EVALUATIONS[seasonal ? 1 : 0]);
  const squares = Math.max(EXACT * count, found.cost);
  const k = seasonal ? 2 + 1 + (WEEK - 1) + 1 : 1 + 1 + 1;
  const aicc = count * Math.log(squares) + 2 * k + (2 * k * (k + 1)) / (count - k - 1);
  return { smoothing: smoothingAt(found.point), initial, squares, aicc };
}

/** The parameters at a point of the unit cube, within their usual bounds: 0 < α < 1, 0 ≤ γ ≤ 1 − α. */
function smoothingAt(point: Float64Array): Smoothing {
  const alpha = 1e-4 + 0.9998 * point[0]!;
  return { alpha, gamma: (1 - alpha) * (point[1] ?? 0) };
}
