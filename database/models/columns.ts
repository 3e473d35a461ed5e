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
export const smallint = required(DataTypes.SMALLINT);
export const bigint = required(DataTypes.BIGINT);
export const boolean = required(DataTypes.BOOLEAN);
export const day = required(DataTypes.DATEONLY);
export const double = required(DataTypes.DOUBLE);
/** Digits before and behind the point as the column has them; the driver answers it as text. */
export const decimal = (digits: number, scale: number): Column =>
  required(DataTypes.DECIMAL(digits, scale))();
export const currency = required(DataTypes.CHAR(3));
export const uuid = required(DataTypes.UUID);
export const instant = required(DataTypes.DATE);
export const json = required(DataTypes.JSONB);
export const integers = required(DataTypes.ARRAY(DataTypes.INTEGER));
export const texts = (): Column => withDefault(required(DataTypes.ARRAY(DataTypes.TEXT))(), []);

/** The time of the write, where the writer does not say another. */
export const now = (): Column => withDefault(instant(), DataTypes.NOW);
export const uuidKey = (): Column => ({ ...key(uuid()), defaultValue: DataTypes.UUIDV4 });
/** Keys that the database counts up. */
export const serial = (): Column => ({ ...key(integer()), autoIncrement: true });
export const bigSerial = (): Column => ({ ...key(bigint()), autoIncrement: true });
/** Part of the primary key, or all of it. */
export const key = (column: Column): Column => ({ ...column, primaryKey: true });
export const optional = (column: Column): Column => ({ ...column, allowNull: true });
export const withDefault = (column: Column, defaultValue: unknown): Column => ({ ...column, defaultValue });
