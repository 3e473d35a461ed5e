import { bestBaseline, servedName } from '../../../../forecasting/index.ts';
import type { BacktestScores, SliceScores } from '../../../../forecasting/index.ts';
import { escaped } from './svg.ts';

/** How a forecaster is drawn everywhere on the page: the class of its lines and dots. */
export interface Series {
  readonly name: string;
  /** Its place in `BacktestScores.forecasters`. */
  readonly index: number;
  readonly className: string;
}

export function pooledSlice({ breakdowns }: BacktestScores): SliceScores | null {
  return breakdowns[0]?.slices[0] ?? null;
}

/** The baseline with the least WAPE over everything. */
export function bestOverall(scores: BacktestScores): string | null {
  const slice = pooledSlice(scores);
  return slice === null ? null : bestBaseline(scores.forecasters, slice, 'wape');
}

/** What is served, the model, the best baseline and seasonal naive stand out; the others are drawn faintly. */
export function seriesOf(scores: BacktestScores): Series[] {
  const best = bestOverall(scores);
  let faint = 0;
  return scores.forecasters.map((name, index) => {
    const className =
      name === servedName
        ? 'served'
        : name === 'model'
          ? 'model'
          : name === best
            ? 'best'
            : name === 'seasonal naive'
              ? 'naive'
              : `other other-${(faint += 1)}`;
    return { name, index, className };
  });
}

/** Whose colour is whose. */
export function legend(series: readonly Series[], best: string | null): string {
  const items = series.map(({ name, className }) => {
    const radius = className === 'model' ? 4 : 3.5;
    const note = name === best ? ' (best baseline)' : '';
    const key = `<svg viewBox="0 0 26 10" aria-hidden="true"><path class="line ${className}" d="M1 5L25 5"/><circle class="dot ${className}" cx="13" cy="5" r="${radius}"/></svg>`;
    return `<li>${key}${escaped(name + note)}</li>`;
  });
  return `<ul class="legend">${items.join('')}</ul>`;
}
