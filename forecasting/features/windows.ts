import type { Plans } from '../panel/plans.ts';
import type { PlanStart } from './plan-features.ts';
import type { LinearBase } from './linear-base.ts';
import { writeLinearBase } from './linear-base.ts';
import type { Rhythm } from './rhythm.ts';
import { createRhythm, readRhythm, SLOW, SMOOTHINGS } from './rhythm.ts';
import { CALENDAR_FEATURES, calendarTable } from './calendar-features.ts';
import { FADE, gamePlan, planFeatures, PLAN_FEATURES, planStart, RISE } from './plan-features.ts';
import { responseAt } from './discount-response.ts';
import { createLevels, readLevels } from './levels.ts';
import type { Levels } from './levels.ts';
import type { SeriesTables } from './series.ts';
import { createYearAgo, MarketYearAgo, readYearAgo } from './year-ago.ts';

/**
 * Encoder, a past day: deviation from the level, observed; age, discount, on, freshness of the discount, what one that
 * is over leaves behind, price known, share of the store on discount; calendar; the game's state at the origin.
 */
const STATE_FEATURES = 8;
export const ENCODER_FEATURES = 2 + 7 + CALENDAR_FEATURES + STATE_FEATURES;
/**
 * Decoder, a coming day: base, last week less it, weekday median less it; age; the plan's (see `planFeatures`);
 * calendar; state at the origin; heights at the origin; place in the horizon twice; the year before: own deviation,
 * own known, market, market known, own discount.
 */
const HEIGHT_FEATURES = SMOOTHINGS.length;
/** Where the plan's features stand in a decoder's row, for a reader who changes the plan alone. */
export const PLAN_OFFSET = 3 + 1;
export const DECODER_FEATURES =
  PLAN_OFFSET + PLAN_FEATURES + CALENDAR_FEATURES + STATE_FEATURES + HEIGHT_FEATURES + 2 + 5;

const CALENDAR_OFFSET = PLAN_OFFSET + PLAN_FEATURES;
const STATE_OFFSET = CALENDAR_OFFSET + CALENDAR_FEATURES;
const HEIGHT_OFFSET = STATE_OFFSET + STATE_FEATURES;
/** Where groups of features stand in a decoder's row, as a column or from a column up to another. */
export const decoderColumns = {
  base: [0, 3],
  age: 3,
  calendar: [CALENDAR_OFFSET, STATE_OFFSET],
  level7: STATE_OFFSET + 1,
  level112: STATE_OFFSET + 2,
  heights: [HEIGHT_OFFSET, HEIGHT_OFFSET + HEIGHT_FEATURES],
  yearAgo: [DECODER_FEATURES - 5, DECODER_FEATURES],
} as const;

const UNKNOWN_AGE = 2000;
const OLDEST = 6000;
/** What a game without a release date is told as its age. */
export const UNKNOWN_AGE_FEATURE = ageFeature(UNKNOWN_AGE);

function ageFeature(days: number): number {
  return Math.log1p(Math.min(OLDEST, Math.max(0, days))) / 8;
}

/** Where a batch's windows are written. */
export interface BatchInputs {
  /** Sequences in the batch. */
  readonly batch: number;
  /** Time-major `[context, batch, ENCODER_FEATURES]`. */
  readonly encoder: Float32Array;
  /** `[batch * horizon, DECODER_FEATURES]`. */
  readonly decoder: Float32Array;
  /** Log units less the level, without discounts: see `withRises`. `[batch * horizon]` */
  readonly base: Float32Array;
  /** ln(1 + mean units of the last 28 days). `[batch]` */
  readonly level: Float32Array;
}

export interface WindowShape {
  readonly context: number;
  readonly horizon: number;
  /** Whether yearly cycle and year before are told; without about a year and a half of data neither can be learnt. */
  readonly yearly: boolean;
}

/** What a panel taught that every window is told with. */
export interface WindowContext {
  readonly base: LinearBase;
  /** See `discountShares`: of the panel's days and of as many days after them as will be asked for. */
  readonly shares: Float32Array;
}

/**
 * What a network's answers for a plan correct, `[rows]`: the base and the rise that the game's own response to discounts
 * lets expect on each day.
 *
 * @param decoder the plan's rows, `[rows, DECODER_FEATURES]`
 */
export function withRises(base: Float32Array, decoder: Float32Array): Float32Array {
  return base.map((value, row) => value + decoder[row * DECODER_FEATURES + PLAN_OFFSET + RISE]!);
}

/**
 * Writes windows of a panel: the days before an origin for the encoder, the days from it on for the decoder. Of the
 * days from the origin on only the calendar and the given plan are read, never the panel. A history shorter than the
 * context is padded in front with unobserved days.
 */
export class WindowWriter {
  readonly #tables: SeriesTables;
  readonly #shape: WindowShape;
  readonly #calendar: Float32Array;
  readonly #market: MarketYearAgo;
  readonly #levels: Levels = createLevels();
  readonly #rhythm: Rhythm = createRhythm();
  readonly #context: WindowContext;
  readonly #base: Float64Array;
  readonly #state = new Float32Array(STATE_FEATURES);
  readonly #yearAgo;

  constructor(tables: SeriesTables, shape: WindowShape, windowContext: WindowContext) {
    const { panel } = tables;
    const { context, horizon } = shape;
    this.#tables = tables;
    this.#shape = shape;
    this.#context = windowContext;
    this.#base = new Float64Array(horizon);
    // From `context` days before the panel to `horizon` days after it, so that every window lies inside.
    this.#calendar = calendarTable(panel.start - context, context + panel.days + horizon, shape.yearly);
    this.#market = new MarketYearAgo(tables, horizon);
    this.#yearAgo = createYearAgo(horizon);
  }

