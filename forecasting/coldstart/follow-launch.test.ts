import { describe, expect, it } from '@jest/globals';
import { curveNames, emptyForecasts } from '../forecast-set.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { emptyPanel } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { Random } from '../random.ts';
import { followLaunch, launchShare } from './follow-launch.ts';
import { readLaunches } from './launches.ts';

const DAYS = 300;
const HORIZON = 60;
const OWN = 0.8;

/** What a launch of the store sells so many days after it: half as much every month, down to a fifth. */
const launchOn = (day: number): number => 1000 * Math.max(0.2, 0.5 ** (day / 30));

/** Some launches, and last a game that came out `age` days before the origin and sells four fifths of them. */
function store(age: number, launches = 6): Panel {
  const releases = [...Array.from({ length: launches }, (_, n) => 10 + n), DAYS - age];
  const games = releases.map((releaseDay, n) => ({ id: String(n), releaseDay, genres: [] }));
  const panel = emptyPanel(0, DAYS, games);
  releases.forEach((release, game) => {
    for (let day = release; day < DAYS; day++) {
      panel.observed[game * DAYS + day] = 1;
      panel.units[game * DAYS + day] = launchOn(day - release) * (game === launches ? OWN : 1);
    }
  });
  return panel;
}

function share(panel: Panel): number {
  return launchShare(panel, panel.games.length - 1, readLaunches(panel, 'without discount'));
}

/** A forecast that goes on as the last day, at three times of that where a discount is planned, moved. */
function moved(
  panel: Panel,
  by: number,
): { out: ForecastSet; plain: Float32Array; of: (h: number) => number } {
  const game = panel.games.length - 1;
  const out = emptyForecasts(DAYS, HORIZON, panel.games.length);
  const last = panel.units.at(-1)!;
  const plain = new Float32Array(HORIZON).fill(last);
  for (const name of curveNames) out[name].fill(last);
  for (let h = 10; h < 20; h++) out.mean[game * HORIZON + h] = 3 * last;
  followLaunch(panel, game, readLaunches(panel, 'without discount'), by, out, plain);
  return { out, plain, of: (h) => game * HORIZON + h };
}

