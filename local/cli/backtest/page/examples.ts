import type { EpochDay } from '../../../../domain/days.ts';
import { volumeBands } from '../../../../forecasting/index.ts';
import type { OriginResult, Panel } from '../../../../forecasting/index.ts';

/** Days before the origin that a picture shows. */
const PAST = 60;

/** One game's picture: what was sold, and what had been said. */
export interface ExampleGame {
  readonly gameId: string;
  readonly band: string;
  /** Games of the band that could be scored at this origin. */
  readonly games: number;
  readonly origin: EpochDay;
  /** Σ|y − p50| / Σ y of this game. */
  readonly wape: number;
  /** Units a day before and from the origin on; `null` where not known. */
  readonly past: readonly (number | null)[];
  readonly actual: readonly (number | null)[];
  readonly p10: Float32Array;
  readonly p50: Float32Array;
  readonly p90: Float32Array;
}

/**
 * One game of each volume band at an origin: not the best and not the worst, but the one whose error stands in the
 * middle of its band.
 */
export function exampleGames(panel: Panel, result: OriginResult): ExampleGame[] {
  return volumeBands.flatMap(({ name }, band) => {
    const ranked = result.games
      .flatMap((_, game) => {
        const wape = result.fold.bands[game] === band ? wapeOf(result, game) : null;
        return wape === null ? [] : [{ game, wape }];
      })
      .sort((a, b) => a.wape - b.wape || a.game - b.game);
    const middle = ranked[(ranked.length - 1) >> 1];
    if (middle === undefined) return [];
    return [{ band: name, games: ranked.length, ...middle, ...curvesOf(panel, result, middle.game) }];
  });
}

function wapeOf({ games, outcome }: OriginResult, game: number): number | null {
  let error = 0;
  let units = 0;
  for (let h = 0; h < outcome.horizon; h++) {
    const at = game * outcome.horizon + h;
    if (outcome.observed[at] !== 1) continue;
    error += Math.abs(outcome.units[at]! - games[game]!.p50[h]!);
    units += outcome.units[at]!;
  }
  return units > 0 ? error / units : null;
}

function curvesOf(
  panel: Panel,
  { origin, games, outcome }: OriginResult,
  game: number,
): Omit<ExampleGame, 'band' | 'games' | 'wape'> {
  const column = origin - panel.start;
  const unitsOf = (day: number): number | null => {
    const at = game * panel.days + day;
    return day >= 0 && day < panel.days && panel.observed[at] === 1 ? panel.units[at]! : null;
  };
  const { gameId, p10, p50, p90 } = games[game]!;
  return {
    gameId,
    origin,
    past: Array.from({ length: PAST }, (_, n) => unitsOf(column - PAST + n)),
    actual: Array.from({ length: outcome.horizon }, (_, h) => unitsOf(column + h)),
    p10,
    p50,
    p90,
  };
}
