import type { Sequelize } from 'sequelize';
import { defineOperationModels, type OperationModels } from './operations.ts';
import { defineOrderModels, type OrderModels } from './orders.ts';

export interface Models extends OrderModels, OperationModels {}

/** Models bound to one connection; the migrations make the tables, and a test holds both together. */
export function defineModels(sequelize: Sequelize): Models {
  return { ...defineOrderModels(sequelize), ...defineOperationModels(sequelize) };
}
