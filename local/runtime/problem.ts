import type { ServerResponse } from 'node:http';

/** What the gateway itself refuses; what a function refuses has its own words. */
const problems = {
  foreign_request: { status: 403, title: 'Foreign request' },
  route_not_found: { status: 404, title: 'No such address' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  payload_too_large: { status: 413, title: 'Request too large' },
  function_failed: { status: 500, title: 'Something went wrong' },
  function_timed_out: { status: 503, title: 'The answer took too long' },
  store_opening: { status: 503, title: 'The store is opening' },
} as const;

export type ProblemCode = keyof typeof problems;

/** Answers as RFC 9457 says, in the form of the API's own errors. */
export function sendProblem(
  response: ServerResponse,
  code: ProblemCode,
  detail: string,
  requestId: string,
): void {
  const { status, title } = problems[code];
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (status === 503) response.setHeader('retry-after', '2');
  response.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ type: 'about:blank', title, status, code, detail, requestId }));
}
