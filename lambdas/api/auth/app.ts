import type { Context } from 'hono';
import { ZodType } from 'zod';
import type { ApiRoute } from '../shared/access.ts';
import type { ApiEnv } from '../shared/api-env.ts';
import { type ApiContext, createApi } from '../shared/app.ts';
import { callerAddress } from '../shared/edge.ts';
import { privateAnswers } from '../shared/caching.ts';
import { countAttempt, forgetAttempts } from './account-limit.ts';
import { authRoutes } from './routes.ts';
import { addressHeader, type SignIn } from './sign-in.ts';

export interface AuthContext extends ApiContext {
  /** Made on the first request, since its secret is read from the secret store. */
  readonly signIn: () => Promise<SignIn>;
}

/** Hands the declared paths to the sign-in library, and no other; what the library offers beyond them is not there. */
export function createAuthApp(context: AuthContext) {
  const app = createApi(context, authRoutes, privateAnswers);
  for (const route of authRoutes) {
    app.on(route.method, route.path, (c) => answer(context, route, c));
  }
  return app;
}

async function answer(context: AuthContext, route: ApiRoute, c: Context<ApiEnv>): Promise<Response> {
  const { database, baseUrl, now } = context;
  const schema = bodySchema(route);
  const body = schema?.safeParse(await c.req.json<unknown>().catch(() => undefined));
  if (body && !body.success) {
    const [issue] = body.error.issues;
    const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`.replace(/^: /, '');
    return c.json({ code: 'INVALID_REQUEST', message }, 400);
  }
  const account = emailOf(body?.data);
  if (account !== undefined) {
    const wait = await countAttempt(database, account, now());
    if (wait !== undefined) {
      c.header('X-Retry-After', String(wait));
      return c.json({ code: 'TOO_MANY_REQUESTS', message: 'Too many attempts; please wait.' }, 429);
    }
  }
  const headers = new Headers(c.req.raw.headers);
  headers.set(addressHeader, callerAddress(c));
  const url = new URL(c.req.url);
  const { handler } = await context.signIn();
  const response = await handler(
    new Request(`${baseUrl}${url.pathname}${url.search}`, {
      method: c.req.method,
      headers,
      ...(body ? { body: JSON.stringify(body.data) } : {}),
    }),
  );
  if (account !== undefined && response.ok && route.path === '/api/auth/sign-in/email') {
    await forgetAttempts(database, account);
  }
  return response;
}

function bodySchema(route: ApiRoute): ZodType | undefined {
  const content = route.request?.body?.content['application/json'];
  return content && 'schema' in content && content.schema instanceof ZodType ? content.schema : undefined;
}

function emailOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'email' in body ? String(body.email) : undefined;
}
