import { curveNames } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import type { Panel } from '../panel/panel.ts';
import { NORMAL_90 } from '../totals/normal.ts';
import { launchOf } from './cold-start.ts';
import { curveAt, ENOUGH_LAUNCHES, launchDay } from './launches.ts';
import type { Launches } from './launches.ts';

/** Days after a release up to which earlier launches tell the coming days alone, and from which on not at all. */
const WHOLLY_UNTIL = 42;
const GONE_AT = 75;
/** How far a launch lies from the curve of earlier ones, as the standard deviation of the units' logarithm. */
const SPREAD = 0.3;

/**
 * How far a game's forecast without discounts follows the curve of earlier launches, 0 to 1: a game that came out a few
 * weeks ago still falls as launches do, which a forecast that is learnt from all games' days does not see. 0 where the
 * release was not seen.
 */
export function launchShare(panel: Panel, game: number, launches: Launches): number {
  const release = launchDay(panel, game);
  // Where the panel begins, so does every game's first day.
  if (release === null || release <= 0 || launches.launches.length < ENOUGH_LAUNCHES) return 0;
  return Math.max(0, Math.min(1, (GONE_AT - (panel.days - release)) / (GONE_AT - WHOLLY_UNTIL)));
}

/**
 * Draws a game's forecast towards the launch curve at its own height, in logarithms, by `share`, and is the less sure for
 * it: launches differ. What planned discounts change stays as it is: the curves move by what the forecast without them,
 * `plain`, moves by; and its weeks are held against the curve, not its days, so that weekends stay what they are.
 *
 * @param plain the game's mean without discounts, `[horizon]`; it is moved as well
 */
export function followLaunch(
  panel: Panel,
  game: number,
  launches: Launches,
  share: number,
  out: ForecastSet,
  plain: Float32Array,
): void {
  const { begin, height } = launchOf(panel, game, launches);
  const levels = weekly(plain);
  const doubt = NORMAL_90 * SPREAD * share;
  for (let h = 0; h < out.horizon; h++) {
    const at = game * out.horizon + h;
    const launch = curveAt(launches, panel.days + h - begin) * height.mean;
    const factor = ((1 + launch) / (1 + levels[h]!)) ** share;
    const moved = (units: number): number => Math.max(0, (1 + units) * factor - 1);
    for (const name of curveNames) out[name][at] = moved(out[name][at]!);
    plain[h] = moved(plain[h]!);
    const [low, middle, high] = [out.p10[at]!, out.p50[at]!, out.p90[at]!].map(Math.log1p) as [
      number,
      number,
      number,
    ];
    out.p10[at] = Math.max(0, Math.expm1(middle - Math.hypot(middle - low, doubt)));
    out.p90[at] = Math.expm1(middle + Math.hypot(high - middle, doubt));
  }
}

/** The mean of the week around each day; at the ends, of the first and the last week. */
function weekly(daily: Float32Array): Float32Array {
  return daily.map((_, day) => {
    const from = Math.max(0, Math.min(daily.length - 7, day - 3));
    const week = daily.subarray(from, from + 7);
    return week.reduce((sum, units) => sum + units, 0) / week.length;
  });
}
