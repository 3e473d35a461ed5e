import type { GameForecast } from '../forecasting/index.ts';
import type { GeneratedStore, Promotion } from './generated-store.ts';

/** Most that an estimate of what promotions add may be off: over all, and at each depth. */
const POOLED_BUDGET = 0.15;
const DEPTH_BUDGET = 0.25;
/** Days before a promotion that a naive estimate compares it with. */
const BEFORE = 28;
const DEPTHS = [
  { name: '10–30 %', to: 30 },
  { name: '31–60 %', to: 60 },
  { name: '61–90 %', to: 90 },
] as const;

/** Units that promotions add: with their plan less without it, and by comparing with the weeks before. */
interface Increment {
  promotions: number;
  /** What they take from the days after them is taken off, up to the game's next promotion or the horizon's end. */
  truth: number;
  forecast: number;
  /** While they run alone. */
  truthRunning: number;
  forecastRunning: number;
  /** Units while they run less as many days of the weeks before. */
  naive: number;
  /** Σ |estimate − truth| over the promotions, so that errors do not make up for one another. */
  forecastApart: number;
  naiveApart: number;
}

const NOTHING: Increment = {
  promotions: 0,
  truth: 0,
  forecast: 0,
  truthRunning: 0,
  forecastRunning: 0,
  naive: 0,
  forecastApart: 0,
  naiveApart: 0,
};

/** What held-out promotions of generated stores add, in truth and by two estimates, in sum and by depth. */
export class PromotionIncrements {
  readonly #byDepth = DEPTHS.map((): Increment => ({ ...NOTHING }));

  /** @param games the forecasts of the store's games, in its order */
  add(store: GeneratedStore, games: readonly GameForecast[]): void {
    for (const promotion of store.promotions) {
      const own = incrementOf(store, games[promotion.game]!, promotion);
      if (own !== undefined)
        addTo(this.#byDepth[DEPTHS.findIndex(({ to }) => promotion.percent <= to)]!, own);
    }
  }

  /** Sentences with the figures and whether each estimate is within the budgets. */
  notes(): string[] {
    const all = this.#byDepth.reduce(addTo, { ...NOTHING });
    const counted = [
      ...DEPTHS.map(({ name }, n) => [name, this.#byDepth[n]!] as const),
      ['all depths', all] as const,
    ].map(([name, { promotions, truth }]) => `${name}: ${promotions} add ${Math.round(truth)}`);
    const missing = Math.round(all.truthRunning - all.truth);
    return [
      `Units that held-out promotions add in truth, with less without them, ${counted.join('; ')}; the ${missing} that they pull forward from the days after them are taken off.`,
      ...ESTIMATES.map(({ name, off }) => this.#say(name, off, all)),
      `Promotion by promotion, Σ|estimate − truth| / Σ truth: ${(all.forecastApart / all.truth).toFixed(2)} by the forecast, which` +
        ` has not seen them, ${(all.naiveApart / all.truth).toFixed(2)} by comparing with the days before, which has.`,
    ];
  }

  #say(name: string, off: Estimate['off'], all: Increment): string {
    const parts = [
      ...this.#byDepth.map((own, n) => `${percent(off(own))} at ${DEPTHS[n]!.name}`),
      `${percent(off(all))} over all`,
    ];
    const held =
      Math.abs(off(all)) <= POOLED_BUDGET && this.#byDepth.every((own) => Math.abs(off(own)) <= DEPTH_BUDGET);
    return `What promotions add, ${name}: ${parts.join(', ')}. Within 15 % over all and 25 % at each depth: ${held ? 'held' : 'missed'}.`;
  }
}

/** How an estimate of what promotions add stands against the truth. */
interface Estimate {
  readonly name: string;
  readonly off: (own: Increment) => number;
}

const ESTIMATES: readonly Estimate[] = [
  { name: 'by the forecast', off: ({ forecast, truth }) => forecast / truth - 1 },
  {
    name: 'by the forecast, while they run alone',
    off: ({ forecastRunning, truthRunning }) => forecastRunning / truthRunning - 1,
  },
  { name: `by comparing with the ${BEFORE} days before`, off: ({ naive, truth }) => naive / truth - 1 },
];

function incrementOf(
  store: GeneratedStore,
  { mean, meanWithoutDiscounts }: GameForecast,
  promotion: Promotion,
): Increment | undefined {
  // A launch curve knows of no discounts.
  if (meanWithoutDiscounts === null) return undefined;
  const { game, first, last } = promotion;
  const before = meanBefore(store, game, first);
  const own = { ...NOTHING, promotions: 1 };
  const until = nextStart(store, promotion);
  for (let h = first; h < until; h++) {
    const at = game * mean.length + h;
    const truth = store.mean[at]! - store.meanWithout[at]!;
    const forecast = mean[h]! - meanWithoutDiscounts[h]!;
    own.truth += truth;
    own.forecast += forecast;
    if (h > last) continue;
    own.truthRunning += truth;
    own.forecastRunning += forecast;
    own.naive += store.units[at]! - before;
  }
  own.forecastApart = Math.abs(own.forecast - own.truth);
  own.naiveApart = Math.abs(own.naive - own.truth);
  return own;
}

/** The day of the horizon on which the game's next promotion starts; without one the horizon's end. */
function nextStart({ promotions, plans }: GeneratedStore, { game, first }: Promotion): number {
  const later = promotions.filter((other) => other.game === game && other.first > first);
  return Math.min(plans.horizon, ...later.map((other) => other.first));
}

function addTo(sum: Increment, own: Increment): Increment {
  for (const name of Object.keys(sum) as (keyof Increment)[]) sum[name] += own[name];
  return sum;
}

/** Mean units of the days before day `first` of the horizon on which the game was on sale, as they came. */
function meanBefore({ panel, plans, units }: GeneratedStore, game: number, first: number): number {
  let sum = 0;
  let days = 0;
  for (let back = 1; back <= BEFORE; back++) {
    const h = first - back;
    const past = (game + 1) * panel.days + h;
    if (h < 0 && panel.observed[past] !== 1) continue;
    sum += h >= 0 ? units[game * plans.horizon + h]! : panel.units[past]!;
    days += 1;
  }
  return days === 0 ? 0 : sum / days;
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(0)} %`;
}
