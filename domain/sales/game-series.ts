import { formatDay, type EpochDay } from '../days.ts';
import {
  firstPricedDay,
  pricesByDay,
  type DayPrice,
  type Discount,
  type PricePoint,
} from './prices-by-day.ts';
import { encodeReviewLabel, gameRating, type ReviewDay, type ReviewTotals } from './review-features.ts';

/** What happened with one game on one day, from orders, refunds and history together. */
export interface SalesDay {
  readonly day: EpochDay;
  /** Units paid (orders and history), gross. */
  readonly units: number;
  /** Units given back on this day, whenever they were bought. */
  readonly refunded: number;
  /** True when the history has a row for this day. */
  readonly inHistory: boolean;
  /** Units whose price is known, and what they cost together in minor units of the base currency. */
  readonly pricedUnits: number;
  readonly revenueMinor: number;
  /** From the history; null = unknown. */
  readonly listMinor: number | null;
  readonly unitMinor: number | null;
}

export interface GameFacts {
  /** null = unknown. */
  readonly releaseDay: EpochDay | null;
  /** Buyable before its release. */
  readonly preOrder: boolean;
  readonly sales: readonly SalesDay[];
  readonly pricePoints: readonly PricePoint[];
  readonly discounts: readonly Discount[];
  readonly reviews: readonly ReviewDay[];
}

/** One calendar day of a game; null always means unknown, never 0. */
export interface SeriesDay {
  readonly day: EpochDay;
  readonly quantity: number | null;
  readonly refunded: number | null;
  readonly rating: string;
  readonly reviewEncoded: number;
  readonly unitPriceMinor: number | null;
  readonly listMinor: number | null;
  /** 0 to 0.99. */
  readonly discountRate: number | null;
  readonly launchBoost: boolean | null;
  readonly daysSinceRelease: number | null;
  readonly observed: boolean;
}

export type SeriesResult =
  | { readonly ok: true; readonly days: readonly SeriesDay[] }
  /** The game's data cannot be turned into a series; `problem` says what, where and what was expected. */
  | { readonly ok: false; readonly problem: string };

/** Days counted as the launch: the day of release and the seven after it. */
const launchDays = 7;
const highestDiscountRate = 0.99;

/**
 * The daily series of one game: one entry for every calendar day from its start to the day before `asOf`. The start
 * is the first sale or history row or, if earlier, the day from which the game could be bought here.
 */
export function buildSeries(
  game: GameFacts,
  asOf: EpochDay,
  labelOf: (totals: ReviewTotals) => string,
): SeriesResult {
  const problem = findProblem(game.sales);
  if (problem !== undefined) return { ok: false, problem };

  const first = seriesStart(game, asOf);
  const salesByDay = new Map(game.sales.map((sale) => [sale.day, sale]));
  const prices = pricesByDay(game.pricePoints, game.discounts, first, asOf);
  const history = historySpan(game.sales);
  const reviews = new RunningReviews(game.reviews);

  const days: SeriesDay[] = [];
  for (let day = first; day < asOf; day++) {
    const sale = salesByDay.get(day);
    const totals = reviews.upTo(day);
    const label = labelOf(totals);
    const reviewEncoded = encodeReviewLabel(label);
    if (reviewEncoded === undefined) {
      return { ok: false, problem: `review label "${label}" on ${formatDay(day)} is none of the known ones` };
    }
    const storePrice = prices.get(day);
    const buyable = storePrice !== undefined && onSaleAtAll(game, day);
    const observed = buyable || (sale?.units ?? 0) > 0 || (day >= history.first && day <= history.last);
    days.push({
      day,
      quantity: observed ? (sale?.units ?? 0) : null,
      // A refund of a game that is off sale is known, though what it would have sold is not.
      refunded: observed || sale?.refunded ? (sale?.refunded ?? 0) : null,
      rating: gameRating(totals),
      reviewEncoded,
      ...priceOfDay(storePrice, sale),
      ...releaseOfDay(game.releaseDay, day),
      observed,
    });
  }
  return { ok: true, days };
}

