import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import {
  bigSerial,
  currency,
  day,
  decimal,
  instant,
  integer,
  key,
  now,
  optional,
  smallint,
  type Row,
} from './columns.ts';

/** A price from an instant on. A correction is another row with the same `validFrom`, recorded later. */
export interface PricePointRow extends Row<PricePointRow> {
  id: CreationOptional<number>;
  gameId: number;
  currency: string;
  /** Minor units, before tax; 0 = free, null = from then on not for sale. */
  amountMinor: CreationOptional<number | null>;
  validFrom: Date;
  recordedAt: CreationOptional<Date>;
}

export interface DiscountRow extends Row<DiscountRow> {
  id: CreationOptional<number>;
  gameId: number;
  /** 1 to 99. */
  percent: number;
  startsAt: Date;
  /** The first instant without it. */
  endsAt: Date;
  recordedAt: CreationOptional<Date>;
  /** A discount is never deleted, so that an earlier run can be repeated as it was. */
  withdrawnAt: CreationOptional<Date | null>;
}

/**
 * What a game costs from an instant until just before another. The database derives it from price points and discounts
 * in the transaction that writes them; nobody else writes it.
 */
export interface PriceSpanRow extends Row<PriceSpanRow> {
  gameId: number;
  currency: string;
  startsAt: Date;
  /** Infinity where nothing follows. */
  endsAt: Date | number;
  listMinor: number;
  priceMinor: number;
  /** 0 = no discount. */
  percent: number;
}

export interface ExchangeRateRow extends Row<ExchangeRateRow> {
  currency: string;
  /** YYYY-MM-DD. */
  validOn: string;
  /** Units of `currency` for one unit of the base currency, as decimal text. */
  rate: string;
  recordedAt: CreationOptional<Date>;
}

export interface PriceModels {
  readonly PricePoint: ModelStatic<PricePointRow>;
  readonly Discount: ModelStatic<DiscountRow>;
  readonly PriceSpan: ModelStatic<PriceSpanRow>;
  readonly ExchangeRate: ModelStatic<ExchangeRateRow>;
}

export function definePriceModels(sequelize: Sequelize): PriceModels {
  const PricePoint = sequelize.define<PricePointRow>(
    'PricePoint',
    {
      id: bigSerial(),
      gameId: integer(),
      currency: currency(),
      amountMinor: optional(integer()),
      validFrom: instant(),
      recordedAt: now(),
    },
    { tableName: 'price_points' },
  );
  const Discount = sequelize.define<DiscountRow>(
    'Discount',
    {
      id: bigSerial(),
      gameId: integer(),
      percent: smallint(),
      startsAt: instant(),
      endsAt: instant(),
      recordedAt: now(),
      withdrawnAt: optional(instant()),
    },
    { tableName: 'discounts' },
  );
  const PriceSpan = sequelize.define<PriceSpanRow>(
    'PriceSpan',
    {
      gameId: key(integer()),
      currency: key(currency()),
      startsAt: key(instant()),
      endsAt: instant(),
      listMinor: integer(),
      priceMinor: integer(),
      percent: smallint(),
    },
    { tableName: 'price_spans' },
  );
  const ExchangeRate = sequelize.define<ExchangeRateRow>(
    'ExchangeRate',
    { currency: key(currency()), validOn: key(day()), rate: decimal(18, 8), recordedAt: now() },
    { tableName: 'exchange_rates' },
  );
  return { PricePoint, Discount, PriceSpan, ExchangeRate };
}