  /** Writes the window of `game` at the panel's column `origin` as sequence `n` of the batch. */
  write(game: number, origin: number, plans: Plans, row: number, out: BatchInputs, n: number): void {
    readLevels(this.#tables, game, origin, this.#levels);
    const response = responseAt(this.#tables, game, origin);
    readRhythm(this.#tables, game, origin, { response, fallback: this.#levels.level }, this.#rhythm);
    writeLinearBase(this.#context.base, this.#rhythm, this.#base);
    this.#readState(game, origin);
    out.level[n] = this.#levels.level;
    this.#writeEncoder(game, origin, out, n);
    this.writeDecoder(game, origin, plans, row, out, n);
  }

  /** The part of `write` for a second plan of the same window, which must have been the last one written. */
  writeDecoder(game: number, origin: number, plans: Plans, row: number, out: BatchInputs, n: number): void {
    const { horizon, yearly } = this.#shape;
    if (yearly) readYearAgo(this.#tables, game, origin, this.#yearAgo);
    const market = yearly ? this.#market.at(origin) : null;
    const start = this.planStart(game, origin);
    const plan = planFeatures(start, gamePlan(plans, row));
    for (let h = 0; h < horizon; h++) {
      const base = this.#base[h]! - this.#levels.level;
      out.base[n * horizon + h] = base;
      const d = out.decoder;
      let at = (n * horizon + h) * DECODER_FEATURES;
      d[at++] = base;
      d[at++] = this.#levels.lastWeek[h % 7]! - this.#base[h]!;
      d[at++] = this.#levels.weekdayMedian[h % 7]! - this.#base[h]!;
      d[at++] = this.#age(game, origin + h);
      d.set(plan.subarray(h * PLAN_FEATURES, (h + 1) * PLAN_FEATURES), at);
      at += PLAN_FEATURES;
      at = this.#writeCalendar(d, at, origin + h);
      d.set(this.#state, at);
      at += STATE_FEATURES;
      at = this.#writeHeights(d, at);
      d[at++] = h / horizon;
      d[at++] = Math.exp((-6 * h) / horizon);
      d[at++] = this.#yearAgo.deviation[h]!;
      d[at++] = this.#yearAgo.known[h]!;
      d[at++] = market === null ? 0 : market[h]!;
      d[at++] = market === null ? 0 : 1;
      d[at++] = this.#yearAgo.discount[h]!;
    }
  }

  /** What the plan's features of a window start from. */
  planStart(game: number, origin: number): PlanStart {
    return planStart(this.#tables, game, origin, this.#shape.horizon, this.#context.shares);
  }

  #writeEncoder(game: number, origin: number, out: BatchInputs, n: number): void {
    const { context } = this.#shape;
    const { panel, logs, sinceDiscount, trace } = this.#tables;
    const x = out.encoder;
    for (let step = 0; step < context; step++) {
      const day = origin - context + step;
      const source = game * panel.days + day;
      const inside = day >= 0;
      const seen = inside && panel.observed[source] === 1;
      const rate = inside ? panel.discount[source]! : 0;
      let at = (step * out.batch + n) * ENCODER_FEATURES;
      x[at++] = seen ? logs[source]! - this.#levels.level : 0;
      x[at++] = seen ? 1 : 0;
      x[at++] = this.#age(game, day);
      x[at++] = rate;
      x[at++] = rate > 0 ? 1 : 0;
      x[at++] = rate > 0 ? Math.exp(-sinceDiscount[source]! / FADE) : 0;
      x[at++] = inside && rate === 0 ? trace[source]! : 0;
      x[at++] = inside ? panel.discountKnown[source]! : 0;
      x[at++] = inside ? this.#context.shares[day]! : 0;
      at = this.#writeCalendar(x, at, day);
      x.set(this.#state, at);
    }
  }

  #readState(game: number, origin: number): void {
    const t = this.#tables;
    const levels = this.#levels;
    const at = game * (t.panel.days + 1) + origin;
    const discountDays = t.discountDaysBefore[at]!;
    this.#state[0] = levels.level / 8;
    this.#state[1] = levels.level7 - levels.level;
    this.#state[2] = levels.level112 - levels.level;
    this.#state[3] = levels.spread;
    this.#state[4] = t.responsesBefore[at]! / (discountDays + 10);
    this.#state[5] = Math.log1p(discountDays) / 4;
    this.#state[6] = t.discountsBefore[at]! / (discountDays + 1);
    this.#state[7] = levels.history / 112;
  }

  /** The slow level against the reference and the others against the slow one. */
  #writeHeights(target: Float32Array, at: number): number {
    const { smoothed } = this.#rhythm;
    const slow = smoothed[SLOW]!;
    smoothed.forEach((height, n) => {
      target[at + n] = height - (n === SLOW ? this.#levels.level : slow);
    });
    return at + HEIGHT_FEATURES;
  }

  #age(game: number, day: number): number {
    const { panel } = this.#tables;
    const release = panel.games[game]!.releaseDay;
    const age = release === null ? UNKNOWN_AGE : panel.start + day - release;
    return ageFeature(age);
  }

  #writeCalendar(target: Float32Array, at: number, day: number): number {
    const from = (day + this.#shape.context) * CALENDAR_FEATURES;
    for (let n = 0; n < CALENDAR_FEATURES; n++) target[at + n] = this.#calendar[from + n]!;
    return at + CALENDAR_FEATURES;
  }
}
