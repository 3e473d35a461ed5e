import { OpenAPIHono } from '@hono/zod-openapi';
import { authRoutes } from './auth/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { operatorRoutes } from './operator/routes.ts';
import { publisherRoutes } from './publisher/routes.ts';
import type { ApiRoute } from './shared/access.ts';
import { shopRoutes } from './shop/routes.ts';

/** Every route of the API, by the area that answers it. */
export const apiRoutes = {
  catalogue: catalogueRoutes,
  auth: authRoutes,
  shop: shopRoutes,
  publisher: publisherRoutes,
  operator: operatorRoutes,
} as const satisfies Record<string, readonly ApiRoute[]>;

/** The whole API as one OpenAPI 3.1 document, from the definitions that also validate the requests. */
export function openApiDocument(version: string) {
  const document = new OpenAPIHono();
  for (const route of Object.values<readonly ApiRoute[]>(apiRoutes).flat()) {
    document.openAPIRegistry.registerPath(route);
  }
  return document.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Kratos Digital Store',
      version,
      description:
        'Errors are application/problem+json with a code. Money is in minor units. Lists are keyset pages. ' +
        'A write with a cookie needs a trusted Origin and a JSON body.',
    },
  });
}
