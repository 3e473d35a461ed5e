import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import { day, instant, integer, key, now, optional, serial, text, withDefault, type Row } from './columns.ts';

/** A file taken in. */
export interface ImportRow extends Row<ImportRow> {
  id: CreationOptional<number>;
  kind: 'catalogue' | 'sales-history' | 'demo';
  source: CreationOptional<string>;
  /** Players are no sales: no revenue is derived from them. */
  measure: CreationOptional<'units' | 'players'>;
  fileName: string;
  /** Hexadecimal, of the text without its compression. */
  sha256: string;
  rowCount: number;
  skippedRows: CreationOptional<number>;
  recordedAt: CreationOptional<Date>;
  undoneAt: CreationOptional<Date | null>;
}

/** Units of a game on a day, sold elsewhere or before this store. */
export interface SalesHistoryRow extends Row<SalesHistoryRow> {
  importId: number;
  gameId: number;
  /** YYYY-MM-DD, UTC. */
  date: string;
  units: number;
  /** Minor units of the base currency, before tax; null = unknown. */
  listPriceMinor: CreationOptional<number | null>;
  unitPriceMinor: CreationOptional<number | null>;
}

export interface SalesHistoryModels {
  readonly Import: ModelStatic<ImportRow>;
  readonly SalesHistory: ModelStatic<SalesHistoryRow>;
}

export function defineSalesHistoryModels(sequelize: Sequelize): SalesHistoryModels {
  const Import = sequelize.define<ImportRow>(
    'Import',
    {
      id: serial(),
      kind: text(),
      source: withDefault(text(), 'history'),
      measure: withDefault(text(), 'units'),
      fileName: text(),
      sha256: text(),
      rowCount: integer(),
      skippedRows: withDefault(integer(), 0),
      recordedAt: now(),
      undoneAt: optional(instant()),
    },
    { tableName: 'imports' },
  );
  const SalesHistory = sequelize.define<SalesHistoryRow>(
    'SalesHistory',
    {
      importId: key(integer()),
      gameId: key(integer()),
      date: key(day()),
      units: integer(),
      listPriceMinor: optional(integer()),
      unitPriceMinor: optional(integer()),
    },
    { tableName: 'sales_history' },
  );
  return { Import, SalesHistory };
}
