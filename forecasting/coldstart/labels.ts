import { firstObserved, lastObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';

/** States of a game that a reader of its forecast should know. */
export type GameLabel = 'unreleased' | 'new' | 'never sold' | 'ended' | 'free';

/** Observed days from which on a game's own history carries a forecast. */
export const ENOUGH_DAYS = 14;
/** Days without being on sale after which a game counts as ended. */
const ENDED_AFTER = 28;

/** The label of a game as it stands after the panel's last day; `null` for a game that simply sells. */
export function labelOf(panel: Panel, game: number): GameLabel | null {
  const origin = panel.start + panel.days;
  const { releaseDay } = panel.games[game]!;
  if (releaseDay !== null && releaseDay >= origin) return 'unreleased';
  const from = game * panel.days;
  const first = firstObserved(panel, game);
  const units = panel.units.subarray(from, from + panel.days);
  if (first === -1) return 'never sold';
  const ended = panel.days - 1 - lastObserved(panel, game) >= ENDED_AFTER;
  if (!ended && observedDays(panel, game) < ENOUGH_DAYS) return 'new';
  if (!units.some((value) => value > 0)) return 'never sold';
  if (ended) return 'ended';
  return lastPrice(panel, game) === 0 ? 'free' : null;
}

export function observedDays(panel: Panel, game: number): number {
  const from = game * panel.days;
  return panel.observed.subarray(from, from + panel.days).reduce((sum, value) => sum + value, 0);
}

/** The latest known list price of a game, `undefined` when there is none. */
export function lastPrice(panel: Panel, game: number): number | undefined {
  for (let day = panel.days - 1; day >= 0; day--) {
    const price = panel.listPrice[game * panel.days + day]!;
    if (!Number.isNaN(price)) return price;
  }
  return undefined;
}
