import type { Forecast, GameDetail } from '../shared/api/contract.ts';
import { addDays } from './fixture-games.ts';

const day = (date: string, offset: number): string => addDays(date, offset).slice(0, 10);

/** Demand with a weekly rhythm, a slow trend and a lift on discount days; the same for the same game and day. */
function demand(id: number, offset: number, discount: number): number {
  const noise = ((Math.sin((offset + 400) * 12.9898 + id * 78.233) * 43758.5453) % 1) * 9;
  const weekday = [1.25, 0.9, 0.85, 0.88, 0.95, 1.15, 1.4][((offset % 7) + 7) % 7] ?? 1;
  const base = 60 + 34 * Math.sin(offset / 38 + id);
  return Math.max(0, (base * weekday + noise) * (1 + discount * 3.2));
}

export type ForecastState = 'none' | 'baseline' | 'model';

/** A forecast as the store would send it, in each of its states. */
export function forecastOf(game: GameDetail, status: ForecastState, asOf: string, step: number): Forecast {
  const stripes = [
    { startsOn: day(asOf, -150), endsOn: day(asOf, -144), percent: 40 },
    { startsOn: day(asOf, -58), endsOn: day(asOf, -52), percent: 25 },
    { startsOn: day(asOf, 14), endsOn: day(asOf, 20), percent: 33 },
  ];
  const rate = (date: string): number =>
    (stripes.find((stripe) => date >= stripe.startsOn && date <= stripe.endsOn)?.percent ?? 0) / 100;
  const actuals = Array.from({ length: 420 }, (_, index) => {
    const offset = index - 420;
    const date = day(asOf, offset);
    return {
      date,
      units: offset < -400 ? null : Math.round(demand(game.id, offset, rate(date))),
      refunded: offset % 9 === 0 ? 2 : 0,
      price: 19.99 * (1 - rate(date)),
      listPrice: 19.99,
      discountRate: rate(date),
      onSale: rate(date) > 0,
    };
  });
  const ahead = Array.from({ length: 60 }, (_, index) => {
    const date = day(asOf, index);
    const mean = demand(game.id, index, rate(date));
    const spread = status === 'model' ? 0.16 + index / 260 : 0.3 + index / 200;
    return {
      date,
      mean,
      p10: mean * (1 - spread),
      p50: mean * 0.98,
      p90: mean * (1 + spread * 1.25),
      meanWithoutDiscounts: status === 'model' ? demand(game.id, index, 0) : null,
      discountRate: index <= 35 ? rate(date) : null,
      planned: index <= 35,
    };
  });
  const last60 = actuals.slice(-60).reduce((sum, one) => sum + (one.units ?? 0), 0);
  const sum = (pick: (one: (typeof ahead)[number]) => number): number =>
    Math.round(ahead.reduce((total, one) => total + pick(one), 0));
  const known = status !== 'none';
  return {
    game: {
      id: game.id,
      slug: game.slug,
      title: game.title,
      coverUrl: game.coverUrl,
      publisher: game.publisher,
      releaseDate: game.releaseDate,
      availability: game.availability,
    },
    asOf: known ? asOf : null,
    generatedAt: known ? `${asOf}T02:14:00.000Z` : null,
    status,
    stale: false,
    training:
      status === 'model'
        ? { state: 'idle', stage: null, step: 0, totalSteps: 0, startedAt: null, message: null }
        : {
            state: 'running',
            stage: 'training',
            step,
            totalSteps: 400,
            startedAt: `${asOf}T02:10:00.000Z`,
            message: null,
          },
    measure: 'units',
    label: null,
    noWhatIf:
      status === 'model' ? null : 'Its forecast is made by "seasonal naive", which knows nothing of prices.',
    drift: [],
    served: known
      ? {
          name: status === 'model' ? 'model' : 'seasonal naive',
          reason:
            status === 'model'
              ? 'The model beats the best baseline on the held-out days.'
              : 'No model has been trained yet.',
          pastError: { wape: status === 'model' ? 0.184 : 0.271, origin: day(asOf, -60), days: 60 },
        }
      : null,
    model:
      status === 'model'
        ? {
            id: 'mdl-20260612',
            recipe: 'lstm-60',
            kernelId: 'simd-1',
            trainedAt: `${asOf}T02:13:00.000Z`,
            asOf,
            seed: 1,
          }
        : null,
    planEnd: day(asOf, 35),
    summary: {
      next60: known
        ? {
            mean: sum((one) => one.mean),
            p10: sum((one) => one.p10 * 1.08),
            p90: sum((one) => one.p90 * 0.94),
          }
        : null,
      last60: { units: last60, days: 60 },
      changePercent: known ? Math.round((100 * (sum((one) => one.mean) - last60)) / last60) : null,
    },
    actuals: known ? actuals : [],
    forecast: known ? ahead : [],
    fold:
      status === 'model'
        ? {
            origin: day(asOf, -60),
            days: Array.from({ length: 60 }, (_, index) => {
              const date = day(asOf, index - 60);
              const mean = demand(game.id, index - 60, rate(date)) * (0.94 + 0.12 * Math.sin(index / 9));
              return { date, mean, p10: mean * 0.8, p50: mean, p90: mean * 1.22 };
            }),
          }
        : null,
    discounts: stripes,
    drivers:
      status === 'model'
        ? [
            { name: 'recent level', share: 0.42, effect: 0.08 },
            { name: 'rhythm', share: 0.21, effect: 0.01 },
            { name: 'planned discounts', share: 0.18, effect: 0.12 },
            { name: 'calendar', share: 0.11, effect: -0.03 },
            { name: 'last year', share: 0.08, effect: 0.02 },
            { name: 'age', share: 0, effect: 0 },
          ]
        : null,
    currency: 'USD',
  };
}
