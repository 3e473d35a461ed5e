import { copyPanel, firstObserved, lastObserved } from '../forecasting/panel/panel.ts';
import type { Panel } from '../forecasting/panel/panel.ts';
import type { Random } from '../forecasting/random.ts';

/** Games of three of which one loses its start, one its end and one some prices. */
const ONE_IN = 3;
/** Days that a cut start leaves. */
const LEFT = 90;
const LONGEST_END = 14;
const MOST_BLOCKS = 3;
const BLOCK = { least: 7, most: 42 };
const PRICE_BLOCKS = 2;
const PRICE_BLOCK_DAYS = 60;

/** A history with cuts, and the same with the cut days taken for days on which nothing was sold. */
export interface Damaged {
  readonly cut: Panel;
  readonly zeros: Panel;
  /** Share of the observed days that were cut. */
  readonly share: number;
}

/**
 * Cuts starts, ends, blocks of days and prices out of a history at random, as they are missing where a game was moved
 * from another store, an export broke off or a day was lost. A cut day is one of which nothing is known.
 */
export function damage(panel: Panel, random: Random): Damaged {
  const cut = copyPanel(panel);
  for (let game = 0; game < panel.games.length; game++) {
    const begin = firstObserved(panel, game);
    if (begin === -1) continue;
    const end = lastObserved(panel, game) + 1;
    const spare = end - begin - LEFT;
    if (spare > 0 && random.below(ONE_IN) === 0) hide(cut, game, begin, begin + random.below(spare));
    if (spare > 0 && random.below(ONE_IN) === 0) hide(cut, game, end - 1 - random.below(LONGEST_END), end);
    for (let block = random.below(MOST_BLOCKS + 1); block > 0; block--) {
      const from = begin + random.below(end - begin);
      hide(cut, game, from, Math.min(end, from + BLOCK.least + random.below(BLOCK.most - BLOCK.least)));
    }
    if (random.below(ONE_IN) === 0) hidePrices(cut, game, random);
  }
  return { cut, zeros: filled(panel, cut), share: 1 - seen(cut) / seen(panel) };
}

function hide({ days, units, observed }: Panel, game: number, from: number, to: number): void {
  units.fill(0, game * days + from, game * days + to);
  observed.fill(0, game * days + from, game * days + to);
}

function hidePrices({ days, listPrice, discount, discountKnown }: Panel, game: number, random: Random): void {
  for (let block = 0; block < PRICE_BLOCKS; block++) {
    const from = random.below(days);
    const span = [game * days + from, game * days + Math.min(days, from + PRICE_BLOCK_DAYS)] as const;
    listPrice.fill(NaN, ...span);
    discount.fill(0, ...span);
    discountKnown.fill(0, ...span);
  }
}

function filled(whole: Panel, cut: Panel): Panel {
  return { ...copyPanel(cut), observed: whole.observed.slice(), discountKnown: whole.discountKnown.slice() };
}

function seen({ observed }: Panel): number {
  return observed.reduce((sum, value) => sum + value, 0);
}
