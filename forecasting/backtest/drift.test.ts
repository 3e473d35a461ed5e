import { describe, expect, it } from '@jest/globals';
import { emptyForecasts } from '../forecast-set.ts';
import { driftLimits, logError } from './drift.ts';

const HORIZON = 60;

/** A fold of games that sold 100 a day, where `said` was forecast; null = not observed. */
function limits(games: number, said: (game: number, day: number) => number | null) {
  const set = emptyForecasts(18_000, HORIZON, games);
  const observed = new Uint8Array(games * HORIZON).fill(1);
  for (let game = 0; game < games; game++) {
    for (let day = 0; day < HORIZON; day++) {
      const value = said(game, day);
      if (value === null) observed[game * HORIZON + day] = 0;
      else set.p50[game * HORIZON + day] = value;
    }
  }
  const outcome = {
    origin: 18_000,
    horizon: HORIZON,
    units: new Float32Array(games * HORIZON).fill(100),
    observed,
    scale: new Float64Array(games).fill(1),
    stepScale: new Float64Array(games).fill(1),
  };
  return driftLimits(set, outcome, new Uint8Array(games).fill(2));
}

describe('the limits of drift', () => {
  it('are what three days running exceeded: a bad day between good ones raises none above a tenth', () => {
    const { games, champion } = limits(30, (_, day) => (day % 3 === 0 ? 1_000 : 100));
    expect(games[2]).toEqual(Array(3).fill(Math.log(1.1)));
    expect(champion).toEqual(Array(3).fill(1.25 * Math.log(1.1)));
  });

  it('stand apart by horizon band, and for the champion a quarter above the worst', () => {
    const { games, champion } = limits(30, (_, day) => (day < 7 ? 120 : day < 28 ? 150 : 200));
    for (const [band, said] of [120, 150, 200].entries()) {
      expect(games[2]![band]).toBeCloseTo(logError(100, said), 5);
      expect(champion[band]).toBeCloseTo(1.25 * logError(100, said), 5);
    }
  });

  it('leave out the worst two of a hundred runs', () => {
    // Of a hundred games one is far off on all days.
    const { games } = limits(100, (game) => (game === 0 ? 10_000 : 130));
    expect(games[2]![0]).toBeCloseTo(logError(100, 130), 5);
  });

  it('are those of all games where a volume band has too few, and none where nothing was observed', () => {
    expect(limits(30, () => 130).games[4]![0]).toBeCloseTo(logError(100, 130), 5);
    expect(limits(2, () => null)).toEqual({
      games: Array.from({ length: 5 }, () => [null, null, null]),
      champion: [null, null, null],
    });
  });
});
