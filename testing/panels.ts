import type { Panel, PanelGame } from '../forecasting/panel/panel.ts';
import { emptyPanel } from '../forecasting/panel/panel.ts';
import { defaultConfig } from '../forecasting/model/config.ts';
import type { TrainingConfig } from '../forecasting/model/config.ts';
import { Random } from '../forecasting/random.ts';

/** 2019-01-01, a Tuesday. */
export const panelStart = 17_897;

/** A recipe small enough for a test: every part of the real one, a few units wide. */
export const smallConfig: TrainingConfig = {
  ...defaultConfig,
  recipe: 'small',
  networks: 2,
  context: 28,
  hidden: 8,
  width: 8,
  batch: 8,
  optimiser: { ...defaultConfig.optimiser, steps: 10, warmUp: 3 },
};

/** Games with a weekly rhythm, noise and a discount of 50 % now and then that doubles sales. */
export function rhythmicPanel(games: number, days: number, seed = 1): Panel {
  const random = Random.seeded(seed);
  const list = Array.from({ length: games }, (_, n): PanelGame => ({
    id: `game-${n + 1}`,
    releaseDay: panelStart - 400,
    genres: ['Action'],
  }));
  const panel = emptyPanel(panelStart, days, list);
  for (let game = 0; game < games; game++) {
    const level = 4 * 3 ** (game % 6);
    for (let day = 0; day < days; day++) {
      const at = game * days + day;
      const discounted = (day + 11 * game) % 45 < 7;
      const weekend = day % 7 === 4 || day % 7 === 5 ? 1.5 : 1;
      panel.observed[at] = 1;
      panel.listPrice[at] = 20;
      panel.discountKnown[at] = 1;
      panel.discount[at] = discounted ? 0.5 : 0;
      panel.units[at] = Math.round(level * weekend * (discounted ? 2 : 1) * (0.8 + 0.4 * random.uniform()));
    }
  }
  return panel;
}
