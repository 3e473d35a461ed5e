import {
  calibrateTotals,
  decideServed,
  forecastPanel,
  holdOut,
  loadKernel,
  outcomeOf,
  packWhatIf,
  plansFromPanel,
  readSeenPrices,
  trainEnsemble,
  unpackWeights,
  type GameForecast,
  type Panel,
} from '../forecasting/index.ts';
import { smallConfig } from './panels.ts';

/** Games whose forecast keeps what a what-if needs. */
const KEPT = 8;
const HORIZON = 60;

/**
 * A model `m1`, its forecast `live` and what is kept of both in the bucket, as the nightly run leaves them; of coming days
 * the first `planned` have a plan.
 */
export async function forecastOnce(
  panel: Panel,
  planned: number,
): Promise<{ readonly games: GameForecast[]; readonly objects: Map<string, Uint8Array> }> {
  const origin = panel.start + panel.days;
  const objects = new Map<string, Uint8Array>();
  const kernel = await loadKernel('simd');
  const config = { ...smallConfig, optimiser: { ...smallConfig.optimiser, steps: 40 } };
  const trained = await trainEnsemble({ panel, config, seeds: [1, 2], kernel: 'simd', threads: 1 });
  const nets = trained.nets.map(unpackWeights);
  const fold = holdOut(
    panel,
    origin - HORIZON,
    nets,
    kernel,
    plansFromPanel(panel, origin - HORIZON, HORIZON),
  );
  const calibration = calibrateTotals(
    fold.forecasts.model!,
    fold.bands,
    outcomeOf(panel, origin - HORIZON, HORIZON),
  );
  const none = decideServed(null, HORIZON);
  const bands = none.bands.map((band) => ({ ...band, served: 'model' as const }));
  const plans = plansFromPanel(panel, origin, HORIZON);
  panel.games.forEach((_, game) => {
    const [from, to] = [game * HORIZON + planned, (game + 1) * HORIZON];
    plans.known.fill(0, from, to);
    plans.discount.fill(0, from, to);
    plans.listPrice.fill(NaN, from, to);
  });
  const decision = { ...none, bands };
  const games = forecastPanel({ panel, plans, nets, kernel, decision, calibration, keepDecoders: true });
  const manifest = { nets: trained.nets.map((_, n) => ({ key: `net-${n}` })), calibration };
  objects.set('kratos/models/m1/manifest.json', new TextEncoder().encode(JSON.stringify(manifest)));
  trained.nets.forEach((net, n) => objects.set(`net-${n}`, net));
  const seen = readSeenPrices(panel);
  games.forEach(({ band, decoder, mean, p10, p50, p90 }, n) => {
    const head = {
      gameId: String(n + 1),
      forecastId: 'live',
      modelId: 'm1',
      origin,
      currency: 'USD',
      minorUnits: 100,
    };
    const game = { band, elasticity: seen[n]!.elasticity.value, curves: { mean, p10, p50, p90 } };
    if (n < KEPT)
      objects.set(
        `kratos/what-if/live/${n + 1}.bin`,
        packWhatIf({ ...head, seen: seen[n]!, game }, decoder!),
      );
  });
  return { games, objects };
}
