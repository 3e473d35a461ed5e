import { describe, expect, it } from '@jest/globals';
import { emptyPanel } from '../panel/panel.ts';
import { expectedHeight, readLaunches } from './launches.ts';

/** Games that launched at 10, 20, 30, … units a day and have sold so ever since, at the given prices. */
function storeOf(prices: readonly number[]) {
  const days = 100;
  const games = prices.map((_, n) => ({ id: String(n), releaseDay: 10, genres: ['Action'] }));
  const panel = emptyPanel(0, days, games);
  prices.forEach((price, game) => {
    panel.listPrice.fill(price, game * days, (game + 1) * days);
    panel.observed.fill(1, game * days + 10, (game + 1) * days);
    panel.units.fill(10 * (game + 1), game * days + 10, (game + 1) * days);
  });
  return readLaunches(panel, 'all');
}

describe('the height to expect of a launch', () => {
  it('lies between the least and the greatest of five earlier ones, and within them where there are more', () => {
    const five = expectedHeight(storeOf(Array<number>(5).fill(20)), ['Action'], 20);
    expect(five).toEqual({
      mean: 30,
      p10: 10,
      p50: 30,
      p90: 50,
      from: '5 launches of Action games at a similar price',
    });
    // Ranks 2 and 18 of 19: one launch in ten lies below, one above.
    const nineteen = expectedHeight(storeOf(Array<number>(19).fill(20)), ['Action'], 20);
    expect(nineteen).toMatchObject({ p10: 20, p50: 100, p90: 180 });
  });

  it('is that of wider groups where fewer than five are alike', () => {
    const store = storeOf([20, 20, 20, 20, 60, 60, 60, 60, 60]);
    expect(expectedHeight(store, ['Action'], 20).from).toBe('9 launches');
    expect(expectedHeight(store, ['Puzzle'], 60).from).toBe('5 launches at a similar price');
  });
});

describe('how a store’s games launched', () => {
  it('is a finite curve where no release day was seen, only days after it', () => {
    const days = 100;
    const panel = emptyPanel(0, days, [{ id: 'a', releaseDay: 10, genres: [] }]);
    for (let day = 12; day < days; day++) {
      panel.observed[day] = 1;
      panel.units[day] = 5;
    }
    const { curve, launches } = readLaunches(panel, 'all');
    expect(launches).toHaveLength(1);
    for (const height of curve) expect(height).toBeCloseTo(1, 6);
  });
});
