import { formatDay } from '../../domain/days.ts';
import { quantile } from '../baselines/intervals.ts';
import type { ForecastSet } from '../forecast-set.ts';
import { pinball } from '../metrics/metrics.ts';
import { Random } from '../random.ts';
import { volumeBands } from './bands.ts';
import type { Outcome } from './score.ts';

/** How much worse a challenger may be, as a share: a refresh on its newest fold, a recipe in any volume band. */
export const TOLERATED = 0.05;
/** Resamplings of the games. */
const DRAWS = 500;
/** Nine draws of ten lie above the lower bound. */
const LOWER = 0.1;

/** The rule that decided. */
export type GateRule =
  | 'not finite'
  | 'no champion'
  | 'older data'
  | 'other plans'
  | 'champion changed'
  | 'nothing sold'
  | 'newest fold'
  | 'gain in WAPE'
  | 'gain in quantile loss'
  | 'volume band'
  | 'all rules';

/** What a gate said; plain data, kept with the model whether it was promoted or not. */
export interface GateResult {
  readonly promoted: boolean;
  readonly gate: 'refresh' | 'recipe';
  readonly rule: GateRule;
  /** Which rule decided, with its figures, in words for an operator. */
  readonly reason: string;
  readonly figures: Readonly<Record<string, number | string | null>>;
}

/** What the refresh gate knows of a model. */
export interface RefreshCandidate {
  /** YYYY-MM-DD: the first day that it did not learn from. */
  readonly asOf: string;
  /** Its WAPE on its newest fold as a share of seasonal naive's there; null = nothing was sold to compare on. */
  readonly relativeError: number | null;
  /** Whether its fold knew what was planned at its origin, or the prices that its days came to have. */
  readonly foldPlans: 'recorded' | 'came';
}

/**
 * Newer data under the same recipe replace the champion unless a weight is not finite or the newest held-out days went
 * more than 5 % worse. Different days are differently hard, so what is compared is the error against seasonal naive's
 * on the same days.
 *
 * @param incumbent null = there is no champion that could be used
 */
export function refreshGate(
  challenger: RefreshCandidate,
  incumbent: RefreshCandidate | null,
  finite: boolean,
): GateResult {
  const figures = {
    challenger: challenger.relativeError,
    champion: incumbent?.relativeError ?? null,
  };
  const say = (promoted: boolean, rule: GateRule, words: string): GateResult => ({
    promoted,
    gate: 'refresh',
    rule,
    reason: `${promoted ? 'promoted' : 'refused'}: ${words}`,
    figures,
  });
  if (!finite) return say(false, 'not finite', 'a weight or a forecast is not a finite number');
  if (incumbent === null)
    return say(true, 'no champion', 'there was no model before that this version can use');
  const older = refuseOlderData('refresh', { challenger: challenger.asOf, incumbent: incumbent.asOf });
  if (older) return older;
  if (challenger.foldPlans === 'recorded' && incumbent.foldPlans === 'came') {
    const words =
      'newer data; the champion’s fold knew all prices of its days, which makes its error smaller';
    return say(true, 'other plans', words);
  }
  const own = challenger.relativeError;
  const other = incumbent.relativeError;
  if (own === null || other === null) {
    return say(true, 'nothing sold', 'newer data, and nothing sold on held-out days to compare on');
  }
  const compared = `${own.toFixed(3)} of seasonal naive's error on the held-out days, the champion had ${other.toFixed(3)}`;
  return own > other * (1 + TOLERATED)
    ? say(false, 'newest fold', `more than 5 % worse than the champion (${compared})`)
    : say(true, 'newest fold', `newer data (${compared})`);
}

/** What either gate says of a training of an older run that ended late; `undefined` = it knows as many days as the champion. */
function refuseOlderData(
  gate: GateResult['gate'],
  { challenger, incumbent }: KnownDays,
): GateResult | undefined {
  if (challenger >= incumbent) return undefined;
  const reason = `refused: it knows the days before ${challenger}, the champion those before ${incumbent}`;
  return { promoted: false, gate, rule: 'older data', reason, figures: { challenger, champion: incumbent } };
}

/** YYYY-MM-DD: the first day that each did not learn from. */
interface KnownDays {
  readonly challenger: string;
  readonly incumbent: string;
}

/** What two recipes, each fitted to the days before an origin, said of the days from there on; games in one order. */
export interface PairedFold {
  readonly outcome: Outcome;
  /** Volume band of each game at the origin. */
  readonly bands: Uint8Array;
  readonly challenger: ForecastSet;
  readonly incumbent: ForecastSet;
}

/** One game's sums over all folds. */
interface GameSums {
  units: number;
  readonly absolute: Pair;
  readonly quantileLoss: Pair;
}

interface Pair {
  challenger: number;
  incumbent: number;
}

/**
 * Another recipe replaces the champion's if, refitted at the same folds, it gains for sure: the lower 90 % bounds of
 * its relative gains in WAPE and in weighted quantile loss, over resamplings of the games (a game keeps its folds
 * together), lie above 0, and no volume band is more than 5 % worse in WAPE.
 */
