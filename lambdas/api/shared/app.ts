import { randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { isDatabaseResuming, isUnusableValue } from '../../../database/connection.ts';
import type { Access, ApiRoute } from './access.ts';
import type { ApiEnv } from './api-env.ts';
import type { Database } from './database.ts';
import { refuseOtherDoors } from './edge.ts';
import { problem, refuseFields } from './errors.ts';
import type { Log } from './log.ts';
import { type SignedIn, cookieNames, loadSession, readSessionToken } from './session.ts';

/** What every area gets from outside. */
export interface ApiContext {
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly baseUrl: string;
  /** Origins that may send a write with a cookie; the store's own is one of them. */
  readonly trustedOrigins: readonly string[];
  /** Signs the sessions; absent in functions that know no session. */
  readonly authSecret?: () => Promise<string>;
  /** What the edge sends along to show that a request came through it; absent where no edge stands in front. */
  readonly originSecret?: () => Promise<string>;
}

const maxBodyBytes = 1024 * 1024;

/** A Hono app with everything that routes share; `routes` must hold each route that the area answers. */
export function createApi(context: ApiContext, routes: readonly ApiRoute[], caching: MiddlewareHandler) {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook: (result, c: Context<ApiEnv>) => {
      if (result.success) return undefined;
      const fieldErrors: Record<string, string[]> = {};
      for (const issue of result.error.issues) {
        const names = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
        for (const name of names) {
          const field = [...issue.path, ...(name === undefined ? [] : [name])].join('.') || result.target;
          (fieldErrors[field] ??= []).push(name === undefined ? issue.message : 'unknown field');
        }
      }
      return refuseFields(c, result.target, fieldErrors);
    },
  });
  app.use(identify(context));
  if (context.originSecret) app.use(refuseOtherDoors(context.originSecret));
  app.use(caching);
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (c: Context<ApiEnv>) =>
        problem(c, 'body_too_large', 'A request may hold at most 1 MiB.', {
          fieldErrors: { body: ['expected at most 1 MiB'] },
        }),
    }),
  );
  app.use(refuseForeignWrites(context));
  for (const route of routes) {
    app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), authorise(context, route['x-access']));
  }
  app.notFound((c) => problem(c, 'not_found', `There is no ${c.req.method} ${c.req.path}.`));
  app.onError((error, c) => {
    if (isDatabaseResuming(error)) {
      return problem(c, 'database_resuming', 'The database is resuming; ask again in some seconds.');
    }
    // JSON that cannot be parsed reaches us as an HTTP exception of the validator.
    if ('status' in error && error.status === 400) {
      return problem(c, 'invalid_request', 'The body is not valid JSON.', {
        fieldErrors: { json: ['expected JSON'] },
      });
    }
    if (isUnusableValue(error)) {
      return problem(c, 'invalid_request', 'A value of the request cannot be used.', {
        fieldErrors: { request: ['expected text without NUL and numbers within their range'] },
      });
    }
    c.get('log').error('unexpected error', { error: error.name, stack: error.stack });
    return problem(c, 'internal', 'The request failed; the request id finds it in the log.');
  });
  return app;
}

const requestIdPattern = /^[A-Za-z0-9_-]{8,64}$/;

/** Takes the caller's request id when it is well-formed, makes one otherwise, and answers it. */
function identify({ log, now }: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = requestIdPattern.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    c.set('log', log.with({ requestId }));
    const start = now().getTime();
    await next();
    c.header('X-Request-Id', requestId);
    c.get('log').info('request', {
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      milliseconds: now().getTime() - start,
    });
  };
}

/** A browser sends cookies along with another site's writes; only our own origins may write, and only JSON. */
function refuseForeignWrites({ trustedOrigins }: ApiContext): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(c.req.method)) return next();
    if (!trustedOrigins.includes(c.req.header('origin') ?? '')) {
      return problem(c, 'origin_not_trusted', 'A write needs the Origin of the store itself.', {
        fieldErrors: { origin: ['expected the origin of the store'] },
      });
    }
    if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
      return problem(c, 'not_json', 'Expected the header content-type: application/json.', {
        fieldErrors: { 'content-type': ['expected application/json'] },
      });
    }
    return next();
  };
}

/** The one place that holds who may call what. */
function authorise(context: ApiContext, access: Access): MiddlewareHandler<ApiEnv> {
  if (access === 'anyone') return (_c, next) => next();
  const { authSecret } = context;
  if (!authSecret) throw new Error('a route that needs a session needs AUTH_SECRET_ARN');
  const cookie = cookieNames(context.baseUrl).session;
  return async (c, next) => {
    const token = readSessionToken(c.req.header('cookie'), cookie, await authSecret());
    const session = token && (await loadSession(context.database, token, context.now()));
    if (!session) return problem(c, 'signed_out', 'The session has ended or there was none.');
    if (!isAllowed(access, session)) return problem(c, 'forbidden', `This needs the right "${access}".`);
    c.set('session', session);
    return next();
  };
}

function isAllowed(access: Exclude<Access, 'anyone'>, session: SignedIn): boolean {
  if (access === 'signed-in' || session.role === 'operator') return true;
  return access === 'publisher' && session.publishers.length > 0;
}
