import type { WhatIf, WhatIfAmount } from '../../shared/api/contract.ts';
import { formatMoney } from '../../shared/format/money.ts';
import { count, formatDayMonth, formatNumber } from '../../shared/format/time.ts';

/** Digits after the point of a currency. */
export function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** `20 Jun to 26 Jun`, or the one day. */
export function spanWords({
  startsOn,
  endsOn,
}: {
  readonly startsOn: string;
  readonly endsOn: string;
}): string {
  return startsOn === endsOn
    ? formatDayMonth(startsOn)
    : `${formatDayMonth(startsOn)} to ${formatDayMonth(endsOn)}`;
}

/** A figure and where it lies in eight cases of ten. */
export interface Figure {
  readonly value: string;
  /** `4,100 to 6,300`; null where it is sure. */
  readonly range: string | null;
}

/** A sum; money in whole units of the currency. */
export function amountOf(amount: WhatIfAmount, currency: string | null): Figure {
  return figure(amount, (value) => plain(value, currency));
}

/** A difference, with its sign. */
export function differenceOf(amount: WhatIfAmount, currency: string | null): Figure {
  return figure(amount, (value) => signed(value, currency));
}

function figure({ mean, p10, p90 }: WhatIfAmount, words: (value: number) => string): Figure {
  const [value, low, high] = [words(mean), words(p10), words(p90)];
  // A week before the plan begins differs by nothing, and surely so.
  return { value, range: low === value && high === value ? null : `${low} to ${high}` };
}

function signed(value: number, currency: string | null): string {
  const words = plain(Math.abs(value), currency);
  const sign = /[1-9]/.test(words) ? (value > 0 ? '+' : '−') : '±';
  return `${sign}${words}`;
}

function plain(value: number, currency: string | null): string {
  if (currency === null) return formatNumber(Math.round(value));
  const whole = new Intl.NumberFormat('en-US', { style: 'currency', currency, maximumFractionDigits: 0 });
  return whole.format(value / 10 ** decimalsOf(currency));
}

/** What of the plan was never tried, in sentences; with its days where the plan has several periods. */
export function extrapolationWords({ segments, seenGroup, currency }: WhatIf): string[] {
  return segments.flatMap((segment) =>
    segment.reasons.map(({ what, asked, seenByGame, seenByGroup }) => {
      const words = (value: number | null): string => {
        if (value === null) return 'nothing';
        if (what === 'depth') return `${value}%`;
        return what === 'duration' ? count(value, 'day') : formatMoney({ amountMinor: value, currency });
      };
      const [subject, bound] = TRIED[what];
      const when = segments.length > 1 ? ` from ${spanWords(segment)}` : '';
      return `${subject} ${words(asked)}${when} was never tried. ${bound} so far: ${words(seenByGame)} by this game, ${words(seenByGroup)} among ${seenGroup}.`;
    }),
  );
}

const TRIED = {
  depth: ['A discount of', 'The deepest'],
  duration: ['A discount over', 'The longest'],
  'list price': ['A list price of', 'The nearest'],
} as const;
