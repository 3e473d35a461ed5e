import { dayOf, formatDay } from '../../../domain/days.ts';
import {
  calibrateTotals,
  chosenForecasts,
  decideServed,
  joinTotals,
  forecasterNames,
  networkSize,
  outcomeOf,
  scoreForecasts,
  servedForecasts,
  smallStore,
  sha256,
  unpackFold,
  unpackWeights,
  type Fold,
  type ForecasterName,
  type ForecastSet,
  type Metrics,
  type Outcome,
  type Panel,
} from '../../../forecasting/index.ts';
import { foldKeys, modelKeys } from '../shared/keys.ts';
import type { FoldRecord, ModelManifest } from '../shared/model-manifest.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { FoldTask, TrainingPlan } from '../shared/training-plan.ts';

/** One fold of a plan with what came of it. */
export interface JudgedFold {
  readonly task: FoldTask;
  readonly fold: Fold;
  readonly outcome: Outcome;
}

/** A trained model, as it is compared and written down. */
export interface DescribedModel {
  /** Without what the gate says. */
  readonly manifest: ModelManifest;
  /** Whether every weight and every held-out forecast is a finite number. */
  readonly finite: boolean;
  /** What was said of the newest held-out days, before they had a say in how wide intervals are. */
  readonly said: ForecastSet;
  /** What the newest fold knew of coming prices, packed; undefined = those that came, as a training planned long ago has it. */
  readonly foldPlans: Uint8Array | undefined;
  /** Of the model's own recipe, newest first. */
  readonly folds: readonly JudgedFold[];
  /** Of the champion's recipe at the same origins; empty where it is not compared with. */
  readonly championFolds: readonly JudgedFold[];
}

/** Reads what a finished training left, scores its folds and puts the manifest together. */
export async function describeModel(
  store: ObjectStore,
  plan: TrainingPlan,
  panel: Panel,
  createdAt: string,
): Promise<DescribedModel> {
  const { modelId, seeds, config } = plan;
  const packed = await Promise.all(seeds.map((seed) => store.read(modelKeys.net(modelId, seed))));
  const all: JudgedFold[] = [];
  for (const task of plan.folds) {
    const fold = unpackFold(await store.read(foldKeys.fold(task.hash)));
    all.push({ task, fold, outcome: outcomeOf(panel, dayOf(task.origin), fold.horizon) });
  }
  const folds = all.filter(({ task }) => task.recipe === 'challenger');
  const [newest] = folds;
  if (!newest) throw new Error(`the plan of ${modelId} holds no fold`);
  const foldPlans = await store.find(foldKeys.plans(newest.task.hash));
  const decision = decideServed(newest, newest.fold.horizon, smallStore(panel));
  const finite =
    packed.every((net) => unpackWeights(net).values.every(Number.isFinite)) &&
    folds.every(({ fold }) => isFinite(fold.forecasts.model));
  return {
    manifest: {
      format: 1,
      id: modelId,
      runId: plan.runId,
      asOf: formatDay(panel.start + panel.days),
      dataHash: plan.dataHash,
      recipe: config.recipe,
      kernelId: plan.kernelId,
      threads: plan.threads,
      seeds,
      nets: seeds.map((seed, i) => ({
        seed,
        key: modelKeys.net(modelId, seed),
        sha256: sha256(packed[i]!),
      })),
      foldKey: modelKeys.fold(modelId),
      gitCommit: plan.gitCommit,
      createdAt,
      config,
      features: featuresOf(plan),
      ...(foldPlans === undefined ? {} : { foldPlans: 'recorded' as const }),
      folds: folds.map(recordOf),
      decision,
      calibration: joinTotals(
        folds.map(({ fold, outcome }) =>
          calibrateTotals(servedForecasts(fold, decision), fold.bands, outcome),
        ),
      ),
    },
    finite,
    said: chosenForecasts(newest.fold, decision),
    foldPlans,
    folds,
    championFolds: all.filter(({ task }) => task.recipe === 'champion'),
  };
}

function isFinite(set: ForecastSet | null): boolean {
  return set === null || [set.mean, set.p10, set.p50, set.p90].every((curve) => curve.every(Number.isFinite));
}

function recordOf({ task, fold, outcome }: JudgedFold): FoldRecord {
  const metrics = Object.fromEntries(
    forecasterNames.map((name) => {
      const said = fold.forecasts[name];
      return [name, said === null ? null : scoreForecasts(outcome, said)];
    }),
  ) as Record<ForecasterName, Metrics | null>;
  return { origin: task.origin, hash: task.hash, key: foldKeys.fold(task.hash), metrics };
}

function featuresOf({ config }: TrainingPlan): NonNullable<ModelManifest['features']> {
  const { encoderInputs, decoderInputs } = networkSize(config);
  return {
    encoder: { inputs: encoderInputs, mean: 0, scale: 1 },
    decoder: { inputs: decoderInputs, mean: 0, scale: 1 },
  };
}
