import { dayOf, formatDay } from '../../../../domain/days.ts';
import type { WhatIfDocument } from '../../../../forecasting/what-if/document.ts';
import type { PlanSegment } from '../../../../forecasting/what-if/plan.ts';
import type { WhatIfRequest } from './schemas.ts';

export type Segments =
  { readonly segments: readonly PlanSegment[] } | { readonly fieldErrors: Record<string, string[]> };

/** The segments as days of the horizon, or what is wrong with them, by field. */
export function readSegments(request: WhatIfRequest, { origin, minorUnits, game }: WhatIfDocument): Segments {
  const last = origin + game.curves.mean.length - 1;
  const fieldErrors: Record<string, string[]> = {};
  const refuse = (at: number, field: string, words: string): void => {
    (fieldErrors[`segments.${at}.${field}`] ??= []).push(words);
  };
  const segments = request.segments.map(({ startsOn, endsOn, percent, listPriceMinor }, at): PlanSegment => {
    const [from, to] = [dayOf(startsOn), dayOf(endsOn)];
    for (const [field, day] of [
      ['startsOn', from],
      ['endsOn', to],
    ] as const) {
      if (day >= origin && day <= last) continue;
      refuse(
        at,
        field,
        `expected a forecast day, from ${formatDay(origin)} to ${formatDay(last)}, was given ${formatDay(day)}`,
      );
    }
    if (percent === null && listPriceMinor === null) {
      refuse(at, 'percent', 'expected a discount or a list price, was given neither');
    }
    if (to < from) refuse(at, 'endsOn', `expected ${startsOn} or later, was given ${endsOn}`);
    const listPrice = listPriceMinor === null ? null : listPriceMinor / minorUnits;
    return { from: from - origin, to: to - origin, percent, listPrice };
  });
  segments.forEach((segment, at) => {
    const other = segments.findIndex(({ from, to }, n) => n < at && from <= segment.to && to >= segment.from);
    if (other === -1) return;
    const { startsOn, endsOn } = request.segments[other]!;
    const given = request.segments[at]!.startsOn;
    refuse(at, 'startsOn', `expected days outside ${startsOn} to ${endsOn}, was given ${given}`);
  });
  return Object.keys(fieldErrors).length > 0 ? { fieldErrors } : { segments };
}
