import { seriesOf } from '../baselines/series.ts';
import { learnSmoothing } from '../baselines/smoothing/exponential-smoothing.ts';
import { responseAt } from '../features/discount-response.ts';
import type { SeriesTables } from '../features/series.ts';

/**
 * What exponential smoothing says of a game's days after the panel's last, as if there had been no discounts and were
 * none to come: ln(1 + median units), `[horizon]`; `null` where too few days are known to smooth. The rise that the game
 * showed on discounts (see `responseAt`) is taken out of its past, as it is for the linear forecast: else a sale that
 * runs at the origin would be carried on, and the planned days' own rise come on top of it.
 */
export function partnerOf(tables: SeriesTables, game: number, horizon: number): Float32Array | null {
  const { panel, logs } = tables;
  const { days } = panel;
  const response = responseAt(tables, game, days);
  const { units, observed } = seriesOf(panel, game);
  const undiscounted = units.map((sold, day) => {
    const at = game * days + day;
    const rate = panel.discount[at]!;
    return rate > 0 ? Math.max(0, Math.expm1(logs[at]! - response * rate)) : sold;
  });
  const learnt = learnSmoothing({ units: undiscounted, observed }, days);
  return learnt === null
    ? null
    : Float32Array.from(learnt(days, horizon).middle, (value) => Math.log1p(Math.max(0, value)));
}
