import { dayOf } from '../domain/days.ts';
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
import type { GeneratedStore } from './generated-store.ts';
import { PromotionIncrements } from './increments.ts';
import type { BenchTable } from './table.ts';
import { trainNetworks } from './train-networks.ts';

const SEEDS = [1, 2, 3, 4, 5];
const HORIZON = defaultConfig.horizon;
const BUDGET = 0.6;
/** Before the summer's sale, and before those of autumn and winter, when much is sold whatever is discounted. */
const ORIGINS = ['2026-06-01', '2025-11-10'] as const;

/** How near the forecast comes to the demand that the demo store's sales are drawn from, which no store ever sees. */
export async function benchTruth(): Promise<BenchTable> {
  const increments = new PromotionIncrements();
  const rows: string[][] = [];
  const ratios: number[] = [];
  for (const origin of ORIGINS) {
    for (const seed of SEEDS) {
      const store = generateStore(seed, HORIZON, dayOf(origin));
      const { model, baselines } = await forecastAll(store);
      const best = Math.min(...baselines.map((games) => distance(store, games)));
      const own = distance(store, model);
      ratios.push(own / best);
      rows.push([`store ${seed}, ${origin}`, own.toFixed(3), best.toFixed(3), (own / best).toFixed(3)]);
      increments.add(store, model);
    }
  }
  const worst = Math.max(...ratios);
  return {
    title: 'Forecast against the truth of generated stores',
    columns: ['store, first day', 'model', 'best baseline', 'ratio'],
    rows,
    notes: [
      'Σ|mean − true mean| / Σ true mean over 60 days of all games, whose discounts follow falling demand and holidays.',
      `At most ${BUDGET} of the best baseline’s in every store: ${worst <= BUDGET ? 'held' : 'missed'} with ${worst.toFixed(3)}.`,
      ...increments.notes(),
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
