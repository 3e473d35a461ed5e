import { describe, expect, it } from '@jest/globals';
import { smallConfig } from '../../testing/panels.ts';
import { emptyPanel } from '../panel/panel.ts';
import { Random } from '../random.ts';
import { WindowSampler } from './sampler.ts';

const days = 400;
const panel = emptyPanel(0, days, [{ id: 'a', releaseDay: null, genres: [] }]);
panel.observed.fill(1);
const first = smallConfig.context;
const last = days - smallConfig.horizon;

/** Shares of the windows whose origin lies in each quarter of those that are possible. */
function quarters(newestOf: number): number[] {
  const sampler = new WindowSampler(panel, { ...smallConfig, newestOf });
  const random = Random.seeded(1);
  const counts = [0, 0, 0, 0];
  for (let n = 0; n < 4000; n++) {
    const { origin } = sampler.draw(random);
    expect(origin).toBeGreaterThanOrEqual(first);
    expect(origin).toBeLessThanOrEqual(last);
    counts[Math.min(3, Math.floor((4 * (origin - first)) / (last - first + 1)))]! += 1;
  }
  return counts.map((count) => count / 4000);
}

describe('the windows that are drawn', () => {
  it('lie anywhere in the history with one draw, and the more often late the more draws the newest is taken of', () => {
    for (const share of quarters(1)) expect(share).toBeCloseTo(0.25, 1);
    // The newest of three uniform draws: (n/4)³ of them lie in the first n quarters.
    [1, 7, 19, 37].forEach((share, n) => expect(quarters(3)[n]).toBeCloseTo(share / 64, 1));
  });
});
