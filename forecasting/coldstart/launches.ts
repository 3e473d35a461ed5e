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
export const SLACK = 3;
/** Fewer launches alike than this, and a wider group is taken. */
const ENOUGH = 5;

interface Launch {
  readonly genres: readonly string[];
  readonly priceBand: number;
  /** Units by day since release, relative to the height; NaN where not observed. */
  readonly curve: Float64Array;
  readonly height: number;
}

/** How the store's earlier games launched. */
export interface Launches {
  /** The median curve by day since release, relative to the height. */
  readonly curve: Float64Array;
  readonly launches: readonly Launch[];
  /** Of every game that sells: its units a day; stands in where no launch was seen. */
  readonly levels: readonly number[];
}

/** Reads from a panel how games launched whose first days lie in it, aligned on their release. */
export function readLaunches(panel: Panel): Launches {
  const launches = panel.games.flatMap((_, game) => readLaunch(panel, game) ?? []);
  const curve = new Float64Array(CURVE_DAYS).fill(1);
  for (let day = 0; launches.length > 0 && day < CURVE_DAYS; day++) {
    const values = launches.map((launch) => launch.curve[day]!).filter((value) => !Number.isNaN(value));
    curve[day] =
      values.length > 0
        ? quantile(
            values.sort((a, b) => a - b),
            0.5,
          )
        : (curve[day - 1] ?? 1);
  }
  const levels = panel.games
    .map((_, game) => recentMean(seriesOf(panel, game), panel.days, HEIGHT_DAYS))
    .filter((level) => level > 0);
  return { curve, launches, levels };
}

function readLaunch(panel: Panel, game: number): Launch | undefined {
  const { releaseDay, genres } = panel.games[game]!;
  if (releaseDay === null) return undefined;
  const release = releaseDay - panel.start;
  const first = firstObserved(panel, game);
  if (release < 0 || first === -1 || Math.abs(first - release) > SLACK) return undefined;
  const { units, observed } = seriesOf(panel, game);
  if (release + HEIGHT_DAYS > panel.days) return undefined;
  const height = recentMean({ units, observed }, release + HEIGHT_DAYS, HEIGHT_DAYS);
  if (height <= 0) return undefined;
  const curve = Float64Array.from({ length: CURVE_DAYS }, (_, day) =>
    observed[release + day] === 1 ? units[release + day]! / height : NaN,
  );
  return { genres, priceBand: priceBandOf(lastPrice(panel, game)), curve, height };
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
    if (group.length < ENOUGH) continue;
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
