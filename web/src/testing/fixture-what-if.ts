import type { Forecast, WhatIf, WhatIfAmount, WhatIfRequest } from '../shared/api/contract.ts';

/** An answer to another plan as the store gives it: a discount sells in proportion to its depth. */
export function whatIfOf(forecast: Forecast, { segments }: WhatIfRequest): WhatIf {
  const percentOf = (date: string): number =>
    segments.find(({ startsOn, endsOn }) => date >= startsOn && date <= endsOn)?.percent ?? 0;
  const days = forecast.forecast.map(({ date, mean, p10, p50, p90 }) => {
    const factor = 1 + percentOf(date) / 40;
    return {
      ...{ date, mean: mean * factor, p10: p10 * factor, p50: p50 * factor, p90: p90 * factor },
      ...{ discountRate: percentOf(date) / 100, listPriceMinor: 1999, planned: percentOf(date) > 0 },
    };
  });
  const around = (mean: number): WhatIfAmount => ({ mean, p10: mean * 0.8, p50: mean, p90: mean * 1.25 });
  const totals = (price: (discount: number) => number): WhatIf['units'] =>
    [7, 30, 60].map((span) => {
      const sum = (of: readonly { mean: number; discountRate: number | null }[]): number =>
        of.slice(0, span).reduce((all, day) => all + day.mean * price(day.discountRate ?? 0), 0);
      const [current, changed] = [sum(forecast.forecast), sum(days)];
      return {
        days: span,
        current: around(current),
        changed: around(changed),
        difference: around(changed - current),
      };
    });
  const first = days[20]!.date;
  return {
    gameId: forecast.game.id,
    origin: days[0]!.date,
    endsOn: days.at(-1)!.date,
    currency: forecast.currency,
    measure: forecast.measure,
    basis: 'paths',
    days,
    units: totals(() => 1),
    revenue: totals((discount) => 1999 * (1 - discount)),
    segments: segments.map((segment) => ({
      ...segment,
      percent: segment.percent ?? null,
      listPriceMinor: segment.listPriceMinor ?? null,
      extrapolated: (segment.percent ?? 0) > 60,
      reasons:
        (segment.percent ?? 0) > 60
          ? [{ what: 'depth' as const, asked: segment.percent ?? 0, seenByGame: 50, seenByGroup: 60 }]
          : [],
    })),
    seenGroup: 'Action games with a price from 10 to 30',
    suggestions: [
      {
        ...{ startsOn: first, endsOn: days[26]!.date, percent: 35 },
        ...{ units: around(900), revenue: around(840_000) },
      },
    ],
    elasticity: { value: -1, deviation: 0.75, prior: -1, source: 'a source', ownChanges: 0, groupChanges: 0 },
    notes: [
      'This is what went along with such prices in the past; it does not prove that the price was the cause.',
    ],
  };
}
