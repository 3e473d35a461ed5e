import {
  baselineNames,
  decideServed,
  defaultConfig,
  forecastBaselines,
  forecastPanel,
  loadKernel,
} from '../forecasting/index.ts';
import type { ForecasterName, GameForecast, ServedDecision } from '../forecasting/index.ts';
import { generateStore } from './generated-store.ts';
import type { GeneratedStore, Promotion } from './generated-store.ts';
import type { BenchTable } from './table.ts';
import { trainNetworks } from './train-networks.ts';

const SEEDS = [1, 2, 3, 4, 5];
const HORIZON = defaultConfig.horizon;
const BUDGET = 0.6;
const POOLED_BUDGET = 0.15;
const DEPTH_BUDGET = 0.25;
/** Days before a promotion that a naive estimate compares it with. */
const BEFORE = 28;
const DEPTHS = [
  { name: '10–30 %', to: 30 },
  { name: '31–60 %', to: 60 },
  { name: '61–90 %', to: 90 },
] as const;

/** Units that promotions add: in truth, by the forecast and by comparing with the weeks before. */
interface Increment {
  promotions: number;
  /** While they run. */
  truth: number;
  forecast: number;
  naive: number;
  /** Less what they take from the days after them, up to the game's next promotion or the horizon's end. */
  wholeTruth: number;
  wholeForecast: number;
  /** Σ |estimate − truth| over the promotions while they run, so that errors do not make up for one another. */
  forecastApart: number;
  naiveApart: number;
}

const NOTHING: Increment = {
  promotions: 0,
  truth: 0,
  forecast: 0,
  naive: 0,
  wholeTruth: 0,
  wholeForecast: 0,
  forecastApart: 0,
  naiveApart: 0,
};

/** How near the forecast comes to the demand that the demo store's sales are drawn from, which no store ever sees. */
export async function benchTruth(): Promise<BenchTable> {
  const increments = DEPTHS.map((): Increment => ({ ...NOTHING }));
  const rows: string[][] = [];
  const ratios: number[] = [];
  for (const seed of SEEDS) {
    const store = generateStore(seed, HORIZON);
    const { model, baselines } = await forecastAll(store);
    const best = Math.min(...baselines.map((games) => distance(store, games)));
    const own = distance(store, model);
    ratios.push(own / best);
    rows.push([`store ${seed}`, own.toFixed(3), best.toFixed(3), (own / best).toFixed(3)]);
    store.promotions.forEach((promotion) => addIncrement(store, model, promotion, increments));
  }
  const worst = Math.max(...ratios);
  return {
    title: 'Forecast against the truth of generated stores',
    columns: ['store', 'model', 'best baseline', 'ratio'],
    rows,
    notes: [
      'Σ|mean − true mean| / Σ true mean over 60 days of all games, whose discounts follow falling demand and holidays.',
      `At most ${BUDGET} of the best baseline’s in every store: ${worst <= BUDGET ? 'held' : 'missed'} with ${worst.toFixed(3)}.`,
      ...incrementNotes(increments),
    ],
  };
}

async function forecastAll(store: GeneratedStore): Promise<{
  readonly model: readonly GameForecast[];
  readonly baselines: readonly (readonly GameForecast[])[];
}> {
  const { panel, plans } = store;
  const kernel = await loadKernel('auto');
  const nets = await trainNetworks(panel);
  const sets = forecastBaselines(panel, HORIZON);
  const served = (name: ForecasterName): GameForecast[] =>
    forecastPanel({
      panel,
      plans,
      nets,
      kernel,
      decision: everywhere(name),
      calibration: null,
      baselines: sets,
    });
  return { model: served('model'), baselines: baselineNames.map(served) };
}

function everywhere(served: ForecasterName): ServedDecision {
  const undecided = decideServed(null, HORIZON);
  return { ...undecided, bands: undecided.bands.map((band) => ({ ...band, served })) };
}

function distance({ mean }: GeneratedStore, games: readonly GameForecast[]): number {
  let apart = 0;
  let total = 0;
  games.forEach((game, row) => {
    for (let h = 0; h < HORIZON; h++) {
      const truth = mean[row * HORIZON + h]!;
      apart += Math.abs(game.mean[h]! - truth);
      total += truth;
    }
  });
  return apart / total;
}