describe('a game that came out lately', () => {
  it('follows earlier launches wholly for six weeks, and less and less until the eleventh', () => {
    expect([14, 42, 75, 200].map((age) => share(store(age)))).toEqual([1, 1, 0, 0]);
    const fading = [43, 50, 60].map((age) => share(store(age)));
    expect(fading[0]!).toBeLessThan(1);
    expect(fading[1]!).toBeLessThan(fading[0]!);
    expect(fading[2]!).toBeLessThan(fading[1]!);
    expect(fading[2]!).toBeGreaterThan(0);
  });

  it('follows none where they are too few, or its own release was not seen or is not known', () => {
    expect(share(store(20, 5))).toBe(1);
    expect(share(store(20, 4))).toBe(0);
    const own = store(20);
    const as = (releaseDay: number | null): Panel => ({
      ...own,
      games: own.games.map((game, n) => (n === 6 ? { ...game, releaseDay } : game)),
    });
    expect(share(as(null))).toBe(0);
    expect(share(as(DAYS - 60))).toBe(0);
    // Early access that sold for two weeks before the release: that was no launch either.
    expect(share(as(DAYS - 5))).toBe(0);
    expect(share(as(DAYS + 5))).toBe(0);
  });

  it('falls as launches do from its own height, wholly or half-way', () => {
    const panel = store(20);
    const last = panel.units.at(-1)!;
    const { out, plain, of } = moved(panel, 1);
    for (const h of [0, 30, 59]) {
      expect(plain[h]! / (OWN * launchOn(20 + h))).toBeCloseTo(1, 1);
      expect(out.p50[of(h)]).toBe(plain[h]);
    }
    const half = moved(panel, 0.5);
    const width = ({ out: { p10, p90 } }: typeof half): number => Math.log(p90[of(30)]! / p10[of(30)]!);
    expect(width(half)).toBeGreaterThan(0.3);
    expect(width({ ...half, out })).toBeGreaterThan(1.5 * width(half));
    expect(half.plain[59]! / Math.sqrt(last * OWN * launchOn(79))).toBeCloseTo(1, 1);
  });

  it('keeps what a planned discount changes, and touches no other game', () => {
    const panel = store(20);
    const { out, plain, of } = moved(panel, 1);
    for (let h = 0; h < HORIZON; h++) {
      expect((1 + out.mean[of(h)]!) / (1 + plain[h]!)).toBeCloseTo(
        h >= 10 && h < 20 ? (1 + 3 * panel.units.at(-1)!) / (1 + panel.units.at(-1)!) : 1,
        4,
      );
    }
    expect(out.mean.subarray(0, of(0)).every((value) => value === out.mean[0])).toBe(true);
  });

  /** The moved forecast without discounts of the last game of a panel, from one that says `plain` on each day. */
  function wholly(panel: Panel, plain: (h: number) => number): Float32Array {
    const out = emptyForecasts(DAYS, HORIZON, panel.games.length);
    const own = Float32Array.from({ length: HORIZON }, (_, h) => plain(h));
    followLaunch(panel, panel.games.length - 1, readLaunches(panel, 'without discount'), 1, out, own);
    return own;
  }
  const sum = (daily: Float32Array): number => daily.reduce((all, value) => all + value, 0);
  const setUnits = (panel: Panel, units: (game: number, day: number) => number): Panel => {
    panel.units.forEach((_, at) => {
      if (panel.observed[at] === 1) panel.units[at] = units(Math.floor(at / DAYS), at % DAYS);
    });
    return panel;
  };

  it('is not drawn to nothing where launches sell less than a unit a day', () => {
    const random = Random.seeded(7);
    const panel = setUnits(store(30, 20), () => (random.uniform() < 0.3 ? 1 : 0));
    const said = sum(wholly(panel, () => 0.3));
    expect(said).toBeGreaterThan(9);
    expect(said).toBeLessThan(36);
  });

  it('is not lifted by its own discounts so far, nor by what few launches did late', () => {
    const steady = (): Panel => setUnits(store(30), () => 100);
    const discounted = steady();
    for (let day = DAYS - 20; day < DAYS - 6; day++) {
      discounted.discount[6 * DAYS + day] = 0.5;
      discounted.units[6 * DAYS + day] = 400;
    }
    expect(sum(wholly(discounted, () => 100)) / 6000).toBeCloseTo(1, 1);
    // Of five launches one alone is older than 45 days, and had a great third month.
    const panel = store(30, 5);
    const young = {
      ...panel,
      games: panel.games.map((game, n) => ({
        ...game,
        releaseDay: DAYS - (n === 0 ? 150 : n === 5 ? 30 : 45),
      })),
    };
    young.games.forEach(({ releaseDay }, game) => {
      young.observed.fill(0, game * DAYS, game * DAYS + releaseDay);
      young.units.fill(0, game * DAYS, game * DAYS + releaseDay);
    });
    setUnits(young, (game, day) =>
      game === 0 && day - (DAYS - 150) >= 60 && day - (DAYS - 150) < 80 ? 500 : 100,
    );
    expect(sum(wholly(young, () => 100)) / 6000).toBeCloseTo(1, 1);
  });

  it('keeps its weekends, and the curve of its release though its first sale came days after', () => {
    const panel = setUnits(store(30), () => 100);
    const said = wholly(panel, (h) => (h % 7 < 2 ? 300 : 100));
    expect(said[7]! / said[10]!).toBeCloseTo(3, 1);
    expect(sum(said.subarray(0, 56)) / 5600).toBeCloseTo(1, 1);
    const late = store(30);
    const own = 6 * DAYS + DAYS - 30;
    const onTime = sum(wholly(late, () => 100));
    late.observed.fill(0, own, own + 3);
    late.units.fill(0, own, own + 3);
    expect(sum(wholly(late, () => 100)) / onTime).toBeCloseTo(1, 1);
  });
});
