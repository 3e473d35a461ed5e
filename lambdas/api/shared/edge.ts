import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { edgeHeaders } from '../../edge.ts';
import type { ApiEnv } from './api-env.ts';
import { problem } from './errors.ts';

/** The edge holds back what the API must not see; who goes round it is refused. */
export function refuseOtherDoors(secret: () => Promise<string>): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const given = c.req.header(edgeHeaders.originSecret) ?? '';
    if (!sameText(given, await secret())) {
      return problem(c, 'forbidden', 'This address answers only through the store.');
    }
    return next();
  };
}

/** Compares without telling by its duration how much was right. */
function sameText(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** The address that the edge saw, else the gateway; other headers of the caller say nothing about it. */
export function callerAddress(c: Context<ApiEnv>): string {
  const seen = c.req.header(edgeHeaders.viewerAddress)?.replace(/:\d+$/, '');
  if (seen) return seen;
  const context = c.env.event?.requestContext;
  return context && 'http' in context ? context.http.sourceIp : 'unknown';
}
