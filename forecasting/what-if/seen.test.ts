import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel } from '../../testing/panels.ts';
import { copyPanel } from '../panel/panel.ts';
import { extrapolationsOf, readSeenPrices } from './seen.ts';

const panel = rhythmicPanel(24, 240);

describe('what was seen', () => {
  it('marks depth, duration and list price that neither the game nor its like had', () => {
    const [seen] = readSeenPrices(panel);
    expect(seen!.game).toEqual({ deepest: 50, longest: 7, listPrice: { from: 20, to: 20 } });
    expect(seen!.groupName).toBe('Action games with a price from 10 to 30');
    expect(extrapolationsOf(seen!, { percent: 50, days: 7, listPrice: 20 })).toEqual([]);
    expect(extrapolationsOf(seen!, { percent: 51, days: 8, listPrice: 15 })).toEqual([
      { what: 'depth', asked: 51, seenByGame: 50, seenByGroup: 50 },
      { what: 'duration', asked: 8, seenByGame: 7, seenByGroup: 7 },
      { what: 'list price', asked: 15, seenByGame: 20, seenByGroup: 20 },
    ]);
    expect(extrapolationsOf(seen!, { percent: 0, days: 60, listPrice: null })).toEqual([]);
  });

  it('counts for a group what three of its games have seen, and nothing where nothing was', () => {
    const other = copyPanel(panel);
    other.discount.fill(0);
    other.discount[5] = 0.9;
    const seen = readSeenPrices(other);
    expect(seen[0]!.game.deepest).toBe(90);
    expect(seen[1]!.game.deepest).toBeNull();
    expect(seen[1]!.group.deepest).toBeNull();
    expect(extrapolationsOf(seen[1]!, { percent: 10, days: 1, listPrice: null })).toHaveLength(2);
  });
});
