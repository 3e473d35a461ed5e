import { recentMean, seriesOf } from '../baselines/series.ts';
import type { Panel } from '../panel/panel.ts';

/** Groups of games that sell alike, by units a day over the last 28 observed days. */
export const volumeBands = [
  { name: 'under 1 a day', from: 0 },
  { name: '1 to 10 a day', from: 1 },
  { name: '10 to 100 a day', from: 10 },
  { name: '100 to 1,000 a day', from: 100 },
  { name: 'over 1,000 a day', from: 1000 },
] as const;

/** The band of every game, as an index into `volumeBands`, from the panel's last days. */
export function bandsOf(panel: Panel): Uint8Array {
  return Uint8Array.from(panel.games, (_, game) => {
    const mean = recentMean(seriesOf(panel, game), panel.days, 28);
    return volumeBands.findLastIndex(({ from }) => mean >= from);
  });
}
