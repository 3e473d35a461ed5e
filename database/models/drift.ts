import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import { bigSerial, day, double, integer, key, optional, smallint, text, type Row } from './columns.ts';

/** How far the forecasts of one game for a day that came due went from what came. */
export interface ForecastErrorRow extends Row<ForecastErrorRow> {
  gameId: number;
  /** YYYY-MM-DD. */
  day: string;
  /** 1: forecast 1 to 7 days before, 2: 8 to 28, 3: 29 to 60. */
  horizonBand: number;
  /** In ln(1 + units); null = no forecast that knew the day's price. */
  error: CreationOptional<number | null>;
  changedError: CreationOptional<number | null>;
  errorLimit: CreationOptional<number | null>;
}

/** The same for the champion, as the median over all games. */
export interface ChampionErrorRow extends Row<ChampionErrorRow> {
  day: string;
  horizonBand: number;
  modelId: string;
  games: number;
  error: CreationOptional<number | null>;
  changedGames: number;
  changedError: CreationOptional<number | null>;
  errorLimit: CreationOptional<number | null>;
}

/** Three scored days running beyond the limit. */
export interface DriftMarkRow extends Row<DriftMarkRow> {
  id: CreationOptional<number>;
  /** null = the champion. */
  gameId: CreationOptional<number | null>;
  horizonBand: number;
  since: string;
  markedOn: string;
  clearedOn: CreationOptional<string | null>;
  trainingId: CreationOptional<string | null>;
}

export interface DriftModels {
  readonly ForecastError: ModelStatic<ForecastErrorRow>;
  readonly ChampionError: ModelStatic<ChampionErrorRow>;
  readonly DriftMark: ModelStatic<DriftMarkRow>;
}

export function defineDriftModels(sequelize: Sequelize): DriftModels {
  const ForecastError = sequelize.define<ForecastErrorRow>(
    'ForecastError',
    {
      gameId: key(integer()),
      day: key(day()),
      horizonBand: key(smallint()),
      error: optional(double()),
      changedError: optional(double()),
      errorLimit: optional(double()),
    },
    { tableName: 'forecast_errors' },
  );
  const ChampionError = sequelize.define<ChampionErrorRow>(
    'ChampionError',
    {
      day: key(day()),
      horizonBand: key(smallint()),
      modelId: text(),
      games: integer(),
      error: optional(double()),
      changedGames: integer(),
      changedError: optional(double()),
      errorLimit: optional(double()),
    },
    { tableName: 'champion_errors' },
  );
  const DriftMark = sequelize.define<DriftMarkRow>(
    'DriftMark',
    {
      id: bigSerial(),
      gameId: optional(integer()),
      horizonBand: smallint(),
      since: day(),
      markedOn: day(),
      clearedOn: optional(day()),
      trainingId: optional(text()),
    },
    { tableName: 'drift_marks' },
  );
  return { ForecastError, ChampionError, DriftMark };
}
