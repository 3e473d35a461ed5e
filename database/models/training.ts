import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import {
  bigSerial,
  day,
  instant,
  integer,
  json,
  key,
  now,
  optional,
  text,
  withDefault,
  type Row,
} from './columns.ts';
import type { RunStatus } from './runs.ts';

export interface TrainingRunRow extends Row<TrainingRunRow> {
  id: string;
  executionArn: string;
  runId: string;
  status: RunStatus;
  /** preparing, folds, training, gate, done. */
  stage: string;
  step: CreationOptional<number>;
  totalSteps: CreationOptional<number>;
  /** Steps by part; parts train beside each other. */
  progress: CreationOptional<Record<string, number>>;
  modelId: CreationOptional<string | null>;
  error: CreationOptional<Record<string, unknown> | null>;
  startedAt: CreationOptional<Date>;
  updatedAt: CreationOptional<Date>;
  finishedAt: CreationOptional<Date | null>;
}

/** A trained forecast model; at most one is the champion. */
export interface TrainedModelRow extends Row<TrainedModelRow> {
  id: string;
  trainingRunId: CreationOptional<string | null>;
  status: 'candidate' | 'champion' | 'retired' | 'refused';
  manifestKey: string;
  recipe: string;
  /** Of the whole configuration; null = from before it was kept. */
  configHash: CreationOptional<string | null>;
  kernelId: string;
  seed: number;
  dataHash: string;
  /** YYYY-MM-DD. */
  asOf: string;
  metrics: Record<string, unknown>;
  decision: CreationOptional<Record<string, unknown>>;
  createdAt: CreationOptional<Date>;
  promotedAt: CreationOptional<Date | null>;
}

/** One time that a model became the champion. */
export interface ModelPromotionRow extends Row<ModelPromotionRow> {
  id: CreationOptional<number>;
  modelId: string;
  /** The champion before; null = there was none. */
  previousId: CreationOptional<string | null>;
  /** gate: a training's end; roll-back: somebody chose an older model. */
  kind: 'gate' | 'roll-back';
  actor: CreationOptional<string | null>;
  at: CreationOptional<Date>;
}

export interface TrainingModels {
  readonly ModelPromotion: ModelStatic<ModelPromotionRow>;
  readonly TrainingRun: ModelStatic<TrainingRunRow>;
  readonly TrainedModel: ModelStatic<TrainedModelRow>;
}

export function defineTrainingModels(sequelize: Sequelize): TrainingModels {
  const TrainingRun = sequelize.define<TrainingRunRow>(
    'TrainingRun',
    {
      id: key(text()),
      executionArn: text(),
      runId: text(),
      status: text(),
      stage: text(),
      step: withDefault(integer(), 0),
      totalSteps: withDefault(integer(), 0),
      progress: withDefault(json(), {}),
      modelId: optional(text()),
      error: optional(json()),
      startedAt: now(),
      updatedAt: now(),
      finishedAt: optional(instant()),
    },
    { tableName: 'training_runs' },
  );
  const TrainedModel = sequelize.define<TrainedModelRow>(
    'TrainedModel',
    {
      id: key(text()),
      trainingRunId: optional(text()),
      status: text(),
      manifestKey: text(),
      recipe: text(),
      configHash: optional(text()),
      kernelId: text(),
      seed: integer(),
      dataHash: text(),
      asOf: day(),
      metrics: json(),
      decision: withDefault(json(), {}),
      createdAt: now(),
      promotedAt: optional(instant()),
    },
    { tableName: 'models' },
  );
  const ModelPromotion = sequelize.define<ModelPromotionRow>(
    'ModelPromotion',
    {
      id: bigSerial(),
      modelId: text(),
      previousId: optional(text()),
      kind: text(),
      actor: optional(text()),
      at: now(),
    },
    { tableName: 'model_promotions' },
  );
  return { TrainingRun, TrainedModel, ModelPromotion };
}
