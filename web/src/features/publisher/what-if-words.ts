import type { WhatIf, WhatIfAmount, WhatIfRequest } from '../../shared/api/contract.ts';
import { formatMoney } from '../../shared/format/money.ts';
import { formatNumber } from '../../shared/format/time.ts';

/** What the reader has typed; text, since a field may be half full. */
export interface PlanDraft {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly percent: string;
  readonly price: string;
}

/** Digits after the point of a currency. */
export function decimalsOf(currency: string): number {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

export type DraftErrors = Partial<Record<keyof PlanDraft, string>>;

/** The draft as a request; null while it says nothing yet. What cannot be is told by field. */
export function readDraft(
  draft: PlanDraft,
  days: { readonly first: string; readonly last: string },
  currency: string,
): { readonly request: WhatIfRequest | null; readonly errors: DraftErrors } {
  const { startsOn, endsOn } = draft;
  const errors: DraftErrors = {};
  if (draft.percent === '' && draft.price === '') return { request: null, errors };
  const percent = Number(draft.percent);
  if (!Number.isInteger(percent) || percent < 0 || percent > 99) {
    errors.percent = 'A whole number from 0 to 99.';
  }
  const price = draft.price === '' ? null : Math.round(Number(draft.price) * 10 ** decimalsOf(currency));
  if (price !== null && !(price > 0)) errors.price = 'A price above 0, or nothing.';
  const within = (day: string): boolean => day >= days.first && day <= days.last;
  if (!within(startsOn)) errors.startsOn = 'A day of the forecast.';
  if (!within(endsOn)) errors.endsOn = 'A day of the forecast.';
  else if (endsOn < startsOn) errors.endsOn = 'Not before the first day.';
  if (Object.keys(errors).length > 0) return { request: null, errors };
  const segment = { startsOn, endsOn, percent, listPriceMinor: price };
  return { request: { segments: [segment], keepPlannedDiscounts: true }, errors };
}

/** `+1,204 (+980 to +1,410)`: a difference with where it lies in eight cases of ten; money in whole units of the currency. */
export function differenceWords(amount: WhatIfAmount, currency: string | null): string {
  const shown = [amount.mean, amount.p10, amount.p90].map((value) => signed(value, currency));
  // A week before the plan begins differs by nothing, and surely so.
  if (new Set(shown).size === 1) return signed(amount.mean, currency);
  return `${signed(amount.mean, currency)} (${signed(amount.p10, currency)} to ${signed(amount.p90, currency)})`;
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

/** A sum with its interval, e.g. `5,020 (4,100 to 6,300)`. */
export function amountWords(amount: WhatIfAmount, currency: string | null): string {
  const [mean, p10, p90] = [amount.mean, amount.p10, amount.p90].map((value) => plain(value, currency));
  return `${mean} (${p10} to ${p90})`;
}

/** What of the plan was never tried, in sentences. */
export function extrapolationWords({ segments, seenGroup, currency }: WhatIf): string[] {
  return segments.flatMap(({ reasons }) =>
    reasons.map(({ what, asked, seenByGame, seenByGroup }) => {
      const words = (value: number | null): string => {
        if (value === null) return 'nothing like it';
        if (what === 'depth') return `${value}%`;
        return what === 'duration' ? `${value} days` : formatMoney({ amountMinor: value, currency });
      };
      const subject = {
        depth: 'A discount of',
        duration: 'A discount over',
        'list price': 'A list price of',
      }[what];
      return `${subject} ${words(asked)} was never tried: this game has seen ${words(seenByGame)} at most, ${seenGroup} ${words(seenByGroup)}.`;
    }),
  );
}
