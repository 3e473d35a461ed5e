import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import { day, instant, integer, json, key, now, optional, text, withDefault, type Row } from './columns.ts';
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

export interface TrainingModels {
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
  return { TrainingRun, TrainedModel };
}
