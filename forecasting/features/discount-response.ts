import type { SeriesTables } from './series.ts';

/** Discounted days times their rate at which a game's own history is believed by half. */
const PRIOR = 3;
/** No game is believed to rise further a unit of discount; e³ is twenty times at half price. */
const MOST = 6;

/**
 * How far a game's log units have risen a unit of discount (0.5 = half price) over the undiscounted days before, from
 * the days before the panel's column `origin`: a ratio estimate, shrunk towards 0 with a fixed weight (ridge; Hoerl &
 * Kennard 1970). Sales are close to log-linear in the depth, so one number tells of depths that the game has never had.
 * What games do that have shown little is left to the network: how far a store's games rise differs with their size.
 */
export function responseAt(t: SeriesTables, game: number, origin: number): number {
  const at = game * (t.panel.days + 1) + origin;
  const response = t.responsesBefore[at]! / (t.discountsBefore[at]! + PRIOR);
  // Nobody buys less because of a discount.
  return Math.max(0, Math.min(MOST, response));
}
