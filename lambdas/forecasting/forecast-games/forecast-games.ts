import type { DataApi } from '../../../database/data-api.ts';
import { forecastPanel, loadKernel } from '../../../forecasting/index.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { readPanel } from '../shared/panel-store.ts';
import { readCutoff, readPlans, type Currency } from '../shared/plans.ts';
import { closeForecastRun, openForecastRun, writeCurves } from '../shared/write-forecasts.ts';
import { removeOldObjects } from './forecast-objects.ts';
import { judgeBaselines, judgeModel, readChampion } from './judgement.ts';
import { keepNewForecasts } from './retention.ts';
import { writeGames } from './write-games.ts';
import { writePortfolios } from './write-portfolios.ts';
import { writeWhatIfs } from './write-what-ifs.ts';

export interface ForecastDependencies {
  readonly db: DataApi;
  readonly store: ObjectStore;
  readonly currency: Currency;
}

export interface ForecastCounts {
  readonly games: number;
  readonly byModel: number;
  readonly modelId: string | null;
  /** Why there is a champion that is not served; null = there is none such. */
  readonly problem: string | null;
}

export interface ForecastRequest {
  readonly runId: string;
  readonly forecastId: string;
}

/**
 * Forecasts every game of a run with the champion, or with the baselines as long as there is none that can be used. A
 * repeat finds the forecast written and leaves it.
 */
export async function forecastGames(
  dependencies: ForecastDependencies,
  { runId, forecastId }: ForecastRequest,
): Promise<ForecastCounts> {
  const { db, store, currency } = dependencies;
  const { panel } = await readPanel(store, runId);
  const champion = await readChampion(db, store);
  const { model, problem = null } = champion;
  const modelId = model?.manifest.id ?? null;
  const run = { id: forecastId, runId, modelId };
  const origin = panel.start + panel.days;
  const kernel = await loadKernel('auto');
  const judgement = model
    ? judgeModel(model, panel)
    : await judgeBaselines(db, run, panel, kernel, champion.reason);
  const { horizon } = judgement;
  if (!(await openForecastRun(db, run, 'live', origin, horizon))) return countForecast(db, forecastId);
  const games = await writeOrFail(db, forecastId, async () => {
    const plans = await readPlans(db, panel, {
      origin,
      horizon,
      cutoffAt: await readCutoff(db, runId),
      currency,
    });
    const forecasts = forecastPanel({ panel, plans, kernel, ...judgement, keepDecoders: true });
    await writeGames(db, forecastId, forecasts, plans, origin, judgement.past);
    await writeCurves(db, forecastId, origin, forecasts);
    await writePortfolios({ db, store }, { runId, forecastId, origin }, forecasts, judgement.calibration);
    if (modelId !== null) {
      await writeWhatIfs({ db, store }, { forecastId, modelId, origin, currency }, panel, forecasts);
    }
    return forecasts;
  });
  await keepNewForecasts(db, origin);
  await removeOldObjects(db, store);
  const byModel = games.filter((game) => game.served === 'model').length;
  return { games: games.length, byModel, modelId, problem };
}

/** Closes the forecast by how the work ended. */
async function writeOrFail<T>(
  db: Pick<DataApi, 'sql'>,
  forecastId: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    const result = await work();
    await closeForecastRun(db, forecastId, 'succeeded');
    return result;
  } catch (error) {
    // The first error tells what happened; a row that stays 'running' is read by nobody and closed later.
    await closeForecastRun(db, forecastId, 'failed').catch(() => undefined);
    throw error;
  }
}

async function countForecast(db: Pick<DataApi, 'sql'>, forecastId: string): Promise<ForecastCounts> {
  const [counts] = await db.sql<Omit<ForecastCounts, 'problem'>>(
    `SELECT count(g.game_id) AS games, count(g.game_id) FILTER (WHERE g.served = 'model') AS "byModel",
            r.model_id AS "modelId"
       FROM forecast_runs r LEFT JOIN forecast_games g ON g.forecast_run_id = r.id WHERE r.id = :forecastId
      GROUP BY r.model_id`,
    { forecastId },
  );
  if (!counts) throw new Error(`forecast ${forecastId} has no row`);
  return { ...counts, problem: null };
}

/** ISO 8601; the plans are read as they were known then. */
