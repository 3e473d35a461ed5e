import { describe, expect, it } from '@jest/globals';
import { PLAN_FEATURES, planFeatures, RISE } from './plan-features.ts';
import type { PlanStart } from './plan-features.ts';

const horizon = 40;
/** What discounts that are over leave behind. */
const TRACE = 8;

function columnOf(column: number, discount: Float32Array, start: Partial<PlanStart> = {}): number[] {
  const plan = {
    listPrice: new Float32Array(horizon).fill(20),
    discount,
    known: new Uint8Array(horizon).fill(1),
  };
  const nothing = { listPrice: 20, run: 0, trace: 0, response: 2, shares: new Float32Array(horizon) };
  const features = planFeatures({ ...nothing, ...start }, plan);
  return Array.from({ length: horizon }, (_, h) => features[h * PLAN_FEATURES + column]!);
}

const none = new Float32Array(horizon);
const week = none.slice().fill(0.5, 10, 17);

describe('the features of a plan', () => {
  it('tell how far the game’s own response lets a discount rise', () => {
    expect(columnOf(RISE, week)).toEqual([...week].map((rate) => 2 * rate));
  });

  it('tell after a discount’s end what it left behind, the more the deeper it was, and less by the day', () => {
    const after = columnOf(TRACE, week);
    expect(after.slice(0, 17)).toEqual(Array<number>(17).fill(0));
    expect(after[17]).toBeGreaterThan(0.4);
    for (let h = 18; h < horizon; h++) expect(after[h]!).toBeLessThan(after[h - 1]!);
    const deeper = columnOf(
      TRACE,
      week.map((rate) => 1.5 * rate),
    );
    expect(deeper[20]).toBeGreaterThan(after[20]!);
    // A discount half as deep again sells more than before, but not half as much again to those who would have come.
    expect(deeper[20]).toBeLessThan(1.5 * after[20]!);
  });

  it('carry on what a discount left behind that ended before the origin', () => {
    const after = columnOf(TRACE, none, { trace: 0.3 });
    expect(after[0]).toBeLessThan(0.3);
    expect(after[0]).toBeGreaterThan(0.25);
    expect(after.at(-1)).toBeLessThan(0.01);
  });
});
