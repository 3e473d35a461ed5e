import type { Sequelize } from 'sequelize';
import { type AccountModels, defineAccountModels } from './accounts.ts';
import { associate } from './associations.ts';
import { defineDriftModels, type DriftModels } from './drift.ts';
import { defineForecastModels, type ForecastModels } from './forecasts.ts';
import { defineGameModels, type GameModels } from './games.ts';
import { defineOperationModels, type OperationModels } from './operations.ts';
import { defineOrderModels, type OrderModels } from './orders.ts';
import { definePriceModels, type PriceModels } from './prices.ts';
import { defineRunModels, type RunModels } from './runs.ts';
import { defineSalesHistoryModels, type SalesHistoryModels } from './sales-history.ts';
import { defineShelfModels, type ShelfModels } from './shelves.ts';
import { defineTrainingModels, type TrainingModels } from './training.ts';

export interface Models
  extends
    AccountModels,
    GameModels,
    ShelfModels,
    PriceModels,
    OrderModels,
    OperationModels,
    SalesHistoryModels,
    RunModels,
    TrainingModels,
    ForecastModels,
    DriftModels {}

/** A model for every table, bound to one connection; the migrations make the tables, and a test holds both together. */
export function defineModels(sequelize: Sequelize): Models {
  const models = {
    ...defineAccountModels(sequelize),
    ...defineGameModels(sequelize),
    ...defineShelfModels(sequelize),
    ...definePriceModels(sequelize),
    ...defineOrderModels(sequelize),
    ...defineOperationModels(sequelize),
    ...defineSalesHistoryModels(sequelize),
    ...defineRunModels(sequelize),
    ...defineTrainingModels(sequelize),
    ...defineForecastModels(sequelize),
    ...defineDriftModels(sequelize),
  };
  associate(models);
  return models;
}

export interface ShopModels extends GameModels, OrderModels, OperationModels {}

/** The models that an order touches: all of them would cost each start of the shop's function some 60 ms. */
export function defineShopModels(sequelize: Sequelize): ShopModels {
  const models = {
    ...defineGameModels(sequelize),
    ...defineOrderModels(sequelize),
    ...defineOperationModels(sequelize),
  };
  associate(models);
  return models;
}
