import { type ApiContext, createApi } from '../shared/app.ts';
import { privateAnswers } from '../shared/caching.ts';
import { decodeCursor, foreignCursor } from '../shared/cursor.ts';
import { problem } from '../shared/errors.ts';
import { type OrderTools, placeOrder } from './place-order.ts';
import { listLibrary, ownedGameIds } from './queries.ts';
import * as routes from './routes.ts';
import { settleOrder } from './settle-order.ts';

export type ShopContext = ApiContext & OrderTools;

/** The account, its library and its orders. */
export function createShopApp(context: ShopContext) {
  const { database, models, now } = context;
  const app = createApi(context, routes.shopRoutes, privateAnswers);

  app.openapi(routes.getMe, (c) => {
    const { userId: id, ...account } = c.get('session');
    return c.json({ id, ...account, publishers: [...account.publishers] }, 200);
  });

  app.openapi(routes.getLibrary, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const list = ['library'];
    const after = cursor === undefined ? undefined : decodeCursor(list, cursor, now());
    if (cursor !== undefined && !after) {
      return problem(c, 'invalid_request', foreignCursor.detail, foreignCursor.extras);
    }
    const page = { limit, after, list, at: after?.at ?? now() };
    const asker = { buyer: c.get('session'), requestId: c.get('requestId') };
    const { library, pendingOrders } = await listLibrary(database, asker.buyer.userId, page);
    const settled = [];
    for (const id of pendingOrders) settled.push(await settleOrder(context, id, asker));
    if (!settled.some((order) => order?.status === 'paid')) return c.json(library, 200);
    return c.json((await listLibrary(database, asker.buyer.userId, page)).library, 200);
  });

  app.openapi(routes.getOwned, async (c) =>
    c.json({ gameIds: await ownedGameIds(models, c.get('session').userId) }, 200),
  );

  app.openapi(routes.placeOrder, async (c) => {
    const { currency = context.currency } = c.req.valid('json');
    if (currency !== context.currency) {
      return problem(c, 'invalid_request', `This store sells in ${context.currency}, not in ${currency}.`, {
        fieldErrors: { currency: [`expected ${context.currency}`] },
      });
    }
    const result = await placeOrder(context, {
      buyer: c.get('session'),
      idempotencyKey: c.req.valid('header')['idempotency-key'],
      body: c.req.valid('json'),
      requestId: c.get('requestId'),
    });
    if (result.kind === 'refused') {
      const { code, detail, total } = result;
      return problem(c, code, detail, total ? { total } : {});
    }
    return result.order.status === 'pending' ? c.json(result.order, 202) : c.json(result.order, 201);
  });

  app.openapi(routes.getOrder, async (c) => {
    const { id } = c.req.valid('param');
    const order = await settleOrder(context, id, { buyer: c.get('session'), requestId: c.get('requestId') });
    return order ? c.json(order, 200) : problem(c, 'order_not_found', `You have no order ${id}.`);
  });
  return app;
}
