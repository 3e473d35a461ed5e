/** The body of a refusal (RFC 9457) as the store sends it. */
interface Problem {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly message?: string;
  readonly requestId?: string;
  readonly fieldErrors?: Readonly<Record<string, readonly string[]>>;
}

/** The part of an error that the state keeps: plain data, so that it can be logged, compared and replayed. */
export interface Failure {
  readonly code: string;
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** Words for the reader, as the store sent them or ours when it sent none. */
  readonly message: string;
  readonly requestId: string | null;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
}

/** Every answer of the store that is not a success, and every request that got none. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;
  readonly requestId: string | null;
  readonly fieldErrors: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds the store asks to wait before the same request is tried again; null = it did not say. */
  readonly retryAfterMs: number | null;

  constructor(failure: Failure, retryAfterMs: number | null = null) {
    super(failure.message);
    this.code = failure.code;
    this.status = failure.status;
    this.requestId = failure.requestId;
    this.fieldErrors = failure.fieldErrors;
    this.retryAfterMs = retryAfterMs;
  }

  static fromResponse(response: Response, body: unknown): ApiError {
    const problem: Problem = typeof body === 'object' && body !== null ? body : {};
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new ApiError(
      {
        code: problem.code ?? `http_${response.status}`,
        status: response.status,
        message:
          problem.detail ?? problem.message ?? problem.title ?? 'The store could not answer this request.',
        requestId: problem.requestId ?? response.headers.get('x-request-id'),
        fieldErrors: problem.fieldErrors ?? {},
      },
      Number.isFinite(seconds) ? seconds * 1000 : null,
    );
  }
}

/** Turns whatever was thrown into what the state keeps; an unknown error is named as such and not hidden. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ApiError) {
    const { code, status, message, requestId, fieldErrors } = error;
    return { code, status, message, requestId, fieldErrors };
  }
  const offline = error instanceof TypeError;
  return {
    code: offline ? 'unreachable' : 'unexpected',
    status: 0,
    message: offline
      ? 'The store cannot be reached. Check the connection and try again.'
      : 'Something unexpected happened on this page.',
    requestId: null,
    fieldErrors: {},
  };
}
