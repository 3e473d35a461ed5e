import type { MiddlewareHandler } from 'hono';

/** Personal answers are kept by nobody. */
export const privateAnswers: MiddlewareHandler = async (c, next) => {
  await next();
  c.header('Cache-Control', 'private, no-store');
};

/** The catalogue is the same for everyone: a shared cache may keep it for a minute. */
export const publicAnswers: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status < 400 && !c.res.headers.has('Cache-Control'))
    c.header('Cache-Control', 'public, max-age=60');
};
