import { z } from '@hono/zod-openapi';
import { declareRoute } from '../shared/access.ts';
import { jsonBody, ok, problems } from '../shared/schemas.ts';
import {
  libraryQuery,
  librarySchema,
  meSchema,
  orderSchema,
  ownedSchema,
  placeOrderBody,
  placeOrderHeaders,
} from './schemas.ts';

export const getMe = declareRoute({
  method: 'get',
  path: '/api/me',
  'x-access': 'signed-in',
  tags: ['account'],
  summary: 'Who is signed in',
  responses: { 200: ok(meSchema, 'The account.'), ...problems(401) },
});

export const getLibrary = declareRoute({
  method: 'get',
  path: '/api/me/library',
  'x-access': 'signed-in',
  tags: ['account'],
  summary: 'The games of the account, newest first',
  request: { query: libraryQuery },
  responses: { 200: ok(librarySchema, 'A page of the library.'), ...problems(400, 401) },
});

export const getOwned = declareRoute({
  method: 'get',
  path: '/api/me/owned',
  'x-access': 'signed-in',
  tags: ['account'],
  summary: 'Ids of the owned games, for marking cards',
  responses: { 200: ok(ownedSchema, 'Ids.'), ...problems(401) },
});

export const placeOrder = declareRoute({
  method: 'post',
  path: '/api/orders',
  'x-access': 'signed-in',
  tags: ['orders'],
  summary: 'Buy one game',
  request: { headers: placeOrderHeaders, body: jsonBody(placeOrderBody) },
  responses: {
    201: ok(orderSchema, 'Paid; the game stands in the library.'),
    202: ok(orderSchema, 'The payment is on its way; ask for the order again.'),
    ...problems(400, 401, 402, 403, 404, 409, 413, 415, 422),
  },
});

export const getOrder = declareRoute({
  method: 'get',
  path: '/api/orders/{id}',
  'x-access': 'signed-in',
  tags: ['orders'],
  summary: "One of the account's orders",
  request: { params: z.object({ id: z.uuid() }) },
  responses: { 200: ok(orderSchema, 'The order.'), ...problems(400, 401, 404) },
});

export const shopRoutes = [getMe, getLibrary, getOwned, placeOrder, getOrder] as const;
