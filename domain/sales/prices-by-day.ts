import type { EpochDay } from '../days.ts';

const millisecondsPerDay = 86_400_000;
const dayAt = (instant: number): EpochDay => Math.floor(instant / millisecondsPerDay);

/** From `validFrom` on a unit costs `amountMinor`; null = from then on not for sale. */
export interface PricePoint {
  /** Milliseconds since 1970. */
  readonly validFrom: number;
  readonly amountMinor: number | null;
}

/** `percent` (1 to 99) off from `startsAt` until just before `endsAt`, in milliseconds since 1970. */
export interface Discount {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly percent: number;
}

export interface DayPrice {
  readonly listMinor: number;
  readonly percent: number;
}

interface Segment extends DayPrice {
  readonly from: number;
  readonly to: number;
}

/**
 * The price and discount that held longest on each day from `first` to just before `end`. A day on which the game was
 * never for sale has no entry; of two that held equally long the later one counts.
 */
export function pricesByDay(
  points: readonly PricePoint[],
  discounts: readonly Discount[],
  first: EpochDay,
  end: EpochDay,
): Map<EpochDay, DayPrice> {
  const prices = new Map<EpochDay, DayPrice>();
  const shared = new Map<EpochDay, Segment[]>();
  for (const segment of segments(points, discounts, first * millisecondsPerDay, end * millisecondsPerDay)) {
    const lastDay = dayAt(segment.to - 1);
    for (let day = dayAt(segment.from); day <= lastDay; day++) {
      const from = Math.max(segment.from, day * millisecondsPerDay);
      const to = Math.min(segment.to, (day + 1) * millisecondsPerDay);
      if (to - from === millisecondsPerDay) prices.set(day, segment);
      else shared.set(day, [...(shared.get(day) ?? []), { ...segment, from, to }]);
    }
  }
  for (const [day, parts] of shared) prices.set(day, heldLongest(parts));
  return prices;
}

/** The day of the first moment at which a unit could be paid for; undefined = there was none before `end`. */
export function firstPricedDay(points: readonly PricePoint[], end: EpochDay): EpochDay | undefined {
  const first = points
    .filter((point) => point.amountMinor !== null)
    .reduce((least, point) => Math.min(least, point.validFrom), Infinity);
  return first < end * millisecondsPerDay ? dayAt(first) : undefined;
}

/** The stretches of constant price and discount within [from, to), in order; stretches without a price are left out. */
function segments(
  points: readonly PricePoint[],
  discounts: readonly Discount[],
  from: number,
  to: number,
): Segment[] {
  const ordered = [...points].sort((a, b) => a.validFrom - b.validFrom);
  const reductions = [...discounts].sort((a, b) => a.startsAt - b.startsAt);
  const bounds = [
    from,
    to,
    ...ordered.map((point) => point.validFrom),
    ...reductions.flatMap((discount) => [discount.startsAt, discount.endsAt]),
  ]
    .filter((instant) => instant >= from && instant <= to)
    .sort((a, b) => a - b);

  const found: Segment[] = [];
  let nextPoint = 0;
  let nextDiscount = 0;
  let amount: number | null = null;
  for (let i = 0; i + 1 < bounds.length; i++) {
    const start = bounds[i] ?? to;
    const stop = bounds[i + 1] ?? to;
    if (start === stop) continue;
    for (let point = ordered[nextPoint]; point && point.validFrom <= start; point = ordered[++nextPoint]) {
      amount = point.amountMinor;
    }
    while ((reductions[nextDiscount]?.endsAt ?? Infinity) <= start) nextDiscount++;
    if (amount === null) continue;
    const discount = reductions[nextDiscount];
    const percent = amount > 0 && discount && discount.startsAt <= start ? discount.percent : 0;
    found.push({ from: start, to: stop, listMinor: amount, percent });
  }
  return found;
}

/** Several stretches of one day: the same price may have held twice, so the lengths are added up first. */
function heldLongest(parts: readonly Segment[]): DayPrice {
  const held = new Map<string, { price: DayPrice; length: number; until: number }>();
  for (const part of parts) {
    const key = `${part.listMinor}/${part.percent}`;
    const length = (held.get(key)?.length ?? 0) + part.to - part.from;
    held.set(key, { price: part, length, until: part.to });
  }
  const [best] = [...held.values()].sort((a, b) => b.length - a.length || b.until - a.until);
  if (!best) throw new RangeError('a day without a price has no longest one');
  return best.price;
}
