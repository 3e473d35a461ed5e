import { describe, expect, it } from '@jest/globals';
import { emptyPanel } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { Random } from '../random.ts';
import { responseAt } from './discount-response.ts';
import { leastAbsolute } from './least-absolute.ts';
import { fitLinearBase, LINEAR_BASE_LENGTH, writeLinearBase } from './linear-base.ts';
import { createRhythm, readRhythm, SLOW } from './rhythm.ts';
import { prepareSeries } from './series.ts';

const horizon = 60;
const plain = { response: 0, fallback: 0 };

/** Games whose units are what `unitsOf` says, every day observed. */
function panelOf(games: number, days: number, unitsOf: (game: number, day: number) => number): Panel {
  const facts = Array.from({ length: games }, (_, n) => ({ id: String(n), releaseDay: null, genres: [] }));
  const panel = emptyPanel(0, days, facts);
  for (let at = 0; at < panel.units.length; at++) {
    panel.units[at] = unitsOf(Math.floor(at / days), at % days);
    panel.observed[at] = 1;
  }
  return panel;
}

function baseOf(panel: Panel, game: number): Float64Array {
  const tables = prepareSeries(panel);
  const rhythm = createRhythm();
  const out = new Float64Array(horizon);
  const response = responseAt(tables, game, panel.days);
  readRhythm(tables, game, panel.days, { response, fallback: 0 }, rhythm);
  writeLinearBase(fitLinearBase(tables, horizon), rhythm, out);
  return out.map(Math.expm1);
}

describe('the rhythm of a game', () => {
  const week = [4, 4, 4, 4, 6, 12, 10];

  it('tells weekdays from the height, whatever day the origin is', () => {
    for (const days of [140, 141, 145]) {
      const rhythm = createRhythm();
      readRhythm(prepareSeries(panelOf(1, days, (_, day) => 10 * week[day % 7]!)), 0, days, plain, rhythm);
      for (let slot = 0; slot < 7; slot++) {
        const units = Math.expm1(rhythm.weekday[slot]! + rhythm.smoothed[SLOW]!);
        expect(units / (10 * week[(days + slot) % 7]!)).toBeCloseTo(1, 1);
      }
    }
  });

  it('skips days that were not observed instead of taking them for zeros', () => {
    const panel = panelOf(1, 120, () => 50);
    for (let day = 70; day < 120; day += 3) {
      panel.observed[day] = 0;
      panel.units[day] = 0;
    }
    const rhythm = createRhythm();
    readRhythm(prepareSeries(panel), 0, 120, plain, rhythm);
    for (const height of [...rhythm.smoothed, ...rhythm.medians])
      expect(Math.expm1(height)).toBeCloseTo(50, 3);
  });

  it('falls back to the given level where nothing was observed', () => {
    const rhythm = createRhythm();
    readRhythm(
      prepareSeries(emptyPanel(0, 100, [{ id: 'a', releaseDay: null, genres: [] }])),
      0,
      100,
      { response: 0, fallback: 1.5 },
      rhythm,
    );
    expect([...rhythm.smoothed, ...rhythm.medians]).toEqual(Array<number>(7).fill(1.5));
    expect([...rhythm.weekday]).toEqual(Array<number>(7).fill(0));
  });
});

describe('the linear base', () => {
  it('goes on as a game without noise does', () => {
    const base = baseOf(
      panelOf(8, 300, (game) => 20 * (game + 1)),
      3,
    );
    for (const units of base) expect(units).toBeCloseTo(80, 1);
  });

  it('does not take the rise of a discount for the height of a game', () => {
    // Half price sells five times as much; the latest one ended with the panel.
    const on = (game: number, day: number): boolean => (day + 3 * game) % 50 < 8;
    const panel = panelOf(12, 358, (game, day) => (on(game, day) ? 200 : 40));
    expect(Math.max(...baseOf(panel, 0))).toBeGreaterThan(80);
    panel.discount.forEach((_, at) => (panel.discount[at] = on(Math.floor(at / 358), at % 358) ? 0.5 : 0));
    for (const units of baseOf(panel, 0)) expect(units).toBeLessThan(50);
  });

  it('learns from the other games that a peak fades', () => {
    // Every game jumps to three times its height now and then and falls back within days.
    const peak = (game: number, day: number): number => Math.exp(-((day + 13 * game) % 70) / 4);
    const panel = panelOf(40, 400, (game, day) => 100 * (1 + 2 * peak(game, day)));
    const game = 7; // its latest peak began on the panel's last day
    expect(panel.units[game * 400 + 399]).toBeGreaterThan(280);
    const base = baseOf(panel, game);
    expect(base[0]).toBeGreaterThan(200);
    expect(base[30]).toBeLessThan(140);
  });

  it('passes no game over in a store that is too large to learn from every window', () => {
    // Even games never change, so that they alone teach nothing.
    const fading = (game: number, day: number): number =>
      game % 2 === 1 ? Math.exp(-((day + game) % 90) / 20) : 1;
    const panel = panelOf(400, 56 + 60 + 60 * 7, (game, day) => 200 * fading(game, day));
    expect(
      fitLinearBase(prepareSeries(panel), horizon).some((coefficient) => Math.abs(coefficient) > 0.1),
    ).toBe(true);
  });

  it('does not change with a game that has no day yet, also where windows are passed over', () => {
    const days = 56 + 60 + 60 * 7;
    const units = (game: number, day: number): number =>
      50 + 40 * Math.sin((day + 11 * game) / (5 + (game % 9)));
    const without = panelOf(400, days, units);
    const before = panelOf(401, days, units);
    before.units.fill(0, 400 * days);
    before.observed.fill(0, 400 * days);
    expect(fitLinearBase(prepareSeries(before), horizon)).toEqual(
      fitLinearBase(prepareSeries(without), horizon),
    );
  });

  it('is the slow level in its rhythm where no window could be learnt from', () => {
    const panel = panelOf(2, 80, () => 30);
    const fitted = fitLinearBase(prepareSeries(panel), horizon);
    expect(fitted).toEqual(new Float64Array(LINEAR_BASE_LENGTH));
    for (const units of baseOf(panel, 0)) expect(units).toBeCloseTo(30, 3);
  });
});

describe('least absolute errors', () => {
  it('find a line through points of which a tenth lies far off', () => {
    const random = Random.seeded(1);
    const rows = 1000;
    const terms = new Float64Array(2 * rows).map(() => 4 * random.uniform() - 2);
    const targets = new Float64Array(rows).map((_, row) => {
      const exact = 0.7 * terms[2 * row]! - 0.2 * terms[2 * row + 1]!;
      return row % 10 === 0 ? exact + 30 : exact + 0.1 * (random.uniform() - 0.5);
    });
    targets[5] = NaN;
    const [first, second] = leastAbsolute({ terms, targets, weights: new Float64Array(rows).fill(1) }, 2);
    expect(first).toBeCloseTo(0.7, 1);
    expect(second).toBeCloseTo(-0.2, 1);
  });
});
