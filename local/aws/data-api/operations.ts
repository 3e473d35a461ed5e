import type { PoolClient, PoolConfig } from 'pg';
import { optionalText, refuseFields, requiredText } from '../json-protocol.ts';
import { ServiceError } from '../service-error.ts';
import type { Connections } from './connections.ts';
import { badRequest, notImplemented } from './errors.ts';
import type { DataApiLimits } from './limits.ts';
import type { SqlParameter } from './parameters.ts';
import { execute, toResponse, type ResponseOptions } from './statement.ts';

/** Whose database a request means. */
export interface ConnectionRequest {
  resourceArn: string;
  secretArn: string;
  database: string | undefined;
}

export interface DataApiContext {
  connections: Connections;
  limits: DataApiLimits;
  /** Undefined: there is no such cluster or secret. */
  resolveConnection(request: ConnectionRequest): PoolConfig | undefined;
}

type Body = Record<string, unknown>;
type Operation = (context: DataApiContext, body: Body) => Promise<object>;

const TARGET = ['resourceArn', 'secretArn', 'database'];

/** The operations by their path; any other is refused. */
export const OPERATIONS: Record<string, Operation> = {
  '/Execute': executeStatement,
  '/BatchExecute': batchExecuteStatement,
  '/BeginTransaction': beginTransaction,
  '/CommitTransaction': (context, body) => endTransaction(context, body, 'COMMIT', 'Transaction Committed'),
  '/RollbackTransaction': (context, body) => endTransaction(context, body, 'ROLLBACK', 'Rollback Complete'),
};

function connectionOf(context: DataApiContext, body: Body): PoolConfig {
  const request = {
    resourceArn: requiredText(body, 'resourceArn'),
    secretArn: requiredText(body, 'secretArn'),
    database: optionalText(body, 'database'),
  };
  const config = context.resolveConnection(request);
  if (config) return config;
  throw new ServiceError(
    'BadRequestException',
    400,
    `There is no database for cluster ${request.resourceArn}, secret ${request.secretArn}, database ${request.database ?? '(default)'}`,
  );
}

async function executeStatement(context: DataApiContext, body: Body): Promise<object> {
  refuseFields('ExecuteStatement', body, [
    ...TARGET,
    'sql',
    'parameters',
    'transactionId',
    'includeResultMetadata',
    'continueAfterTimeout',
    'resultSetOptions',
    'formatRecordsAs',
  ]);
  const sql = requiredText(body, 'sql');
  const parameters = listOf<SqlParameter>(body, 'parameters');
  const options = responseOptions(body);
  const config = connectionOf(context, body);
  const transactionId = optionalText(body, 'transactionId');
  const task = (client: PoolClient) => execute(client, sql, parameters);
  const { connections, limits } = context;
  const run =
    transactionId !== undefined
      ? connections.transactions.run(transactionId, task)
      : body.continueAfterTimeout === true
        ? connections.runOn(config, task)
        : connections.run(config, sql, task);
  return toResponse(await run, options, limits);
}

function responseOptions(body: Body): ResponseOptions {
  const {
    decimalReturnType = 'STRING',
    longReturnType = 'LONG',
    ...unknown
  } = (body.resultSetOptions ?? {}) as Body;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw notImplemented(`resultSetOptions.${name}`);
  return {
    formatRecordsAs: oneOf('formatRecordsAs', body.formatRecordsAs ?? 'NONE', ['NONE', 'JSON']),
    includeResultMetadata: body.includeResultMetadata === true,
    decimalReturnType: oneOf('decimalReturnType', decimalReturnType, ['STRING', 'DOUBLE_OR_LONG']),
    longReturnType: oneOf('longReturnType', longReturnType, ['LONG', 'STRING']),
  };
}

function oneOf<Value extends string>(name: string, value: unknown, known: readonly Value[]): Value {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  throw badRequest(`${name} must be one of ${known.join(', ')}, got ${JSON.stringify(value)}`);
}

function listOf<Item>(body: Body, field: string): Item[] {
  const value = body[field] ?? [];
  if (Array.isArray(value)) return value as Item[];
  throw badRequest(`${field} must be a list`);
}

/** All sets or, outside a transaction of the caller, none. */
async function batchExecuteStatement(context: DataApiContext, body: Body): Promise<object> {
  refuseFields('BatchExecuteStatement', body, [...TARGET, 'sql', 'parameterSets', 'transactionId']);
  const sql = requiredText(body, 'sql');
  const sets = listOf<SqlParameter[]>(body, 'parameterSets');
  const config = connectionOf(context, body);
  const transactionId = optionalText(body, 'transactionId');
  const runAll = async (client: PoolClient) => {
    for (const parameters of sets.length > 0 ? sets : [[]]) await execute(client, sql, parameters);
  };
  const { connections } = context;
  if (transactionId !== undefined) await connections.transactions.run(transactionId, runAll);
  else await connections.run(config, sql, (client) => atomically(client, runAll));
  return { updateResults: sets.map(() => ({ generatedFields: [] })) };
}

async function atomically(client: PoolClient, task: (client: PoolClient) => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await task(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function beginTransaction(context: DataApiContext, body: Body): Promise<object> {
  refuseFields('BeginTransaction', body, TARGET);
  const client = await context.connections.pool(connectionOf(context, body)).connect();
  return { transactionId: await context.connections.transactions.begin(client) };
}

async function endTransaction(
  context: DataApiContext,
  body: Body,
  how: 'COMMIT' | 'ROLLBACK',
  transactionStatus: string,
): Promise<object> {
  refuseFields(how, body, ['resourceArn', 'secretArn', 'transactionId']);
  connectionOf(context, { ...body, database: undefined });
  await context.connections.transactions.end(requiredText(body, 'transactionId'), how);
  return { transactionStatus };
}