function addIncrement(
  store: GeneratedStore,
  games: readonly GameForecast[],
  promotion: Promotion,
  increments: readonly Increment[],
): void {
  const { game, first, last, percent } = promotion;
  const { mean, meanWithoutDiscounts } = games[game]!;
  // A launch curve knows of no discounts.
  if (meanWithoutDiscounts === null) return;
  const before = meanBefore(store, game, first);
  const own = { ...NOTHING, promotions: 1 };
  const until = nextStart(store, promotion);
  for (let h = first; h < until; h++) {
    const at = game * HORIZON + h;
    const truth = store.mean[at]! - store.meanWithout[at]!;
    const forecast = mean[h]! - meanWithoutDiscounts[h]!;
    own.wholeTruth += truth;
    own.wholeForecast += forecast;
    if (h > last) continue;
    own.truth += truth;
    own.forecast += forecast;
    own.naive += store.units[at]! - before;
  }
  own.forecastApart = Math.abs(own.forecast - own.truth);
  own.naiveApart = Math.abs(own.naive - own.truth);
  addTo(increments[DEPTHS.findIndex(({ to }) => percent <= to)]!, own);
}

/** The day of the horizon on which the game's next promotion starts; without one the horizon's end. */
function nextStart({ promotions }: GeneratedStore, { game, first }: Promotion): number {
  const later = promotions.filter((other) => other.game === game && other.first > first);
  return Math.min(HORIZON, ...later.map((other) => other.first));
}

function addTo(sum: Increment, own: Increment): Increment {
  for (const name of Object.keys(sum) as (keyof Increment)[]) sum[name] += own[name];
  return sum;
}

/** Mean units of the days before day `first` of the horizon, as they came. */
function meanBefore({ panel, units }: GeneratedStore, game: number, first: number): number {
  let sum = 0;
  for (let back = 1; back <= BEFORE; back++) {
    const h = first - back;
    sum += h >= 0 ? units[game * HORIZON + h]! : panel.units[(game + 1) * panel.days + h]!;
  }
  return sum / BEFORE;
}

/** How an estimate of what promotions add stands against the truth, over all and at each depth. */
interface Estimate {
  readonly name: string;
  readonly off: (own: Increment) => number;
}

const ESTIMATES: readonly Estimate[] = [
  { name: 'by the forecast', off: ({ forecast, truth }) => forecast / truth - 1 },
  {
    name: 'by the forecast with what is missing in the days after',
    off: ({ wholeForecast, wholeTruth }) => wholeForecast / wholeTruth - 1,
  },
  { name: `by comparing with the ${BEFORE} days before`, off: ({ naive, truth }) => naive / truth - 1 },
  {
    name: `by comparing with the ${BEFORE} days before, against the truth with the days after`,
    off: ({ naive, wholeTruth }) => naive / wholeTruth - 1,
  },
];

function incrementNotes(increments: readonly Increment[]): string[] {
  const all = increments.reduce(addTo, { ...NOTHING });
  const counted = [
    ...DEPTHS.map(({ name }, n) => [name, increments[n]!] as const),
    ['all depths', all] as const,
  ].map(([name, { promotions, truth }]) => `${name}: ${promotions} add ${Math.round(truth)}`);
  return [
    `Units that held-out promotions add in truth while they run, ${counted.join('; ')}; the days after them miss ${Math.round(all.truth - all.wholeTruth)}.`,
    ...ESTIMATES.map(({ name, off }) => {
      const parts = [
        ...increments.map((own, n) => `${percent(off(own))} at ${DEPTHS[n]!.name}`),
        `${percent(off(all))} over all`,
      ];
      const held =
        Math.abs(off(all)) <= POOLED_BUDGET && increments.every((own) => Math.abs(off(own)) <= DEPTH_BUDGET);
      return `What promotions add, ${name}: ${parts.join(', ')}. Within 15 % over all and 25 % at each depth: ${held ? 'held' : 'missed'}.`;
    }),
    `Promotion by promotion, Σ|estimate − truth| / Σ truth: ${(all.forecastApart / all.truth).toFixed(2)} by the forecast, which` +
      ` has not seen them, ${(all.naiveApart / all.truth).toFixed(2)} by comparing with the days before, which has.`,
  ];
}

function percent(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(0)} %`;
}
