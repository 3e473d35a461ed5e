import { firstObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';

/** With fewer games or days than these, one fold cannot tell a model's skill from luck. */
const LEAST_GAMES = 20;
const LEAST_DAYS = 240;

/** Why a store is too small for a model to be served, in words for a publisher; `null` where it is not. */
export function smallStore(panel: Panel): string | null {
  const games = panel.games.filter((_, game) => firstObserved(panel, game) !== -1).length;
  if (games < LEAST_GAMES) {
    return `${games} ${games === 1 ? 'game is' : 'games are'} on record, and a model is served from ${LEAST_GAMES} on`;
  }
  if (panel.days < LEAST_DAYS) {
    return `the store has ${panel.days} days of history, and a model is served from ${LEAST_DAYS} on`;
  }
  return null;
}
