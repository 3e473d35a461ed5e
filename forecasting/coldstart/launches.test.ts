import { describe, expect, it } from '@jest/globals';
import { emptyPanel } from '../panel/panel.ts';
import { readLaunches } from './launches.ts';

describe('how a store’s games launched', () => {
  it('is a finite curve where no release day was seen, only days after it', () => {
    const days = 100;
    const panel = emptyPanel(0, days, [{ id: 'a', releaseDay: 10, genres: [] }]);
    for (let day = 12; day < days; day++) {
      panel.observed[day] = 1;
      panel.units[day] = 5;
    }
    const { curve, launches } = readLaunches(panel);
    expect(launches).toHaveLength(1);
    for (const height of curve) expect(height).toBeCloseTo(1, 6);
  });
});
