import { levelOver, observedOver } from './levels.ts';
import type { SeriesTables } from './series.ts';

/** 52 weeks, so that weekdays meet weekdays. */
export const YEAR = 364;
const NEEDED_DAYS = 14;
const LIMIT = 2;

/** The same days of the year before, relative to the level that the game had then. */
export interface YearAgo {
  /** By day of the horizon: log units less the level 52 weeks before the origin, within ±2; 0 where unknown. */
  readonly deviation: Float64Array;
  /** By day of the horizon: 1 where `deviation` is known. */
  readonly known: Float64Array;
  /** By day of the horizon: the discount 52 weeks before. */
  readonly discount: Float64Array;
}

export function createYearAgo(horizon: number): YearAgo {
  return {
    deviation: new Float64Array(horizon),
    known: new Float64Array(horizon),
    discount: new Float64Array(horizon),
  };
}

export function readYearAgo(t: SeriesTables, game: number, origin: number, out: YearAgo): void {
  const { panel, logs } = t;
  const then = origin - YEAR;
  const level = levelThen(t, game, then);
  for (let h = 0; h < out.deviation.length; h++) {
    const at = game * panel.days + then + h;
    // A horizon longer than a year would reach past the origin.
    const known = level !== undefined && h < YEAR && panel.observed[at] === 1;
    out.known[h] = known ? 1 : 0;
    out.deviation[h] = known ? clip(logs[at]! - level) : 0;
    out.discount[h] = known ? panel.discount[at]! : 0;
  }
}

/** The mean deviation of all games a year before each origin; computed when first asked for, then kept. */
export class MarketYearAgo {
  readonly #tables: SeriesTables;
  readonly #horizon: number;
  readonly #kept = new Map<number, Float64Array | null>();

  constructor(tables: SeriesTables, horizon: number) {
    this.#tables = tables;
    this.#horizon = horizon;
  }

  /** By day of the horizon; `null` when no game has the year before. */
  at(origin: number): Float64Array | null {
    const kept = this.#kept.get(origin);
    if (kept !== undefined) return kept;
    const computed = this.#compute(origin);
    this.#kept.set(origin, computed);
    return computed;
  }

  #compute(origin: number): Float64Array | null {
    const t = this.#tables;
    const then = origin - YEAR;
    const sums = new Float64Array(this.#horizon);
    const counts = new Float64Array(this.#horizon);
    for (let game = 0; game < t.panel.games.length; game++) {
      const level = levelThen(t, game, then);
      if (level === undefined) continue;
      for (let h = 0; h < Math.min(this.#horizon, YEAR); h++) {
        const at = game * t.panel.days + then + h;
        if (t.panel.observed[at] !== 1) continue;
        sums[h]! += clip(t.logs[at]! - level);
        counts[h]! += 1;
      }
    }
    if (!counts.some((count) => count > 0)) return null;
    return sums.map((sum, h) => (counts[h]! > 0 ? sum / counts[h]! : 0));
  }
}

function levelThen(t: SeriesTables, game: number, then: number): number | undefined {
  if (then < NEEDED_DAYS || observedOver(t, game, then, 28) < NEEDED_DAYS) return undefined;
  return levelOver(t, game, then, 28);
}

function clip(value: number): number {
  return Math.max(-LIMIT, Math.min(LIMIT, value));
}
