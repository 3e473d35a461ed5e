import { describe, expect, it } from '@jest/globals';
import { rhythmicPanel } from '../../testing/panels.ts';
import { copyPanel, panelBefore } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { plansFromPanel } from '../panel/plans.ts';
import { discountShares } from './discount-shares.ts';
import { fitLinearBase } from './linear-base.ts';
import { prepareSeries } from './series.ts';
import { DECODER_FEATURES, ENCODER_FEATURES, PLAN_OFFSET, WindowWriter } from './windows.ts';
import type { BatchInputs } from './windows.ts';

const days = 520;
const origin = 460;
const horizon = 60;
const context = 28;
/** Features of a coming day that tell of the year before; they come last. */
const YEAR_FEATURES = 5;

function windowOf(panel: Panel, yearly: boolean, plansOf = panel): BatchInputs {
  const out = {
    batch: 1,
    encoder: new Float32Array(context * ENCODER_FEATURES).fill(NaN),
    decoder: new Float32Array(horizon * DECODER_FEATURES).fill(NaN),
    base: new Float32Array(horizon).fill(NaN),
    level: new Float32Array(1).fill(NaN),
  };
  const tables = prepareSeries(panel);
  const learnt = panelBefore(panel, panel.start + origin);
  const plans = plansFromPanel(plansOf, plansOf.start + origin, horizon);
  const writer = new WindowWriter(
    tables,
    { context, horizon, yearly },
    {
      base: fitLinearBase(prepareSeries(learnt), horizon),
      shares: discountShares(learnt, true, plans),
    },
  );
  writer.write(3, origin, plans, 3, out, 0);
  return out;
}

function yearFeatures({ decoder }: BatchInputs): number[] {
  return [...decoder].filter((_, at) => at % DECODER_FEATURES >= DECODER_FEATURES - YEAR_FEATURES);
}

describe('a window', () => {
  const panel = rhythmicPanel(12, days);

  it('fills every feature with a finite number', () => {
    const { encoder, decoder, base, level } = windowOf(panel, true);
    for (const array of [encoder, decoder, base, level]) expect(array.every(Number.isFinite)).toBe(true);
  });

  it('is the same whatever comes from its origin on, also where it tells of the year before', () => {
    const other = copyPanel(panel);
    for (let game = 0; game < 12; game++) {
      const [from, to] = [game * days + origin, (game + 1) * days];
      other.units.fill(123_456, from, to);
      other.observed.fill(0, from + 10, to);
      other.discount.fill(0.9, from, to);
    }
    expect(windowOf(other, true, panel)).toEqual(windowOf(panel, true));
    expect(yearFeatures(windowOf(panel, true)).some((value) => value !== 0)).toBe(true);
  });

  it('tells nothing of the year before where that cannot have been learnt', () => {
    expect(yearFeatures(windowOf(panel, false))).toEqual(Array<number>(YEAR_FEATURES * horizon).fill(0));
  });

  it('tells of each coming day which share of the store is on discount on it', () => {
    const plans = plansFromPanel(panel, panel.start + origin, horizon);
    const { decoder } = windowOf(panel, true);
    for (let h = 0; h < horizon; h++) {
      const rates = panel.games.map((_, game) => plans.discount[game * horizon + h]!);
      const share = rates.filter((rate) => rate > 0).length / rates.length;
      const at = h * DECODER_FEATURES + PLAN_OFFSET;
      expect(decoder[at + 6]).toBeCloseTo(share);
      expect(decoder[at + 7]).toBeCloseTo(rates[3]! > 0 ? share : 0);
    }
    const day = context - 1;
    const on = panel.games.filter((_, game) => panel.discount[game * days + origin - 1]! > 0).length;
    expect(windowOf(panel, true).encoder[day * ENCODER_FEATURES + 8]).toBeCloseTo(on / panel.games.length);
  });
});
