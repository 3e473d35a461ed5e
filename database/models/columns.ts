import {
  DataTypes,
  type InferAttributes,
  type InferCreationAttributes,
  type Model,
  type ModelAttributeColumnOptions,
} from 'sequelize';

/** The shape of a row interface: `interface OrderRow extends Row<OrderRow> { ... }`. */
export type Row<M extends Model> = Model<InferAttributes<M>, InferCreationAttributes<M>>;

type Column = ModelAttributeColumnOptions;

// A new object for each column: Sequelize writes the column's name into it.
const required = (type: Column['type']) => (): Column => ({ type, allowNull: false });

export const text = required(DataTypes.TEXT);
export const integer = required(DataTypes.INTEGER);
export const bigint = required(DataTypes.BIGINT);
export const boolean = required(DataTypes.BOOLEAN);
export const day = required(DataTypes.DATEONLY);
export const double = required(DataTypes.DOUBLE);
export const currency = required(DataTypes.CHAR(3));
export const uuid = required(DataTypes.UUID);
export const instant = required(DataTypes.DATE);
export const json = required(DataTypes.JSONB);
export const texts = (): Column => ({
  type: DataTypes.ARRAY(DataTypes.TEXT),
  allowNull: false,
  defaultValue: [],
});

/** The time of the write, where the writer does not say another. */
export const now = (): Column => ({ ...instant(), defaultValue: DataTypes.NOW });
export const uuidKey = (): Column => ({ ...uuid(), primaryKey: true, defaultValue: DataTypes.UUIDV4 });
/** Keys that the database counts up. */
export const serial = (): Column => ({ ...integer(), primaryKey: true, autoIncrement: true });
export const bigSerial = (): Column => ({ ...bigint(), primaryKey: true, autoIncrement: true });
/** Part of the primary key, or all of it. */
export const key = (column: Column): Column => ({ ...column, primaryKey: true });
export const optional = (column: Column): Column => ({ ...column, allowNull: true });
