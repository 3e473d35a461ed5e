import { parse } from 'csv-parse/sync';
import type { StoredForecast } from './schemas.ts';

export type Forecast = StoredForecast;
export type ActualDay = Forecast['actuals'][number];

/** A game's series file as days; an empty field is unknown and becomes null, never 0. */
export function readSeries(text: string): ActualDay[] {
  const rows = parse<Record<string, string | undefined>>(text, { columns: true, skip_empty_lines: true });
  return rows.map((row) => ({
    date: row['purchase_date'] ?? '',
    units: numberOf(row['quantity']),
    refunded: numberOf(row['refunded_quantity']),
    price: numberOf(row['unit_price']),
    listPrice: numberOf(row['list_price']),
    discountRate: numberOf(row['discount_rate']),
    onSale: row['on_sale'] === '1' ? true : row['on_sale'] === '0' ? false : null,
  }));
}

function numberOf(field: string | undefined): number | null {
  return field === undefined || field === '' ? null : Number(field);
}

/** Units of the last 60 days of the series, and on how many of them they are known. */
export function lastUnits(actuals: readonly ActualDay[]): { units: number; days: number } {
  const known = actuals.slice(-60).filter((day) => day.units !== null);
  return { units: known.reduce((sum, day) => sum + (day.units ?? 0), 0), days: known.length };
}

type Stripe = Forecast['discounts'][number];

/** The store's own discounts, and those of an imported history, which stand in the series alone. */
export function discountStripes(own: readonly Stripe[], actuals: readonly ActualDay[]): Stripe[] {
  const stripes: Stripe[] = [...own];
  let open: Stripe | undefined;
  const close = () => {
    const ended = open;
    open = undefined;
    if (!ended || own.some((stripe) => stripe.startsOn <= ended.endsOn && stripe.endsOn >= ended.startsOn))
      return;
    stripes.push(ended);
  };
  for (const { date, discountRate } of actuals) {
    const percent = Math.round(100 * (discountRate ?? 0));
    if (open && open.percent !== percent) close();
    if (percent > 0) open = { startsOn: open?.startsOn ?? date, endsOn: date, percent };
  }
  close();
  return stripes.sort((a, b) => (a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : 0));
}
