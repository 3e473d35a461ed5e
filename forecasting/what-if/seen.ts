import { priceBandOf } from '../coldstart/launches.ts';
import type { Panel } from '../panel/panel.ts';
import { addAnswers, elasticityOf, noAnswers, readPriceAnswers } from './elasticity.ts';
import type { Elasticity, PriceAnswers } from './elasticity.ts';

/** A group's range is what so many of its games have seen. */
const GAMES_THAT_COUNT = 3;

/** What has been tried before; `null` = nothing. */
export interface SeenRange {
  /** Deepest discount, in percent. */
  readonly deepest: number | null;
  /** Days of the longest discount. */
  readonly longest: number | null;
  readonly listPrice: { readonly from: number; readonly to: number } | null;
}

/** What is known of a game's prices and of those of its like. Plain data. */
export interface SeenPrices {
  readonly game: SeenRange;
  readonly group: SeenRange;
  /** Whom the group holds, in words. */
  readonly groupName: string;
  readonly elasticity: Elasticity;
}

interface GamePrices extends SeenRange {
  readonly key: string;
  readonly answers: PriceAnswers;
}

const bandNames = [
  'unknown price',
  'no price',
  'a price under 10',
  'a price from 10 to 30',
  'a price from 30 on',
];

/** Of every game of a panel, in its order: what it and the games of its first genre and price band have seen. */
export function readSeenPrices(panel: Panel): SeenPrices[] {
  const games = panel.games.map((_, game) => readGame(panel, game));
  const groups = new Map<string, GamePrices[]>();
  for (const game of games) (groups.get(game.key) ?? groups.set(game.key, []).get(game.key)!).push(game);
  const ranges = new Map([...groups].map(([key, members]) => [key, rangeOf(members)]));
  return games.map((game, n) => {
    const genre = panel.games[n]!.genres[0];
    const band = bandNames[Number(game.key.split('|')[0])]!;
    const group = ranges.get(game.key)!;
    const others = group.answers;
    return {
      game: { deepest: game.deepest, longest: game.longest, listPrice: game.listPrice },
      group: { deepest: group.deepest, longest: group.longest, listPrice: group.listPrice },
      groupName: genre === undefined ? `games with ${band}` : `${genre} games with ${band}`,
      elasticity: elasticityOf(game.answers, minus(others, game.answers)),
    };
  });
}

/** What the group learnt without the game itself, so that its own changes do not count twice. */
function minus(all: PriceAnswers, own: PriceAnswers): PriceAnswers {
  return { changes: all.changes - own.changes, xx: all.xx - own.xx, xy: all.xy - own.xy };
}

function readGame(panel: Panel, game: number): GamePrices {
  const from = game * panel.days;
  let deepest = 0;
  let longest = 0;
  let run = 0;
  let low = Infinity;
  let high = -Infinity;
  let last: number | undefined;
  for (let at = from; at < from + panel.days; at++) {
    const price = panel.listPrice[at]!;
    if (!Number.isNaN(price)) {
      last = price;
      low = Math.min(low, price);
      high = Math.max(high, price);
    }
    const rate = panel.discount[at]!;
    run = rate > 0 ? run + 1 : 0;
    deepest = Math.max(deepest, rate);
    longest = Math.max(longest, run);
  }
  return {
    key: `${priceBandOf(last)}|${panel.games[game]!.genres[0] ?? ''}`,
    deepest: deepest > 0 ? Math.round(100 * deepest) : null,
    longest: longest > 0 ? longest : null,
    listPrice: last === undefined ? null : { from: low, to: high },
    answers: readPriceAnswers(panel, game),
  };
}

function rangeOf(members: readonly GamePrices[]): SeenRange & { readonly answers: PriceAnswers } {
  const reached = (values: (number | undefined | null)[], sign: 1 | -1): number | null =>
    values.filter((value) => typeof value === 'number').sort((a, b) => sign * (b - a))[
      GAMES_THAT_COUNT - 1
    ] ?? null;
  const from = reached(
    members.map(({ listPrice }) => listPrice?.from),
    -1,
  );
  const to = reached(
    members.map(({ listPrice }) => listPrice?.to),
    1,
  );
  return {
    deepest: reached(
      members.map(({ deepest }) => deepest),
      1,
    ),
    longest: reached(
      members.map(({ longest }) => longest),
      1,
    ),
    listPrice: from === null || to === null ? null : { from: Math.min(from, to), to: Math.max(from, to) },
    answers: members.reduce((sum, { answers }) => addAnswers(sum, answers), noAnswers),
  };
}

/** One thing of a plan that has not been tried before. */
export interface Extrapolation {
  readonly what: 'depth' | 'duration' | 'list price';
  readonly asked: number;
  /** The furthest that the game and its group have seen; `null` = nothing. */
  readonly seenByGame: number | null;
  readonly seenByGroup: number | null;
}

/** What of a stretch of days lies outside all that the game or its group has seen; [] = nothing. */
export function extrapolationsOf(
  { game, group }: SeenPrices,
  asked: { readonly percent: number; readonly days: number; readonly listPrice: number | null },
): Extrapolation[] {
  const found: Extrapolation[] = [];
  const beyond = (
    what: 'depth' | 'duration',
    value: number,
    own: number | null,
    like: number | null,
  ): void => {
    if (value > Math.max(own ?? 0, like ?? 0)) {
      found.push({ what, asked: value, seenByGame: own, seenByGroup: like });
    }
  };
  if (asked.percent > 0) {
    beyond('depth', asked.percent, game.deepest, group.deepest);
    beyond('duration', asked.days, game.longest, group.longest);
  }
  const price = asked.listPrice;
  if (price !== null) {
    const within = (range: SeenRange['listPrice']): boolean =>
      range !== null && price >= range.from - 0.005 && price <= range.to + 0.005;
    const nearest = (range: SeenRange['listPrice']): number | null =>
      range === null ? null : price < range.from ? range.from : range.to;
    if (!within(game.listPrice) && !within(group.listPrice)) {
      const [seenByGame, seenByGroup] = [nearest(game.listPrice), nearest(group.listPrice)];
      found.push({ what: 'list price', asked: price, seenByGame, seenByGroup });
    }
  }
  return found;
}
