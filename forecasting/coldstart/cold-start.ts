import { formatDay } from '../../domain/days.ts';
import { curveNames } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { firstObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import type { GameLabel } from './labels.ts';
import { lastPrice, observedDays } from './labels.ts';
import { expectedHeight } from './launches.ts';
import type { Launches } from './launches.ts';

/** So many days' worth of trust go to what similar launches did, against the game's own first days. */
const PRIOR_DAYS = 2;

/** A game on sale for this long before its release has a history of its own. */
const EARLY_ACCESS_DAYS = 120;

/** Who is served where a game's own history cannot carry a forecast. */
export type ColdStartName = 'launch curve' | 'no sales';

export interface ColdStart {
  readonly served: ColdStartName;
  readonly reason: string;
}

/**
 * Writes a game's forecast into its row of `out` where its label asks for another one than the model's or a
 * baseline's, and says what it did; `null` leaves the row alone.
 */
export function coldStart(
  panel: Panel,
  game: number,
  label: GameLabel | null,
  launches: Launches,
  out: ForecastSet,
): ColdStart | null {
  switch (label) {
    case 'unreleased':
      return unreleased(panel, game, launches, out);
    case 'new':
      return fresh(panel, game, launches, out);
    case 'never sold':
      writeCurve(out, game, () => 0, { mean: 0, p10: 0, p50: 0, p90: 0 });
      return { served: 'no sales', reason: 'it has never sold a unit' };
    case 'ended':
      writeCurve(out, game, () => 0, { mean: 0, p10: 0, p50: 0, p90: 0 });
      return { served: 'no sales', reason: 'it has not been on sale for four weeks or more' };
    case 'free':
    case null:
      return null;
  }
}

/**
 * Before its release a game goes on as its pre-orders do, if it takes any; from then on it follows the launch curve
 * where that is higher. A game that has sold for long before its release (early access) is left alone.
 */
function unreleased(panel: Panel, game: number, launches: Launches, out: ForecastSet): ColdStart | null {
  const sold = observedDays(panel, game);
  if (sold >= EARLY_ACCESS_DAYS) return null;
  const { releaseDay, genres } = panel.games[game]!;
  const height = expectedHeight(launches, genres, lastPrice(panel, game));
  const until = (releaseDay ?? Infinity) - out.origin;
  for (const name of curveNames) {
    for (let h = 0; h < out.horizon; h++) {
      const at = game * out.horizon + h;
      const own = sold > 0 ? out[name][at]! : 0;
      out[name][at] = h < until ? own : Math.max(own, curveAt(launches, h - until) * height[name]);
    }
  }
  const date = releaseDay === null ? 'an unknown day' : formatDay(releaseDay);
  return { served: 'launch curve', reason: `it comes out on ${date}; its curve is that of ${height.from}` };
}

/**
 * The launch curve at the height that the first days and similar launches suggest together, so that a first day
 * without a sale does not forecast that nothing will ever be sold.
 */
function fresh(panel: Panel, game: number, launches: Launches, out: ForecastSet): ColdStart {
  const { releaseDay, genres } = panel.games[game]!;
  const begin = Math.max(firstObserved(panel, game), (releaseDay ?? -Infinity) - panel.start);
  const prior = expectedHeight(launches, genres, lastPrice(panel, game));
  let units = 0;
  let weight = 0;
  let days = 0;
  for (let day = begin; day < panel.days; day++) {
    if (panel.observed[game * panel.days + day] !== 1) continue;
    units += panel.units[game * panel.days + day]!;
    weight += curveAt(launches, day - begin);
    days += 1;
  }
  const scaled = (height: number): number => (units + PRIOR_DAYS * height) / (weight + PRIOR_DAYS);
  const middle = scaled(prior.p50);
  const height = {
    mean: scaled(prior.mean),
    p10: Math.min(middle / 2, scaled(prior.p10)),
    p50: middle,
    p90: Math.max(middle * 2, scaled(prior.p90)),
  };
  writeCurve(out, game, (h) => curveAt(launches, panel.days + h - begin), height);
  const reason = `it has sold for ${days} days only; its curve is that of earlier launches, at the height of those days`;
  return { served: 'launch curve', reason };
}

function curveAt(launches: Launches, day: number): number {
  const { curve } = launches;
  return curve[Math.max(0, Math.min(curve.length - 1, day))]!;
}

function writeCurve(
  out: ForecastSet,
  game: number,
  relative: (day: number) => number,
  height: Readonly<Record<(typeof curveNames)[number], number>>,
): void {
  for (const name of curveNames) {
    for (let h = 0; h < out.horizon; h++) out[name][game * out.horizon + h] = relative(h) * height[name];
  }
}
