import { describe, expect, it } from '@jest/globals';
import { emptyPanel } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { responseAt } from './discount-response.ts';
import { prepareSeries } from './series.ts';

const days = 300;

interface Sale {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

/** Games that sell 100 units a day, and e^(response · rate) times 101 less one on discount. */
function panelOf(responses: readonly number[], sales: readonly (readonly Sale[])[]): Panel {
  const facts = responses.map((_, n) => ({ id: String(n), releaseDay: null, genres: [] }));
  const panel = emptyPanel(0, days, facts);
  responses.forEach((response, game) => {
    for (let day = 0; day < days; day++) {
      const rate = sales[game]!.find(({ from, to }) => from <= day && day < to)?.rate ?? 0;
      const at = game * days + day;
      panel.observed[at] = 1;
      panel.discount[at] = rate;
      panel.units[at] = 101 * Math.exp(response * rate) - 1;
    }
  });
  return panel;
}

const often = Array.from({ length: 6 }, (_, n) => ({
  from: 40 * n + 30,
  to: 40 * n + 40,
  rate: 0.2 + 0.1 * n,
}));

describe('the response to discounts', () => {
  it('is what a game has shown, whatever the depths were', () => {
    const t = prepareSeries(panelOf([3, 1], [often, often]));
    // 27 discounted days at full rate stand against a prior of 3.
    expect(responseAt(t, 0, days)).toBeCloseTo((3 * 27) / 30, 1);
    expect(responseAt(t, 1, days)).toBeCloseTo((1 * 27) / 30, 1);
  });

  it('is believed more with every discounted day, and nothing before the first', () => {
    const t = prepareSeries(panelOf([3], [often]));
    const shown = [30, 35, 40, 80, 300].map((day) => responseAt(t, 0, day));
    expect(shown[0]).toBe(0);
    for (let n = 1; n < shown.length; n++) expect(shown[n]!).toBeGreaterThan(shown[n - 1]!);
    expect(shown.at(-1)!).toBeLessThan(3);
  });

  it('is measured against undiscounted days also late in a long discount', () => {
    const t = prepareSeries(panelOf([2], [[{ from: 60, to: 100, rate: 0.5 }]]));
    expect(responseAt(t, 0, 100)).toBeGreaterThan(1.6);
  });

  it('never falls below nothing, and is nothing where no discount is known', () => {
    expect(responseAt(prepareSeries(panelOf([-2], [often])), 0, days)).toBe(0);
    expect(responseAt(prepareSeries(panelOf([2], [[]])), 0, days)).toBe(0);
  });
});
