import { describe, expect, it } from '@jest/globals';
import { copyPanel } from '../forecasting/panel/panel.ts';
import { Random } from '../forecasting/random.ts';
import { rhythmicPanel } from '../testing/panels.ts';
import { damage } from './damaged-history.ts';

describe('a damaged history', () => {
  const whole = rhythmicPanel(30, 400);
  const before = copyPanel(whole);
  const { cut, zeros, share } = damage(whole, Random.seeded(1));
  const lost = (name: 'observed' | 'discountKnown', from: number, to: number): boolean =>
    whole.games.some((_, game) => !cut[name].subarray(game * 400 + from, game * 400 + to).includes(1));

  it('loses starts, ends, blocks and prices, and leaves the original alone', () => {
    expect(whole).toEqual(before);
    expect(share).toBeGreaterThan(0.1);
    expect(share).toBeLessThan(0.4);
    expect(lost('observed', 0, 30)).toBe(true);
    expect(lost('observed', 395, 400)).toBe(true);
    expect(lost('observed', 200, 210)).toBe(true);
    expect(cut.discountKnown.filter((known) => known === 0).length).toBeGreaterThan(200);
  });

  it('keeps every other day as it was', () => {
    cut.units.forEach((units, at) => expect(units).toBe(cut.observed[at] === 1 ? whole.units[at] : 0));
  });

  it('filled with zeros claims that nothing was sold on the days that it lost', () => {
    expect(zeros.observed).toEqual(whole.observed);
    expect(zeros.units).toEqual(cut.units);
  });

  it('is the same for the same seed', () => {
    expect(damage(whole, Random.seeded(1)).cut).toEqual(cut);
  });
});
