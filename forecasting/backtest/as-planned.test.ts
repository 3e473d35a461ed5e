import { describe, expect, it } from '@jest/globals';
import { panelStart, rhythmicPanel } from '../../testing/panels.ts';
import { plansFromPanel, unknownPlans, withoutDiscounts } from '../panel/plans.ts';
import { asPlanned } from './as-planned.ts';
import { outcomeOf } from './score.ts';

const HORIZON = 60;
const panel = rhythmicPanel(6, 300);
const origin = panelStart + 240;
const outcome = outcomeOf(panel, origin, HORIZON);
const plans = plansFromPanel(panel, origin, HORIZON);
const discounted = plans.discount.map((rate) => (rate > 0 ? 1 : 0));

describe('what came as planned', () => {
  it('is all of it where every price was planned', () => {
    expect(asPlanned(outcome, plans, panel)).toEqual(outcome);
  });

  it('leaves out the days of discounts that were not planned, whether the plan was known or not', () => {
    const others = [...discounted].map((on) => 1 - on);
    expect([...asPlanned(outcome, withoutDiscounts(plans), panel).observed]).toEqual(others);
    expect([...asPlanned(outcome, unknownPlans(6, HORIZON), panel).observed]).toEqual(others);
  });

  it('leaves out the days of a planned discount that did not come, and of another list price', () => {
    const more = { ...plans, discount: plans.discount.slice(), listPrice: plans.listPrice.slice() };
    const day = discounted.indexOf(0);
    more.discount[day] = 0.3;
    more.listPrice[day + HORIZON] = 25;
    const { observed } = asPlanned(outcome, more, panel);
    expect([observed[day], observed[day + HORIZON]]).toEqual([0, 0]);
    expect(observed.reduce((sum, value) => sum + value, 0)).toBe(6 * HORIZON - 2);
  });

  it('keeps days whose price nobody knows, and days beyond the panel as they are', () => {
    const silent = { ...panel, discountKnown: new Uint8Array(panel.discountKnown.length) };
    expect(asPlanned(outcome, unknownPlans(6, HORIZON), silent)).toEqual(outcome);
    const late = outcomeOf(panel, origin + 30, HORIZON);
    const { observed } = asPlanned(late, plansFromPanel(panel, origin + 30, HORIZON), panel);
    expect(observed).toEqual(late.observed);
  });
});
