import { createRoute, type RouteConfig } from '@hono/zod-openapi';

/**
 * Who may call a route. Every route says it once, in its own definition, and one middleware holds it.
 * `publisher`: an account of that role that is a member of a publisher, or an operator. `operator`: operators only.
 */
export const accessLevels = ['anyone', 'signed-in', 'publisher', 'operator'] as const;
export type Access = (typeof accessLevels)[number];

/** A route with its right. */
export type ApiRoute = RouteConfig & { readonly 'x-access': Access };

/** Declares a route; without `x-access` it does not compile. */
export function declareRoute<
  P extends string,
  const R extends Omit<RouteConfig, 'path'> & { path: P; 'x-access': Access },
>(route: R) {
  return createRoute<P, R>(route);
}