/** The day from which the game could be bought here; undefined = not before `asOf`. */
function buyableFrom(
  game: Pick<GameFacts, 'pricePoints' | 'releaseDay' | 'preOrder'>,
  asOf: EpochDay,
): EpochDay | undefined {
  const priced = firstPricedDay(game.pricePoints, asOf);
  if (priced === undefined) return undefined;
  const day = game.preOrder || game.releaseDay === null ? priced : Math.max(priced, game.releaseDay);
  return day < asOf ? day : undefined;
}

function seriesStart(game: GameFacts, asOf: EpochDay): EpochDay {
  return game.sales.reduce((least, sale) => Math.min(least, sale.day), buyableFrom(game, asOf) ?? asOf);
}

/** A price alone does not put a game on sale: one with a release date waits for it, unless it takes pre-orders. */
function onSaleAtAll(game: GameFacts, day: EpochDay): boolean {
  return game.preOrder || game.releaseDay === null || day >= game.releaseDay;
}

/** From the first to the last day with a history row; without one the span is empty. */
function historySpan(sales: readonly SalesDay[]): { first: EpochDay; last: EpochDay } {
  let first = Infinity;
  let last = -Infinity;
  for (const sale of sales) {
    if (!sale.inHistory) continue;
    first = Math.min(first, sale.day);
    last = Math.max(last, sale.day);
  }
  return { first, last };
}

/** What the database's constraints cannot hold, since it lies between rows. */
function findProblem(sales: readonly SalesDay[]): string | undefined {
  let bought = 0;
  let givenBack = 0;
  for (const sale of [...sales].sort((a, b) => a.day - b.day)) {
    const at = formatDay(sale.day);
    if (sale.listMinor !== null && sale.unitMinor !== null && sale.unitMinor > sale.listMinor) {
      return `history of ${at}: unit price ${sale.unitMinor} lies above the list price ${sale.listMinor} (minor units)`;
    }
    bought += sale.units;
    givenBack += sale.refunded;
    if (givenBack > bought) return `until ${at}: ${givenBack} units refunded, but only ${bought} sold`;
  }
  return undefined;
}

/**
 * The store's own dated prices count before those of the history; what buyers happened to pay never makes a list price
 * or a discount.
 */
function priceOfDay(
  store: DayPrice | undefined,
  sale: SalesDay | undefined,
): Pick<SeriesDay, 'unitPriceMinor' | 'listMinor' | 'discountRate'> {
  const paid = sale && sale.pricedUnits > 0 ? sale.revenueMinor / sale.pricedUnits : null;
  if (store) {
    const effective = (store.listMinor * (100 - store.percent)) / 100;
    return {
      unitPriceMinor: paid ?? effective,
      listMinor: store.listMinor,
      discountRate: store.percent / 100,
    };
  }
  const list = sale?.listMinor ?? null;
  const unit = sale?.unitMinor ?? null;
  const rate =
    list === null || unit === null ? null : list === 0 ? 0 : Math.min(1 - unit / list, highestDiscountRate);
  return { unitPriceMinor: paid ?? unit, listMinor: list, discountRate: rate };
}

function releaseOfDay(
  releaseDay: EpochDay | null,
  day: EpochDay,
): Pick<SeriesDay, 'launchBoost' | 'daysSinceRelease'> {
  if (releaseDay === null) return { launchBoost: null, daysSinceRelease: null };
  const age = day - releaseDay;
  return { launchBoost: age >= 0 && age <= launchDays, daysSinceRelease: age };
}

/** Adds up the reviews day by day; asked for days in rising order. */
class RunningReviews {
  readonly #reviews: readonly ReviewDay[];
  #next = 0;
  #totals = { count: 0, positive: 0 };

  constructor(reviews: readonly ReviewDay[]) {
    this.#reviews = [...reviews].sort((a, b) => a.day - b.day);
  }

  upTo(day: EpochDay): ReviewTotals {
    for (
      let review = this.#reviews[this.#next];
      review && review.day <= day;
      review = this.#reviews[++this.#next]
    ) {
      this.#totals = {
        count: this.#totals.count + review.count,
        positive: this.#totals.positive + review.positive,
      };
    }
    return this.#totals;
  }
}
