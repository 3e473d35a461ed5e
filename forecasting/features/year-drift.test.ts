import { describe, expect, it } from '@jest/globals';
import { copyPanel, rhythmicPanel } from '../../testing/panels.ts';
import type { Panel } from '../panel/panel.ts';
import { prepareSeries } from './series.ts';
import { YEAR } from './year-ago.ts';
import { YearDrift } from './year-drift.ts';

const horizon = 60;

/** Twenty games of 100 units a day that all sold `factor` times as much from day 100 on, until day 160. */
function boom(factor: number, days = 500): Panel {
  const panel = rhythmicPanel(20, days);
  panel.discount.fill(0);
  panel.units.forEach((_, at) => {
    const day = at % days;
    panel.units[at] = day >= 100 && day < 160 ? 100 * factor : 100;
  });
  return panel;
}

function driftAt(panel: Panel, game: number, origin: number): Float64Array {
  const out = new Float64Array(horizon).fill(NaN);
  new YearDrift(prepareSeries(panel), horizon).read(game, origin, out);
  return out;
}

describe('the drift of a year ago', () => {
  const rise = Math.log(201 / 101);
  const common = (20 / 30) * rise;

  it('is seven tenths of what the catalogue did, drawn towards none, and a fifth of what the game did beside it', () => {
    const drift = driftAt(boom(2), 3, 100 + YEAR);
    for (const value of drift) expect(value).toBeCloseTo(0.7 * common + 0.2 * (rise - common), 5);
  });

  it('does not follow a single game', () => {
    const panel = boom(1);
    for (let day = 100; day < 160; day++) panel.units[3 * panel.days + day] = 1e6;
    expect(driftAt(panel, 2, 100 + YEAR)[5]).toBe(0);
    // Its own rise counts up to e.
    expect(driftAt(panel, 3, 100 + YEAR)[5]).toBeCloseTo(0.2, 5);
  });

  it('is none where the year before is not known', () => {
    expect([...driftAt(boom(2), 3, YEAR)]).toEqual(Array<number>(horizon).fill(0));
    const late = boom(2);
    late.observed.fill(0, 3 * late.days, 3 * late.days + 130);
    expect(driftAt(late, 3, 100 + YEAR)[5]).toBeCloseTo(0.7 * (19 / 29) * rise, 5);
  });

  it('reads nothing of the days from the origin on', () => {
    const panel = boom(2);
    const other = copyPanel(panel);
    const origin = 120 + YEAR;
    for (let game = 0; game < 20; game++) {
      other.units.fill(7, game * panel.days + origin, (game + 1) * panel.days);
    }
    expect(driftAt(other, 3, origin)).toEqual(driftAt(panel, 3, origin));
  });
});
