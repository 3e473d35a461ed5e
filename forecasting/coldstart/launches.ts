import { quantile } from '../baselines/intervals.ts';
import { recentMean, seriesOf } from '../baselines/series.ts';
import { firstObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { lastPrice } from './labels.ts';

/** Days after its release that a launch curve tells. */
const CURVE_DAYS = 120;
/** A launch's height is the mean of these first days. */
const HEIGHT_DAYS = 28;
/** A game seen for the first time within so many days of its release was seen launching. */
const SLACK = 3;
/** Launches that make a height or a curve to rely on; of fewer alike, a wider group is taken. */
export const ENOUGH_LAUNCHES = 5;

/** Of the launches that cover a day, so many in a hundred are left out at either end: a promotion, a day off. */
const TRIMMED = 0.2;
/** Days without a discount that tell a launch's height by themselves. */
export const PLAIN_DAYS = 7;

interface Launch {
  readonly genres: readonly string[];
  readonly priceBand: number;
  /** Units by day since release, relative to the height; NaN where not observed, or not counted. */
  readonly curve: Float64Array;
  readonly height: number;
}

/**
 * Which days of launches count: all of them where what is forecast has discounts as launches had, or those without one,
 * where planned discounts come on top.
 */
export type CountedDays = 'all' | 'without discount';

/** How the store's earlier games launched. */
export interface Launches {
  readonly counted: CountedDays;
  /** The usual curve by day since release, relative to the height: 1 in the mean of the first four weeks. */
  readonly curve: Float64Array;
  readonly launches: readonly Launch[];
  /** Of every game that sells: its units a day; stands in where no launch was seen. */
  readonly levels: readonly number[];
}

/** Reads from a panel how games launched whose first days lie in it, aligned on their release. */
export function readLaunches(panel: Panel, counted: CountedDays): Launches {
  const launches = panel.games.flatMap((_, game) => readLaunch(panel, game, counted) ?? []);
  const levels = panel.games
    .map((_, game) => recentMean(seriesOf(panel, game), panel.days, HEIGHT_DAYS))
    .filter((level) => level > 0);
  return { counted, curve: usualCurve(launches), launches, levels };
}

/**
 * The trimmed mean of the launches by day, each as the mean of its days within up to three of it, so that the counts of
 * slow sellers tell as well. From the day on which fewer than five launches are left (of fewer, one) the last value holds.
 */
function usualCurve(launches: readonly Launch[]): Float64Array {
  const curve = new Float64Array(CURVE_DAYS).fill(1);
  for (let day = 0; day < CURVE_DAYS; day++) {
    const reach = Math.min(3, Math.floor(day / 2));
    const values = launches
      .map((launch) => meanOf(launch.curve.subarray(day - reach, day + reach + 1)))
      .filter((value) => !Number.isNaN(value));
    curve[day] =
      values.length >= Math.min(ENOUGH_LAUNCHES, Math.max(1, launches.length))
        ? trimmedMean(values)
        : (curve[day - 1] ?? 1);
  }
  const height = meanOf(curve.subarray(0, HEIGHT_DAYS));
  return height > 0 ? curve.map((value) => value / height) : curve.fill(1);
}

/** Of the values that are known; NaN = none is. */
function meanOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count += 1;
  }
  return sum / count;
}

function trimmedMean(values: readonly number[]): number {
  const cut = Math.floor(TRIMMED * values.length);
  const sorted = Float64Array.from(values).sort();
  return meanOf(sorted.subarray(cut, sorted.length - cut));
}

/** The column of a game's release, before the panel's first as well, if its sales were seen to begin then; else `null`. */
export function launchDay(panel: Panel, game: number): number | null {
  const { releaseDay } = panel.games[game]!;
  const first = firstObserved(panel, game);
  if (releaseDay === null || first === -1) return null;
  const release = releaseDay - panel.start;
  return Math.abs(first - release) <= SLACK ? release : null;
}

function readLaunch(panel: Panel, game: number, counted: CountedDays): Launch | undefined {
  const { genres } = panel.games[game]!;
  const release = launchDay(panel, game);
  if (release === null || release < 0 || release + HEIGHT_DAYS > panel.days) return undefined;
  const { units, observed } = seriesOf(panel, game);
  const discount = panel.discount.subarray(game * panel.days, (game + 1) * panel.days);
  const daysOf = (plain: boolean): Float64Array =>
    Float64Array.from({ length: CURVE_DAYS }, (_, day) =>
      observed[release + day] === 1 && !(plain && discount[release + day]! > 0) ? units[release + day]! : NaN,
    );
  const known = daysOf(true);
  const enough =
    counted === 'without discount' &&
    known.subarray(0, HEIGHT_DAYS).filter((value) => !Number.isNaN(value)).length >= PLAIN_DAYS;
  const days = enough ? known : daysOf(false);
  const height = meanOf(days.subarray(0, HEIGHT_DAYS));
  if (!(height > 0)) return undefined;
  return {
    genres,
    priceBand: priceBandOf(lastPrice(panel, game)),
    curve: days.map((value) => value / height),
    height,
  };
}

/** 0 unknown, 1 free, 2 under 10, 3 under 30, 4 from 30 on, in the store's currency. */
export function priceBandOf(price: number | undefined): number {
  if (price === undefined) return 0;
  if (price === 0) return 1;
  return price < 10 ? 2 : price < 30 ? 3 : 4;
}

/** The curve on a day since release; its last value goes on. */
export function curveAt({ curve }: Launches, day: number): number {
  return curve[Math.max(0, Math.min(curve.length - 1, day))]!;
}

/** The height that a launch may be expected to have. */
export interface ExpectedHeight {
  readonly mean: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Whom it was taken from, in words. */
  readonly from: string;
}

/**
 * From earlier launches of the same first genre and price band, else of the price band, else from all launches, else
 * from what the store's games sell at all.
 */
export function expectedHeight(
  known: Launches,
  genres: readonly string[],
  price: number | undefined,
): ExpectedHeight {
  const band = priceBandOf(price);
  const alike = known.launches.filter(({ priceBand }) => priceBand === band);
  const sameGenre = alike.filter((launch) => genres[0] !== undefined && launch.genres.includes(genres[0]));
  const groups: [readonly Launch[], string][] = [
    [sameGenre, `launches of ${genres[0] ?? ''} games at a similar price`],
    [alike, 'launches at a similar price'],
    [known.launches, 'all launches'],
  ];
  for (const [group, from] of groups) {
    if (group.length < ENOUGH_LAUNCHES) continue;
    return {
      ...summary(group.map(({ height }) => height)),
      from: `${group.length} ${from}`.replace(' all ', ' '),
    };
  }
  if (known.levels.length === 0) return { mean: 0, p10: 0, p50: 0, p90: 0, from: 'an empty store' };
  return { ...summary(known.levels), from: 'what the store’s games sell, since hardly a launch was seen' };
}

/**
 * Heights differ by orders of magnitude, so their middle stands for the mean too. One more launch is as likely to lie in any
 * of the gaps between so many, so p10 and p90 have the ranks (n + 1)·p (Weibull 1939), as in conformal prediction.
 */
function summary(heights: readonly number[]): Omit<ExpectedHeight, 'from'> {
  const sorted = [...heights].sort((a, b) => a - b);
  const count = sorted.length;
  const at = (probability: number): number => {
    const rank = Math.max(1, Math.min(count, (count + 1) * probability));
    return quantile(sorted, (rank - 1) / Math.max(1, count - 1));
  };
  return { mean: at(0.5), p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
