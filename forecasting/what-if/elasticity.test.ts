import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel } from '../../testing/panels.ts';
import { elasticityOf, noAnswers, PRIOR, readPriceAnswers } from './elasticity.ts';

const panel = rhythmicPanel(1, 240);

describe('the elasticity', () => {
  it('is the prior without a price change, and moves to what changes showed', () => {
    expect(elasticityOf(noAnswers, noAnswers)).toEqual({
      value: PRIOR.mean,
      deviation: expect.closeTo(PRIOR.deviation, 9),
      ownChanges: 0,
      groupChanges: 0,
    });
    const answers = (slope: number, changes: number) => ({
      changes,
      xx: 0.1 * changes,
      xy: 0.1 * changes * slope,
    });
    expect(elasticityOf(answers(-3, 2), noAnswers).value).toBeLessThan(-1);
    expect(elasticityOf(answers(-3, 2), noAnswers).value).toBeGreaterThan(-2);
    expect(elasticityOf(answers(-3, 500), noAnswers).value).toBeCloseTo(-3, 1);
    expect(elasticityOf(noAnswers, answers(-3, 500)).value).toBeCloseTo(-3, 1);
    expect(elasticityOf(answers(4, 50), noAnswers).value).toBe(0);
    const sure = elasticityOf(answers(-3, 500), noAnswers).deviation;
    expect(sure).toBeLessThan(0.1);
    // What other games showed says less of a game than what it showed itself.
    expect(elasticityOf(noAnswers, answers(-3, 500)).deviation).toBeGreaterThan(0.4);
  });

  it('believes a game no more because another one’s price moved by a hair', () => {
    const own = { changes: 2, xx: 0.2, xy: -0.6 };
    const hair = { changes: 1, xx: 0.0004, xy: -0.0004 };
    expect(elasticityOf(own, hair).value).toBeCloseTo(elasticityOf(own, noAnswers).value, 2);
    const steady = { changes: 50, xx: 5, xy: -5 };
    expect(elasticityOf(own, steady).value).toBeGreaterThan(elasticityOf(own, noAnswers).value);
  });

  it('reads a change from the full-price days on both sides of it', () => {
    const changed = rhythmicPanel(1, 240);
    for (let day = 0; day < 240; day++) {
      changed.discount[day] = day % 9 === 0 ? 0.5 : 0;
      changed.listPrice[day] = day < 120 ? 20 : 10;
      changed.units[day] = changed.discount[day]! > 0 ? 9999 : day < 120 ? 99 : 399;
    }
    const { changes, xx, xy } = readPriceAnswers(changed, 0);
    expect(changes).toBe(1);
    expect(xy / xx).toBeCloseTo(-2);
    expect(readPriceAnswers(panel, 0)).toEqual(noAnswers);
  });
});
