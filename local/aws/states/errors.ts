/**
 * An error of the language, as Retry and Catch see it. A terminal one (`States.DataLimitExceeded`,
 * `States.Runtime`) ends the execution: nothing retries or catches it.
 */
export class StatesError extends Error {
  readonly error: string;
  override readonly cause: string;
  readonly terminal: boolean;

  constructor(error: string, cause: string, terminal = false) {
    super(`${error}: ${cause}`);
    this.name = 'StatesError';
    this.error = error;
    this.cause = cause;
    this.terminal = terminal;
  }
}

/** Ends the execution from outside: neither Retry nor Catch sees it. */
export class ExecutionHalted extends Error {
  readonly status: 'ABORTED' | 'TIMED_OUT' | 'FAILED';
  readonly error: string | undefined;
  override readonly cause: string | undefined;

  constructor(status: 'ABORTED' | 'TIMED_OUT' | 'FAILED', error?: string, cause?: string) {
    super(`${status} ${error ?? ''}`);
    this.name = 'ExecutionHalted';
    this.status = status;
    this.error = error;
    this.cause = cause;
  }
}

/** A sibling in a Parallel or Map has failed: this branch stops at its next step, unseen. */
export class BranchAbandoned extends Error {
  constructor() {
    super('a sibling failed');
    this.name = 'BranchAbandoned';
  }
}

/** UTF-8 bytes that an input, output, result or assignment may have as JSON. */
export const PAYLOAD_LIMIT = 262_144;

/** Passes a value through, or fails the execution beyond what any Catch sees. */
export function checkSize<Value>(value: Value, what: string): Value {
  const size = Buffer.byteLength(JSON.stringify(value) ?? '');
  if (size <= PAYLOAD_LIMIT) return value;
  throw new StatesError(
    'States.DataLimitExceeded',
    `The ${what} has ${size} bytes, which exceeds the maximum of ${PAYLOAD_LIMIT}.`,
    true,
  );
}
