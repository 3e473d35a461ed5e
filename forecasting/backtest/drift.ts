import type { ForecastSet } from '../forecast-set.ts';
import { quantile } from '../baselines/intervals.ts';
import { volumeBands } from './bands.ts';
import type { Outcome } from './score.ts';
import { horizonBands } from './slices.ts';

/** How many days before a day its forecast was made. */
export const driftBands = horizonBands
  .filter(({ to }) => to < Infinity)
  .map(({ from, to }) => ({ name: `${from} to ${to} days ahead`, from, to }));

/** Nights running beyond the limit that mark a game or the champion. */
export const NIGHTS = 3;
/** Share of a fold's runs of three days that stay under the limit of a game. */
const WITHIN = 0.98;
/** Fewer runs than this in a volume band, and those of all games are taken. */
const ENOUGH = 100;
/** A tenth more or less is nobody's drift, however regular the fold was. */
const LEAST = Math.log(1.1);
/** One fold is one season: the champion may err a quarter more than it ever did there for three days running. */
const MARGIN = 1.25;

/** What errors in ln(1 + units) stayed under in a held-out fold, three days running; null = the fold says nothing. */
export interface DriftLimits {
  /** By volume band, then by horizon band. */
  readonly games: readonly (readonly (number | null)[])[];
  /** By horizon band, of the median over all games. */
  readonly champion: readonly (number | null)[];
}

/** |ln(1 + came) − ln(1 + said)|: the same share off counts the same for a small game and a big one. */
export function logError(came: number, said: number): number {
  return Math.abs(Math.log1p(came) - Math.log1p(said));
}

/**
 * What is usual, by the held-out fold. A mark takes three days running beyond the limit, and a game that is off today
 * is as a rule off tomorrow; so what is measured is what three days running all exceeded: the smallest error of each
 * run of three days. A game's limit is what 98 of 100 such runs stay under, among games of its volume band; the
 * champion's is a quarter above the highest that the median over all games had, which no single game moves.
 */
export function driftLimits(said: ForecastSet, outcome: Outcome, bands: Uint8Array): DriftLimits {
  const perBand = driftBands.map(({ from, to }) => {
    const days = [Math.min(from - 1, outcome.horizon), Math.min(to, outcome.horizon)] as const;
    return { runs: runsOfGames(said, outcome, bands, days), pooled: runsOfChampion(said, outcome, days) };
  });
  return {
    games: volumeBands.map((_, volume) =>
      perBand.map(({ runs }) => {
        const own = runs[volume]!;
        const taken = own.length >= ENOUGH ? own : runs.flat();
        return taken.length === 0
          ? null
          : Math.max(
              LEAST,
              quantile(
                [...taken].sort((a, b) => a - b),
                WITHIN,
              ),
            );
      }),
    ),
    champion: perBand.map(({ pooled }) => (pooled.length === 0 ? null : MARGIN * Math.max(LEAST, ...pooled))),
  };
}

/** By volume band: the smallest error of each game's runs of three observed days. */
function runsOfGames(
  said: ForecastSet,
  outcome: Outcome,
  bands: Uint8Array,
  [from, to]: readonly [number, number],
): number[][] {
  const runs: number[][] = volumeBands.map(() => []);
  for (let game = 0; game < bands.length; game++) {
    const errors: (number | null)[] = [];
    for (let h = from; h < to; h++) {
      const at = game * outcome.horizon + h;
      errors.push(outcome.observed[at] === 1 ? logError(outcome.units[at]!, said.p50[at]!) : null);
    }
    runs[bands[game]!]!.push(...smallestOfRuns(errors));
  }
  return runs;
}

function runsOfChampion(
  said: ForecastSet,
  { units, observed, horizon, scale }: Outcome,
  [from, to]: readonly [number, number],
): number[] {
  const medians: (number | null)[] = [];
  for (let h = from; h < to; h++) {
    const errors: number[] = [];
    for (let at = h; at < scale.length * horizon; at += horizon) {
      if (observed[at] === 1) errors.push(logError(units[at]!, said.p50[at]!));
    }
    errors.sort((a, b) => a - b);
    medians.push(errors.length === 0 ? null : quantile(errors, 0.5));
  }
  return smallestOfRuns(medians);
}

function smallestOfRuns(errors: readonly (number | null)[]): number[] {
  const known = errors.filter((error) => error !== null);
  return Array.from({ length: Math.max(0, known.length - NIGHTS + 1) }, (_, first) =>
    Math.min(...known.slice(first, first + NIGHTS)),
  );
}
