import { formatDay } from '../../domain/days.ts';
import { curveNames } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { firstObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { NORMAL_90 } from '../totals/normal.ts';
import type { GameLabel } from './labels.ts';
import { lastPrice, observedDays } from './labels.ts';
import { curveAt, expectedHeight, launchDay, PLAIN_DAYS } from './launches.ts';
import type { ExpectedHeight, Launches } from './launches.ts';

/** How far one day's units lie from a launch's height on the curve, as the standard deviation of their logarithm. */
const DAY_SPREAD = 0.5;
/** The least that launches are taken to differ in height, in the same measure. */
const LEAST_SPREAD = 0.5;
/** How far the sum of coming days lies from the curve at the true height, in the same measure. */
const SHAPE_SPREAD = 0.2;
/** Far from its end a step of Newton's goes by 1 at least, so these suffice for a height that is off by e^40. */
const NEWTON_STEPS = 50;

/** A game on sale for this long before its release has a history of its own. */
const EARLY_ACCESS_DAYS = 120;

/** Who is served where a game's own history cannot carry a forecast. */
export type ColdStartName = 'launch curve' | 'no sales';

export interface ColdStart {
  readonly served: ColdStartName;
  readonly reason: string;
  /**
   * How many times the middle the p90 of a sum of days is, and the middle the p10; `null` = its days are no launch's, and
   * hang together like those of other games.
   */
  readonly width: number | null;
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
      return { served: 'no sales', reason: 'it has never sold a unit', width: 1 };
    case 'ended':
      writeCurve(out, game, () => 0, { mean: 0, p10: 0, p50: 0, p90: 0 });
      return { served: 'no sales', reason: 'it has not been on sale for four weeks or more', width: 1 };
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
  const prior = expectedHeight(launches, genres, lastPrice(panel, game));
  const height = heightOf(prior, { units: 0, weight: 0, days: 0 });
  const until = (releaseDay ?? Infinity) - out.origin;
  for (const name of curveNames) {
    for (let h = 0; h < out.horizon; h++) {
      const at = game * out.horizon + h;
      const own = sold > 0 ? out[name][at]! : 0;
      out[name][at] = h < until ? own : Math.max(own, curveAt(launches, h - until) * height[name]);
    }
  }
  const date = releaseDay === null ? 'an unknown day' : formatDay(releaseDay);
  const reason = `it comes out on ${date}; its curve is that of ${prior.from}`;
  // Pre-orders alone hang together like other sales.
  return { served: 'launch curve', reason, width: sold > 0 && until >= out.horizon ? null : height.width };
}

/**
 * The launch curve at the height that the first days and similar launches suggest together, so that a first day
 * without a sale does not forecast that nothing will ever be sold.
 */
function fresh(panel: Panel, game: number, launches: Launches, out: ForecastSet): ColdStart {
  const { begin, days, height } = launchOf(panel, game, launches);
  writeCurve(out, game, (h) => curveAt(launches, panel.days + h - begin), height);
  const reason = `it has sold for ${days} days only; its curve is that of earlier launches, at the height of those days`;
  return { served: 'launch curve', reason, width: height.width };
}

/** A game's launch as far as it has come. */
export interface Launched {
  /** Its first day, as a column of the panel. */
  readonly begin: number;
  /** Observed days since. */
  readonly days: number;
  readonly height: Height;
}

/**
 * Reads how high a game launched from its days so far and from earlier launches. Where what discounts add is no height, days
 * on discount are left out as soon as a week of others tells.
 */
export function launchOf(panel: Panel, game: number, launches: Launches): Launched {
  const { releaseDay, genres } = panel.games[game]!;
  const begin =
    launchDay(panel, game) ?? Math.max(firstObserved(panel, game), (releaseDay ?? -Infinity) - panel.start);
  const prior = expectedHeight(launches, genres, lastPrice(panel, game));
  const read = (plain: boolean): FirstDays => {
    let [units, weight, days] = [0, 0, 0];
    for (let day = Math.max(0, begin); day < panel.days; day++) {
      const at = game * panel.days + day;
      if (panel.observed[at] !== 1 || (plain && panel.discount[at]! > 0)) continue;
      units += panel.units[at]!;
      weight += curveAt(launches, day - begin);
      days += 1;
    }
    return { units, weight, days };
  };
  const all = read(false);
  const counted = launches.counted === 'all' ? all : read(true);
  return { begin, days: all.days, height: heightOf(prior, counted.days >= PLAIN_DAYS ? counted : all) };
}

/** Units a day at the height of the curve, with the doubt of a single day. */
export interface Height {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** The doubt of a sum of days: see `ColdStart`. */
  readonly width: number;
}

/** What a launch has sold so far. */
interface FirstDays {
  /** Of the observed days. */
  readonly units: number;
  /** How many times the height the curve lets them be. */
  readonly weight: number;
  /** How many they are. */
  readonly days: number;
}

/** Of a height's logarithm. */
interface Normal {
  readonly middle: number;
  readonly variance: number;
}

/**
 * A launch's height in logarithms, as heights differ by orders of magnitude: a normal prior from what similar launches
 * reached, and what the first days tell of it. The band tells both what is left of that doubt and, with half to double,
 * how single days lie about the curve; sums of days lie nearer to it.
 */
function heightOf(prior: ExpectedHeight, own: FirstDays): Height {
  const spread = Math.max(LEAST_SPREAD, Math.log(prior.p90 / prior.p10) / (2 * NORMAL_90));
  const known = prior.p50 > 0 ? { middle: Math.log(prior.p50), variance: spread ** 2 } : null;
  const law = own.weight > 0 ? afterDays(known, own) : known;
  if (law === null) return { mean: 0, p10: 0, p50: 0, p90: 0, width: 1 };
  const height = Math.exp(law.middle);
  const ofDay = Math.exp(Math.hypot(NORMAL_90 * Math.sqrt(law.variance), Math.LN2));
  const width = Math.exp(NORMAL_90 * Math.hypot(Math.sqrt(law.variance), SHAPE_SPREAD));
  return { mean: height, p10: height / ofDay, p50: height, p90: height * ofDay, width };
}

/**
 * The height after its first days: these lie about the curve with a common error, whose variance falls with their
 * number, and sell by Poisson. Of height and error together the posterior's mode and curvature are taken (Gelman et al.,
 * Bayesian Data Analysis, 4.1), and of these the height's part (2.5). A game that has not sold yet so falls with every day.
 */
function afterDays(prior: Normal | null, { units, weight, days }: FirstDays): Normal {
  const ofDays = DAY_SPREAD ** 2 / days;
  if (prior === null) {
    return { middle: Math.log((units + 0.5) / weight), variance: ofDays + 1 / (units + 0.5) };
  }
  const both = prior.variance + ofDays;
  // The slope of the log posterior falls ever faster, so that from the right Newton's steps come down to its zero.
  let at = Math.max(prior.middle, Math.log(units / weight));
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const expected = weight * Math.exp(at);
    at += ((prior.middle - at) / both + units - expected) / (1 / both + expected);
  }
  const share = prior.variance / both;
  return {
    middle: prior.middle + share * (at - prior.middle),
    variance: share * ofDays + share ** 2 / (1 / both + weight * Math.exp(at)),
  };
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
