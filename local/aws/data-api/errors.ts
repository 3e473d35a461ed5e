import { ServiceError } from '../service-error.ts';

export const badRequest = (message: string) => new ServiceError('BadRequestException', 400, message);
export const unsupportedResult = (message: string) =>
  new ServiceError('UnsupportedResultException', 400, message);
export const statementTimeout = () =>
  new ServiceError(
    'StatementTimeoutException',
    400,
    'Request timed out: the statement ran longer than the limit.',
  );
export const transactionNotFound = (id: string) =>
  new ServiceError('TransactionNotFoundException', 404, `Transaction ${id} is not found`);
export const notImplemented = (what: string) =>
  new ServiceError('BadRequestException', 400, `The local Data API does not implement ${what}.`);

/** What PostgreSQL said, as the Data API says it; other errors pass through. */
export function asServiceError(error: unknown): unknown {
  if (error instanceof ServiceError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return error;
  if (code === '57014') return statementTimeout();
  // 57P03: it is starting up. Sockets fail with names such as ECONNREFUSED.
  if (code === '57P03')
    return new ServiceError('DatabaseResumingException', 400, 'The database is resuming.');
  if (/^E[A-Z]+$/.test(code)) return new ServiceError('DatabaseUnavailableException', 504, String(message));
  if (!/^[0-9A-Z]{5}$/.test(code)) return error;
  return new ServiceError('DatabaseErrorException', 400, `ERROR: ${String(message)}; SQLState: ${code}`);
}
