import { describe, expect, it } from '@jest/globals';
import { panelStart } from '../../testing/panels.ts';
import { emptyPanel } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { unknownPlans } from '../panel/plans.ts';
import type { Plans } from '../panel/plans.ts';
import { discountShares, teachesShares } from './discount-shares.ts';

const GAMES = 10;
const HORIZON = 60;

/** Ten games with known prices; on `discounted` days of the past half of them are on discount. */
function store(days: number, discounted: (day: number) => boolean): Panel {
  const games = Array.from({ length: GAMES }, (_, n) => ({ id: String(n), releaseDay: null, genres: [] }));
  const panel = emptyPanel(panelStart, days, games);
  panel.discountKnown.fill(1);
  panel.listPrice.fill(20);
  panel.discount.forEach((_, at) => {
    const [game, day] = [Math.floor(at / days), at % days];
    if (game % 2 === 0 && discounted(day)) panel.discount[at] = 0.5;
  });
  return panel;
}

function plan(plans: Plans, game: number, [from, to]: readonly [number, number], discount: number): void {
  plans.known.fill(1, game * HORIZON, (game + 1) * HORIZON);
  plans.listPrice.fill(20, game * HORIZON, (game + 1) * HORIZON);
  plans.discount.fill(discount, game * HORIZON + from, game * HORIZON + to);
}

function coming(panel: Panel, plans: Plans): number[] {
  return [...discountShares(panel, true, plans).subarray(panel.days)];
}

describe('the share of the store on discount', () => {
  it('is that of the games on a past day, whichever games those are whose price is known', () => {
    const panel = store(120, (day) => day === 7);
    panel.discountKnown[7] = 0;
    const shares = discountShares(panel, true);
    expect(shares[6]).toBe(0);
    expect(shares[7]).toBeCloseTo(4 / 9);
  });

  it('is that of the plans on a coming day when all games have one', () => {
    const plans = unknownPlans(GAMES, HORIZON);
    for (let game = 0; game < GAMES; game++) plan(plans, game, [10, 17], game < 3 ? 0.4 : 0);
    const shares = coming(
      store(120, () => true),
      plans,
    );
    expect(shares[9]).toBe(0);
    expect(shares[10]).toBeCloseTo(0.3);
    expect(shares[16]).toBeCloseTo(0.3);
    expect(shares[17]).toBe(0);
  });

  it('does not take one game’s planned discount for a sale of the whole store where nobody else has planned', () => {
    const plans = unknownPlans(GAMES, HORIZON);
    plan(plans, 3, [10, 17], 0.4);
    expect(
      coming(
        store(120, () => false),
        plans,
      )[12],
    ).toBeCloseTo(1 / GAMES);
  });

  it('counts a game without a plan as games of the last year have been, not of years before', () => {
    const plans = unknownPlans(GAMES, HORIZON);
    plan(plans, 3, [0, 60], 0);
    const days = 800;
    // Half of the games on a tenth of the last year's days.
    const usual = coming(
      store(days, (day) => day < days - 365 || day % 10 === 0),
      plans,
    )[30]!;
    expect(usual).toBeGreaterThan(0.9 * 0.048);
    expect(usual).toBeLessThan(0.9 * 0.052);
  });

  it.each([
    ['never had a price', 0, 5],
    ['left the store four weeks ago', 120 - 28, 5],
    ['were last seen 27 days ago', 120 - 27, 10],
  ])(
    'of ten games, half of which %s and have no plan, counts those with a price (%s, %s)',
    (_, until, counted) => {
      const panel = store(120, () => false);
      for (let game = 5; game < GAMES; game++) {
        panel.discountKnown.fill(0, game * panel.days + until, (game + 1) * panel.days);
      }
      const plans = unknownPlans(GAMES, HORIZON);
      plan(plans, 0, [0, 60], 0.3);
      expect(coming(panel, plans)[0]).toBeCloseTo(1 / counted);
    },
  );

  it('is told from 90 days with known prices on', () => {
    const panel = store(120, () => true);
    const known = (days: number): boolean => {
      panel.discountKnown.fill(0);
      panel.discountKnown.fill(1, 0, days);
      return teachesShares(panel);
    };
    expect([known(89), known(90)]).toEqual([false, true]);
    expect(discountShares(panel, false, unknownPlans(GAMES, HORIZON)).every((share) => share === 0)).toBe(
      true,
    );
  });
});
