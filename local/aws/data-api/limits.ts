/** The limits of the Data API. Tests shorten the times. */
export interface DataApiLimits {
  /** Bytes of a request. */
  request: number;
  /** Bytes of a response. */
  response: number;
  /** Bytes of one row of a response. */
  row: number;
  /** A statement is cancelled after this time, unless it may go on. */
  statementMs: number;
  /** A transaction without a call for this long is rolled back. */
  idleTransactionMs: number;
  /** No transaction lives longer than this. */
  transactionMs: number;
}

export const AWS_LIMITS: DataApiLimits = {
  request: 4 * 2 ** 20,
  response: 2 ** 20,
  row: 64 * 1024,
  statementMs: 45_000,
  idleTransactionMs: 3 * 60_000,
  transactionMs: 24 * 3_600_000,
};