export function recipeGate(
  folds: readonly PairedFold[],
  asOf: KnownDays,
  finite: boolean,
  seed = 1,
): GateResult {
  const say = (
    promoted: boolean,
    rule: GateRule,
    words: string,
    figures: GateResult['figures'] = {},
  ): GateResult => ({
    promoted,
    gate: 'recipe',
    rule,
    reason: `${promoted ? 'promoted' : 'refused'}: ${words}`,
    figures,
  });
  if (!finite) return say(false, 'not finite', 'a weight or a forecast is not a finite number');
  const older = refuseOlderData('recipe', asOf);
  if (older) return older;
  const games = sumsByGame(folds);
  if (games.every(({ units }) => units === 0)) {
    return say(false, 'nothing sold', 'nothing sold on the held-out days, so nothing shows a gain');
  }
  const wape = gainOf(games, 'absolute', seed);
  const loss = gainOf(games, 'quantileLoss', seed);
  const worst = worstBand(folds);
  const figures = {
    folds: folds.map(({ outcome }) => formatDay(outcome.origin)).join(', '),
    wapeGain: wape.gain,
    wapeGainLower: wape.lower,
    quantileLossGain: loss.gain,
    quantileLossGainLower: loss.lower,
    worstBand: worst?.band ?? null,
    worstBandChange: worst?.change ?? null,
  };
  const told =
    `WAPE ${percent(-wape.gain)} against the champion's recipe (at worst ${percent(-wape.lower)} in nine resamplings ` +
    `of ten), quantile loss ${percent(-loss.gain)} (${percent(-loss.lower)})`;
  if (!(wape.lower > 0))
    return say(false, 'gain in WAPE', `no sure gain in WAPE on ${figures.folds}: ${told}`, figures);
  if (!(loss.lower > 0)) {
    return say(
      false,
      'gain in quantile loss',
      `no sure gain in quantile loss on ${figures.folds}: ${told}`,
      figures,
    );
  }
  if (worst && worst.change > TOLERATED) {
    const band = `games that sell ${worst.band} are ${percent(worst.change)} in WAPE, at most +5 % is allowed; ${told}`;
    return say(false, 'volume band', band, figures);
  }
  return say(true, 'all rules', `a sure gain on ${figures.folds}: ${told}`, figures);
}

function percent(share: number): string {
  return `${share > 0 ? '+' : ''}${(share * 100).toFixed(1)} %`;
}

function sumsByGame(folds: readonly PairedFold[]): GameSums[] {
  const games: GameSums[] = [];
  for (const fold of folds) {
    for (let game = 0; game < fold.bands.length; game++) {
      const sums = (games[game] ??= {
        units: 0,
        absolute: { challenger: 0, incumbent: 0 },
        quantileLoss: { challenger: 0, incumbent: 0 },
      });
      addGame(fold, game, sums);
    }
  }
  return games;
}

function addGame({ outcome, challenger, incumbent }: PairedFold, game: number, sums: GameSums): void {
  const { horizon } = outcome;
  for (let at = game * horizon; at < (game + 1) * horizon; at++) {
    if (outcome.observed[at] !== 1) continue;
    const came = outcome.units[at]!;
    sums.units += came;
    for (const [who, said] of [['challenger', challenger] as const, ['incumbent', incumbent] as const]) {
      sums.absolute[who] += Math.abs(came - said.p50[at]!);
      sums.quantileLoss[who] +=
        pinball(came, said.p10[at]!, 0.1) +
        pinball(came, said.p50[at]!, 0.5) +
        pinball(came, said.p90[at]!, 0.9);
    }
  }
}

/** 1 − challenger's error / incumbent's, over all games and at the lower bound of the resamplings. */
function gainOf(
  games: readonly GameSums[],
  measure: 'absolute' | 'quantileLoss',
  seed: number,
): { gain: number; lower: number } {
  const random = Random.seeded(seed);
  const gains = Array.from({ length: DRAWS }, () =>
    relativeGain(Array.from({ length: games.length }, () => games[random.below(games.length)]![measure])),
  ).sort((a, b) => a - b);
  return { gain: relativeGain(games.map((game) => game[measure])), lower: quantile(gains, LOWER) };
}

/** The units cancel out: both recipes are held against the same days. */
function relativeGain(pairs: readonly Pair[]): number {
  let challenger = 0;
  let incumbent = 0;
  for (const pair of pairs) {
    challenger += pair.challenger;
    incumbent += pair.incumbent;
  }
  if (incumbent === 0) return challenger === 0 ? 0 : -Infinity;
  return 1 - challenger / incumbent;
}

/** The volume band whose WAPE rises most, over all folds; undefined = nothing was sold in any. */
function worstBand(folds: readonly PairedFold[]): { band: string; change: number } | undefined {
  const changes = volumeBands.flatMap(({ name }, index) => {
    const sums: GameSums = {
      units: 0,
      absolute: { challenger: 0, incumbent: 0 },
      quantileLoss: { challenger: 0, incumbent: 0 },
    };
    for (const fold of folds) {
      for (let game = 0; game < fold.bands.length; game++) {
        if (fold.bands[game] === index) addGame(fold, game, sums);
      }
    }
    return sums.units === 0 ? [] : [{ band: name, change: -relativeGain([sums.absolute]) }];
  });
  return changes.sort((a, b) => b.change - a.change)[0];
}
