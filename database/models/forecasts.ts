import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import {
  day,
  double,
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

/** A forecast of all games from one origin. */
export interface ForecastRunRow extends Row<ForecastRunRow> {
  id: string;
  /** live: the coming days; fold: what a held-out fold had said before its days came. */
  kind: 'live' | 'fold';
  runId: string;
  modelId: CreationOptional<string | null>;
  /** YYYY-MM-DD, the first forecast day. */
  origin: string;
  /** Days. */
  horizon: number;
  status: 'running' | 'succeeded' | 'failed';
  /** Names of its objects in the bucket's folder kratos/what-if/<id>/; null = there are none. */
  objectNames: CreationOptional<string[] | null>;
  createdAt: CreationOptional<Date>;
  finishedAt: CreationOptional<Date | null>;
}

export interface ForecastGameRow extends Row<ForecastGameRow> {
  forecastRunId: string;
  gameId: number;
  /** `model`, or the name of the baseline that is served instead. */
  served: string;
  servedReason: string;
  label: CreationOptional<'unreleased' | 'new' | 'never sold' | 'ended' | 'free' | null>;
  /** Last day with a known price plan; null = none known. */
  planEnd: CreationOptional<string | null>;
  /** The plan used, as far as it is known: `[{ date, list_price, discount_rate }]`. */
  plan: CreationOptional<Record<string, unknown>[]>;
  pastWape: CreationOptional<number | null>;
  pastOrigin: CreationOptional<string | null>;
  /** Units over the whole horizon. */
  totalMean: number;
  totalP10: CreationOptional<number | null>;
  totalP90: CreationOptional<number | null>;
}

/** Units of one game on one day to come. */
export interface SalesForecastRow extends Row<SalesForecastRow> {
  forecastRunId: string;
  gameId: number;
  /** YYYY-MM-DD. */
  date: string;
  mean: number;
  p10: number;
  p50: number;
  p90: number;
  /** null where no discount is planned. */
  meanWithoutDiscounts: CreationOptional<number | null>;
}

export interface ForecastModels {
  readonly ForecastRun: ModelStatic<ForecastRunRow>;
  readonly ForecastGame: ModelStatic<ForecastGameRow>;
  readonly SalesForecast: ModelStatic<SalesForecastRow>;
}

export function defineForecastModels(sequelize: Sequelize): ForecastModels {
  const ForecastRun = sequelize.define<ForecastRunRow>(
    'ForecastRun',
    {
      id: key(text()),
      kind: text(),
      runId: text(),
      modelId: optional(text()),
      origin: day(),
      horizon: integer(),
      status: text(),
      objectNames: optional(json()),
      createdAt: now(),
      finishedAt: optional(instant()),
    },
    { tableName: 'forecast_runs' },
  );
  const ForecastGame = sequelize.define<ForecastGameRow>(
    'ForecastGame',
    {
      forecastRunId: key(text()),
      gameId: key(integer()),
      served: text(),
      servedReason: text(),
      label: optional(text()),
      planEnd: optional(day()),
      plan: withDefault(json(), []),
      pastWape: optional(double()),
      pastOrigin: optional(day()),
      totalMean: double(),
      totalP10: optional(double()),
      totalP90: optional(double()),
    },
    { tableName: 'forecast_games' },
  );
  const SalesForecast = sequelize.define<SalesForecastRow>(
    'SalesForecast',
    {
      forecastRunId: key(text()),
      gameId: key(integer()),
      date: key(day()),
      mean: double(),
      p10: double(),
      p50: double(),
      p90: double(),
      meanWithoutDiscounts: optional(double()),
    },
    { tableName: 'sales_forecasts' },
  );
  return { ForecastRun, ForecastGame, SalesForecast };
}
