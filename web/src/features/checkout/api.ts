import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type { Order, PlaceOrder } from '../../shared/api/contract.ts';

/** Buys one game. The same key with the same body is the same purchase, however often it is sent. */
export function placeOrder(
  api: StoreClient,
  body: PlaceOrder,
  idempotencyKey: string,
  signal: AbortSignal,
): Promise<Order> {
  return unwrap(
    api.POST('/api/orders', { params: { header: { 'idempotency-key': idempotencyKey } }, body, signal }),
  );
}

export function fetchOrder(api: StoreClient, id: string, signal: AbortSignal): Promise<Order> {
  return unwrap(api.GET('/api/orders/{id}', { params: { path: { id } }, signal }));
}
