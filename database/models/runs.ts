import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import {
  bigint,
  boolean,
  day,
  instant,
  integer,
  integers,
  json,
  key,
  now,
  optional,
  text,
  withDefault,
  type Row,
} from './columns.ts';

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'aborted';

/** A nightly run. */
export interface EtlRunRow extends Row<EtlRunRow> {
  id: string;
  executionArn: string;
  /** YYYY-MM-DD. */
  runDate: string;
  /** YYYY-MM-DD, exclusive: what happened before this day counts. */
  asOf: string;
  /** Nothing recorded after this instant is read. */
  cutoffAt: Date;
  baseRunId: CreationOptional<string | null>;
  /** null = every game. */
  gameIds: CreationOptional<number[] | null>;
  dryRun: CreationOptional<boolean>;
  status: RunStatus;
  counts: CreationOptional<Record<string, number>>;
  error: CreationOptional<Record<string, unknown> | null>;
  manifestKey: CreationOptional<string | null>;
  /** True once this run moved the stable copies and the pointer. */
  published: CreationOptional<boolean>;
  startedAt: CreationOptional<Date>;
  finishedAt: CreationOptional<Date | null>;
}

/** What a run did for one game. */
export interface EtlRunGameRow extends Row<EtlRunGameRow> {
  runId: string;
  gameId: number;
  status: 'pending' | 'written' | 'no_sales' | 'failed' | 'carried';
  reason: CreationOptional<string | null>;
  objectKey: CreationOptional<string | null>;
  rows: CreationOptional<number>;
  units: CreationOptional<number>;
  sha256: CreationOptional<string | null>;
  /** YYYY-MM-DD. */
  firstDate: CreationOptional<string | null>;
  lastDate: CreationOptional<string | null>;
  measure: CreationOptional<'units' | 'players'>;
  /** YYYY-MM-DD, as the run found it. */
  releaseDate: CreationOptional<string | null>;
}

/** The lease of the nightly run. */
export interface EtlLockRow extends Row<EtlLockRow> {
  name: string;
  runId: string;
  executionArn: string;
  takenAt: CreationOptional<Date>;
}

export interface RunModels {
  readonly EtlRun: ModelStatic<EtlRunRow>;
  readonly EtlRunGame: ModelStatic<EtlRunGameRow>;
  readonly EtlLock: ModelStatic<EtlLockRow>;
}

export function defineRunModels(sequelize: Sequelize): RunModels {
  const EtlRun = sequelize.define<EtlRunRow>(
    'EtlRun',
    {
      id: key(text()),
      executionArn: text(),
      runDate: day(),
      asOf: day(),
      cutoffAt: instant(),
      baseRunId: optional(text()),
      gameIds: optional(integers()),
      dryRun: withDefault(boolean(), false),
      status: text(),
      counts: withDefault(json(), {}),
      error: optional(json()),
      manifestKey: optional(text()),
      published: withDefault(boolean(), false),
      startedAt: now(),
      finishedAt: optional(instant()),
    },
    { tableName: 'etl_runs' },
  );
  const EtlRunGame = sequelize.define<EtlRunGameRow>(
    'EtlRunGame',
    {
      runId: key(text()),
      gameId: key(integer()),
      status: text(),
      reason: optional(text()),
      objectKey: optional(text()),
      rows: withDefault(integer(), 0),
      units: withDefault(bigint(), 0),
      sha256: optional(text()),
      firstDate: optional(day()),
      lastDate: optional(day()),
      measure: withDefault(text(), 'units'),
      releaseDate: optional(day()),
    },
    { tableName: 'etl_run_games' },
  );
  const EtlLock = sequelize.define<EtlLockRow>(
    'EtlLock',
    { name: key(text()), runId: text(), executionArn: text(), takenAt: now() },
    { tableName: 'etl_lock' },
  );
  return { EtlRun, EtlRunGame, EtlLock };
}
