import { call, delay, put, race, select, take, takeLatest, takeLeading } from 'typed-redux-saga';
import type { Order } from '../../shared/api/contract.ts';
import { toFailure, type Failure } from '../../shared/api/error.ts';
import { callApi } from '../../shared/saga/call-api.ts';
import { services } from '../../shared/saga/services.ts';
import { selectSession } from '../auth/selectors.ts';
import { authActions } from '../auth/slice.ts';
import { gameActions } from '../game/slice.ts';
import { libraryActions } from '../library/slice.ts';
import { fetchOrder, placeOrder } from './api.ts';
import { checkoutActions as actions, type Payment, type Purchase } from './slice.ts';

/** A late payment takes about 5 s; after this many looks the buyer is told to find the game in the library later. */
const LOOKS = 6;
const LOOK_EVERY_MS = 2_000;
/** A request that got no answer is repeated under the same key, so it cannot buy twice. */
const SENDS = 3;
const SEND_AGAIN_MS = 1_000;

/** What the bank's late no comes to. */
const NOT_PAID: Failure = {
  code: 'payment_declined',
  status: 402,
  message: 'The bank did not approve the payment. Nothing was charged.',
  requestId: null,
  fieldErrors: {},
};

/** Who leaves the page before it is known who they are buys nothing. */
function* askedToBuy({ payload }: ReturnType<typeof actions.purchaseAsked>) {
  yield* race({ opened: call(openCheckout, payload), left: take(actions.checkoutClosed) });
}

function* openCheckout(purchase: Purchase) {
  let session = yield* select(selectSession);
  while (session.status === 'unknown') {
    yield* take(authActions.sessionReceived);
    session = yield* select(selectSession);
  }
  if (session.status === 'signed-out') return yield* signInFirst(purchase);
  yield* put(actions.checkoutOpened(purchase));
  if (purchase.total.amountMinor === 0) yield* put(actions.orderSubmitted(purchase, { method: 'free' }));
}

function* signInFirst({ slug }: Purchase) {
  const { navigation } = yield* services();
  yield* call(navigation.go, `/sign-in?returnTo=${encodeURIComponent(`/games/${slug}`)}`);
}

function* buy({ payload }: ReturnType<typeof actions.orderSubmitted>) {
  const { purchase, payment, idempotencyKey } = payload;
  try {
    const order = yield* send(purchase, payment, idempotencyKey);
    if (order.paidAt !== null || order.status === 'paid') yield* settle(order, purchase);
    else yield* race({ settled: call(waitForBank, order, purchase), closed: take(actions.checkoutClosed) });
  } catch (error) {
    yield* refuse(toFailure(error), purchase);
  }
}

function* send(purchase: Purchase, payment: Payment, idempotencyKey: string) {
  const body = {
    items: [{ gameId: purchase.gameId }],
    currency: purchase.total.currency,
    expectedTotalMinor: purchase.total.amountMinor,
    payment,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* callApi((api, signal) => placeOrder(api, body, idempotencyKey, signal));
    } catch (error) {
      if (toFailure(error).code !== 'unreachable' || attempt === SENDS) throw error;
      yield* delay(SEND_AGAIN_MS * attempt);
    }
  }
}

function* settle(order: Order, purchase: Purchase) {
  yield* put(actions.orderPaid(order));
  yield* put(libraryActions.gameGranted({ gameId: purchase.gameId }));
}

function* waitForBank(order: Order, purchase: Purchase) {
  yield* put(actions.orderPending({ orderId: order.id, waited: false }));
  for (let look = 0; look < LOOKS; look += 1) {
    yield* delay(LOOK_EVERY_MS);
    const now = yield* lookAgain(order);
    if (now.status === 'paid') {
      yield* settle(now, purchase);
      return;
    }
    if (now.status !== 'pending') {
      yield* put(actions.orderRefused(NOT_PAID));
      return;
    }
  }
  yield* put(actions.orderPending({ orderId: order.id, waited: true }));
}

/** A look that fails says nothing about the payment: the next one may tell. */
function* lookAgain(order: Order) {
  try {
    return yield* callApi((api, signal) => fetchOrder(api, order.id, signal));
  } catch (error) {
    if (toFailure(error).status === 401) throw error;
    return order;
  }
}

function* refuse(failure: Failure, purchase: Purchase) {
  if (failure.code === 'already_owned') {
    yield* put(libraryActions.gameGranted({ gameId: purchase.gameId }));
  }
  // The page behind the dialog still shows the old price: read the game again.
  if (failure.code === 'price_changed' || failure.code === 'not_for_sale') {
    yield* put(gameActions.gameOpened({ slug: purchase.slug }));
  }
  if (failure.status === 401) {
    yield* put(authActions.sessionExpired());
    yield* put(actions.checkoutClosed());
    yield* signInFirst(purchase);
    return;
  }
  yield* put(actions.orderRefused(failure));
}

export function* checkoutSaga() {
  yield* takeLatest(actions.purchaseAsked, askedToBuy);
  yield* takeLeading(actions.orderSubmitted, buy);
}
