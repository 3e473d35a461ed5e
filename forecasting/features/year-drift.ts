import { createLevels, observedOver, readLevels } from './levels.ts';
import { median } from './series.ts';
import type { SeriesTables } from './series.ts';
import { YEAR } from './year-ago.ts';

/** Observed days that a game needs among the 28 before the day 52 weeks before the origin. */
const NEEDED_DAYS = 14;
/** How much of the catalogue's drift a year ago, and of what the game's own lay beside it, is taken to come again. */
const COMMON = 0.7;
const OWN = 0.2;
/** A game's own drift counts within this distance of the catalogue's, in log units. */
const LIMIT = 1;
/** The catalogue's drift is drawn towards none as if so many more games had not drifted. */
const PRIOR_GAMES = 10;

/**
 * How far the days of a horizon are expected to leave the weekday median, judged by how far they left it 52 weeks
 * before: for each day d_h = ln(1 + units) less the weekday median that was known then,
 *   drift_h = 0.7·c_h + 0.2·clip(d_h − c_h, ±1),  c_h = n / (n + 10) · median of d_h over the n games.
 * Of the days from the origin on it reads nothing.
 */
export class YearDrift {
  readonly #tables: SeriesTables;
  readonly #horizon: number;
  readonly #levels = createLevels();
  readonly #own: Float64Array;
  readonly #kept = new Map<number, Float64Array | null>();

  constructor(tables: SeriesTables, horizon: number) {
    this.#tables = tables;
    this.#horizon = horizon;
    this.#own = new Float64Array(horizon);
  }

  /** Fills `out` `[horizon]` for a game at the panel's column `origin`; 0 where the year before is not known. */
  read(game: number, origin: number, out: Float64Array): void {
    out.fill(0);
    const common = this.#common(origin);
    if (common === null) return;
    const known = this.#readOwn(game, origin);
    for (let h = 0; h < this.#horizon; h++) {
      const beside = known ? this.#own[h]! - common[h]! : NaN;
      out[h] = COMMON * common[h]! + (Number.isNaN(beside) ? 0 : OWN * clip(beside));
    }
  }

  /** The catalogue's drift; computed when an origin is first asked for, then kept. */
  #common(origin: number): Float64Array | null {
    const kept = this.#kept.get(origin);
    if (kept !== undefined) return kept;
    const computed = this.#computeCommon(origin);
    this.#kept.set(origin, computed);
    return computed;
  }

  #computeCommon(origin: number): Float64Array | null {
    const byDay: number[][] = Array.from({ length: this.#horizon }, () => []);
    for (let game = 0; game < this.#tables.panel.games.length; game++) {
      if (!this.#readOwn(game, origin)) continue;
      this.#own.forEach((value, h) => {
        if (!Number.isNaN(value)) byDay[h]!.push(value);
      });
    }
    if (byDay.every((values) => values.length === 0)) return null;
    return Float64Array.from(byDay, (values) =>
      values.length === 0 ? 0 : (median(values) * values.length) / (values.length + PRIOR_GAMES),
    );
  }

  /** Reads d_h of a game, NaN where not observed; answers whether the game was there a year ago. */
  #readOwn(game: number, origin: number): boolean {
    const then = origin - YEAR;
    const { panel, logs } = this.#tables;
    if (then < NEEDED_DAYS || observedOver(this.#tables, game, then, 28) < NEEDED_DAYS) return false;
    readLevels(this.#tables, game, then, this.#levels);
    for (let h = 0; h < this.#horizon; h++) {
      const at = game * panel.days + then + h;
      // A horizon longer than a year would reach past the origin.
      const seen = h < YEAR && panel.observed[at] === 1;
      this.#own[h] = seen ? logs[at]! - this.#levels.weekdayMedian[h % 7]! : NaN;
    }
    return true;
  }
}

function clip(value: number): number {
  return Math.max(-LIMIT, Math.min(LIMIT, value));
}
