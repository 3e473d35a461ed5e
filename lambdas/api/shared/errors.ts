import type { Context } from 'hono';
import type { ApiEnv } from './api-env.ts';

type LogLevel = 'info' | 'warn' | 'error';

interface ErrorKind {
  readonly status: 400 | 401 | 402 | 403 | 404 | 409 | 413 | 415 | 422 | 500 | 503;
  readonly log: LogLevel;
  /** The same request may succeed later as it stands. */
  readonly retryable: boolean;
  /** Words for the user. */
  readonly title: string;
}

export type ErrorCode =
  | 'invalid_request'
  | 'signed_out'
  | 'payment_declined'
  | 'forbidden'
  | 'origin_not_trusted'
  | 'not_found'
  | 'game_not_found'
  | 'order_not_found'
  | 'run_not_found'
  | 'model_not_found'
  | 'already_owned'
  | 'not_for_sale'
  | 'price_changed'
  | 'payment_required'
  | 'run_in_progress'
  | 'what_if_unavailable'
  | 'model_refused'
  | 'model_unusable'
  | 'champion_changed'
  | 'already_champion'
  | 'body_too_large'
  | 'not_json'
  | 'idempotency_mismatch'
  | 'internal'
  | 'database_resuming';

function kind<S extends ErrorKind['status']>(status: S, log: LogLevel, retryable: boolean, title: string) {
  return { status, log, retryable, title };
}

/** Every error the API answers. A code without a row does not compile. */
export const errorTable = {
  invalid_request: kind(400, 'info', false, 'The request is not valid'),
  signed_out: kind(401, 'info', false, 'Please sign in'),
  payment_declined: kind(402, 'info', false, 'The payment was declined'),
  forbidden: kind(403, 'warn', false, 'This account may not do that'),
  origin_not_trusted: kind(403, 'warn', false, 'The request came from another site'),
  not_found: kind(404, 'info', false, 'There is nothing here'),
  game_not_found: kind(404, 'info', false, 'This game does not exist'),
  order_not_found: kind(404, 'info', false, 'This order does not exist'),
  run_not_found: kind(404, 'info', false, 'This run does not exist'),
  model_not_found: kind(404, 'info', false, 'This model does not exist'),
  already_owned: kind(409, 'info', false, 'You own this game already'),
  not_for_sale: kind(409, 'info', false, 'This game cannot be bought now'),
  price_changed: kind(409, 'info', false, 'The price has changed'),
  payment_required: kind(409, 'info', false, 'This game is not free'),
  run_in_progress: kind(409, 'info', true, 'A run is in progress'),
  model_refused: kind(409, 'info', false, 'This model was refused and cannot be served'),
  model_unusable: kind(409, 'info', false, 'This model cannot be served by this version'),
  champion_changed: kind(409, 'info', false, 'Another model is served by now'),
  already_champion: kind(409, 'info', false, 'This model is served already'),
  what_if_unavailable: kind(409, 'info', false, 'There is no what-if for this game'),
  body_too_large: kind(413, 'warn', false, 'The request is too large'),
  not_json: kind(415, 'info', false, 'The request must be JSON'),
  idempotency_mismatch: kind(422, 'warn', false, 'This purchase was sent with other contents before'),
  internal: kind(500, 'error', true, 'Something went wrong on our side'),
  database_resuming: kind(503, 'warn', true, 'The store is waking up'),
} as const satisfies Record<ErrorCode, ErrorKind>;

/** Seconds after which a client should ask again while the database resumes. */
const resumeSeconds = 3;

export interface ProblemExtras {
  readonly fieldErrors?: Record<string, string[]>;
  readonly total?: { amountMinor: number; currency: string };
}

/** Answers an expected failure as application/problem+json (RFC 9457). */
export function problem<C extends ErrorCode>(
  c: Context<ApiEnv>,
  code: C,
  detail: string,
  extras: ProblemExtras = {},
) {
  const { status, title, log, retryable } = errorTable[code];
  const requestId = c.get('requestId');
  c.get('log')[log](`answered ${code}`, { code, status });
  if (code === 'database_resuming') c.header('Retry-After', String(resumeSeconds));
  const body = {
    type: `urn:kratos:error:${code}`,
    title,
    status,
    code,
    detail,
    retryable,
    requestId,
    ...extras,
  };
  return c.json(body, status as (typeof errorTable)[C]['status'], {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  });
}

/** Where a request's values stand, in words for whoever sent it. */
const PLACES = {
  json: 'body',
  form: 'body',
  query: 'query',
  param: 'path',
  header: 'headers',
  cookie: 'cookies',
} as const;

/** Answers what is wrong with the values of a request, by field. */
export function refuseFields(
  c: Context<ApiEnv>,
  target: keyof typeof PLACES,
  fieldErrors: Record<string, string[]>,
) {
  const where = Object.keys(fieldErrors).join(', ');
  return problem(c, 'invalid_request', `Not valid in the ${PLACES[target]}: ${where}.`, { fieldErrors });
}
