import type { Money } from '../api/contract.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** `$19.99`; the currency's own number of decimals, in the reader's language. */
export function formatMoney(money: Money): string {
  let format = formats.get(money.currency);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { style: 'currency', currency: money.currency });
    formats.set(money.currency, format);
  }
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(money.amountMinor / 10 ** decimals);
}

/** A price of 0 is a price, and readers call it so. */
export function formatPrice(money: Money): string {
  return money.amountMinor === 0 ? 'Free' : formatMoney(money);
}
