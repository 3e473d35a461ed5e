import pg from 'pg';
import { Sequelize } from 'sequelize';
import { surviveLostConnections } from './lost-connections.ts';

/** How a function reaches the database. This file alone decides how it signs in. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A password, or what makes a token for each new connection (IAM); a token needs TLS. */
  readonly signIn:
    { readonly password: string } | { readonly token: () => Promise<string>; readonly certificates: string };
  readonly applicationName?: string;
}

/** Makes a sign-in token for a database user; deployed functions pass one, one machine needs none. */
export interface TokenSigner {
  sign(target: { host: string; port: number; user: string }): Promise<string>;
  /** PEM of the authorities that signed the database's certificate. */
  readonly certificates: string;
}

/**
 * Settings from DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER and, where the database signs in by
 * password, DATABASE_PASSWORD; without a password the signer makes a token for each connection.
 */
export function connectionSettings(env: NodeJS.ProcessEnv, signer?: TokenSigner): ConnectionSettings {
  const host = required(env, 'DATABASE_HOST');
  const user = required(env, 'DATABASE_USER');
  const port = Number(required(env, 'DATABASE_PORT'));
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`DATABASE_PORT is "${env['DATABASE_PORT'] ?? ''}"; expected 1 to 65535`);
  }
  const target = { host, port, user, database: required(env, 'DATABASE_NAME') };
  const password = env['DATABASE_PASSWORD'];
  if (password !== undefined && password !== '') return { ...target, signIn: { password } };
  if (!signer) throw new Error('DATABASE_PASSWORD is missing and there is no signer for tokens');
  return {
    ...target,
    signIn: { token: () => signer.sign({ host, port, user }), certificates: signer.certificates },
  };
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}

/** Milliseconds. A request has 29 s; each step must give up early enough to answer with an error of ours. */
const timeouts = {
  connectionTimeoutMillis: 8_000,
  statement_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
} as const;

/** A frozen function must not hold many connections, and an idle one none, so that the database can pause. */
const poolSize = { max: 2, min: 0, idleMillis: 10_000 } as const;

const oid = { int8: 20, date: 1082 } as const;

/**
 * int8 as a number (no count or amount here reaches 2^53) and a date as the text that it is: the driver's default
 * would turn it into midnight of this machine's time zone.
 */
const storeTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && id === oid.int8) return toSafeInteger;
    if (format !== 'binary' && id === oid.date) return (text: string) => text;
    return pg.types.getTypeParser(id, format) as (value: string) => unknown;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number`);
  return value;
}

export function createPool(settings: ConnectionSettings): pg.Pool {
  const { signIn } = settings;
  const pool = new pg.Pool({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    ...('password' in signIn
      ? { password: signIn.password }
      : { password: signIn.token, ssl: { ca: signIn.certificates } }),
    application_name: settings.applicationName ?? 'kratos',
    max: poolSize.max,
    min: poolSize.min,
    idleTimeoutMillis: poolSize.idleMillis,
    allowExitOnIdle: true,
    types: storeTypes,
    ...timeouts,
  });
  return surviveLostConnections(pool);
}

export function createSequelize(settings: ConnectionSettings): Sequelize {
  const { signIn } = settings;
  const sequelize = new Sequelize({
    dialect: 'postgres',
    dialectModule: { ...pg, types: { ...pg.types, ...storeTypes } },
    host: settings.host,
    port: settings.port,
    database: settings.database,
    username: settings.user,
    ...('password' in signIn ? { password: signIn.password } : {}),
    pool: { max: poolSize.max, min: poolSize.min, idle: poolSize.idleMillis, acquire: 10_000 },
    dialectOptions: {
      application_name: settings.applicationName ?? 'kratos',
      ...('token' in signIn ? { ssl: { ca: signIn.certificates } } : {}),
      ...timeouts,
    },
    logging: false,
    define: { underscored: true, timestamps: false },
  });
  if ('token' in signIn) {
    sequelize.addHook('beforeConnect', async (config: object) => {
      Object.assign(config, { password: await signIn.token() });
    });
  }
  return sequelize;
}

/** Codes of a database that is on its way up or cannot be reached yet. */
const resumingCodes = new Set(['57P03', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EHOSTUNREACH']);
const resumingNames = new Set(['DatabaseResumingException', 'SequelizeConnectionAcquireTimeoutError']);

/** True when an error means "try again in some seconds": the database resumes from a pause or restarts. */
export function isDatabaseResuming(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && resumingCodes.has(error.code)) return true;
  if (resumingNames.has(error.name)) return true;
  if (/timeout expired|Connection terminated due to connection timeout/.test(error.message)) return true;
  const inner = 'original' in error ? error.original : error.cause;
  return inner !== error && isDatabaseResuming(inner);
}

/** character_not_in_repertoire (NUL in a text), invalid_text_representation, numeric_value_out_of_range. */
const unusableCodes = new Set(['22021', '22P02', '22003']);

/** True when PostgreSQL could not read a value that a request brought. */
export function isUnusableValue(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && unusableCodes.has(error.code)) return true;
  return 'original' in error && error.original !== error && isUnusableValue(error.original);
}
