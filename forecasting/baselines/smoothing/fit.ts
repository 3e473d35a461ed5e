import { initialState } from './initial-state.ts';
import { minimise } from './nelder-mead.ts';
import { copyState, smooth } from './recursion.ts';
import type { Smoothing, SmoothingForm, SmoothingState } from './recursion.ts';

export const smoothingForms: readonly SmoothingForm[] = [
  { name: 'ANN', damped: false, seasonal: false },
  { name: 'AAdN', damped: true, seasonal: false },
  { name: 'ANA', damped: false, seasonal: true },
  { name: 'AAdA', damped: true, seasonal: true },
];

export interface SmoothingFit {
  readonly form: SmoothingForm;
  readonly smoothing: Smoothing;
  /** The state before column `begin`. */
  readonly initial: SmoothingState;
  readonly begin: number;
  /** The mean squared one-step error. */
  readonly variance: number;
  readonly aicc: number;
}

/** Fewer observed days than four weeks do not tell a rhythm from chance. */
export const LEAST_DAYS = 28;
/** Older days than two years say nothing about how fast to learn. */
const LONGEST = 728;
/** Evaluations of the likelihood by number of parameters. */
const EVALUATIONS = [0, 20, 45, 70, 100];
/** Below this mean squared error a series counts as hit exactly. */
const EXACT = 1e-12;

/**
 * The form of exponential smoothing with the least AICc on the columns before `end`, its parameters those of least
 * squared one-step error. NaN is a day that was not observed. `null` where too few days were.
 *
 *     AICc = n ln Σe² + 2k + 2k(k + 1)/(n − k − 1),   k = parameters, first states and the variance
 */
export function fitSmoothing(values: Float64Array, end: number): SmoothingFit | null {
  const days = observedDays(values, end);
  const begin = days[days.length - LONGEST] ?? days[0] ?? 0;
  const count = Math.min(days.length, LONGEST);
  if (count < LEAST_DAYS) return null;
  return smoothingForms
    .map((form) => fitForm(form, values, { begin, end, count }))
    .reduce((best, fit) => (fit.aicc < best.aicc ? fit : best));
}

function observedDays(values: Float64Array, end: number): number[] {
  const days: number[] = [];
  for (let day = 0; day < end; day++) if (!Number.isNaN(values[day]!)) days.push(day);
  return days;
}

interface Span {
  readonly begin: number;
  readonly end: number;
  readonly count: number;
}

function fitForm(form: SmoothingForm, values: Float64Array, { begin, end, count }: Span): SmoothingFit {
  const initial = initialState(values, begin, end, form);
  const start = [0.2, ...(form.damped ? [0.1, 0.9] : []), ...(form.seasonal ? [0.1] : [])];
  const squares = (point: Float64Array): number =>
    smooth(smoothingAt(form, point), copyState(initial), values, begin, end);
  const found = minimise(squares, start, EVALUATIONS[start.length]!);
  const variance = Math.max(EXACT, found.cost / count);
  const parameters = start.length + 1 + (form.damped ? 1 : 0) + (form.seasonal ? 6 : 0) + 1;
  const aicc =
    count * Math.log(variance * count) +
    2 * parameters +
    (2 * parameters * (parameters + 1)) / (count - parameters - 1);
  return { form, smoothing: smoothingAt(form, found.point), initial, begin, variance, aicc };
}

/** The parameters at a point of the unit cube, within their usual bounds: β ≤ α, γ ≤ 1 − α, 0.8 ≤ φ ≤ 0.98. */
function smoothingAt({ damped, seasonal }: SmoothingForm, point: Float64Array): Smoothing {
  const alpha = 1e-4 + 0.9998 * point[0]!;
  return {
    alpha,
    beta: damped ? alpha * point[1]! : 0,
    gamma: seasonal ? (1 - alpha) * point[point.length - 1]! : 0,
    phi: damped ? 0.8 + 0.18 * point[2]! : 1,
  };
}
