import { createSlice, nanoid, type PayloadAction } from '@reduxjs/toolkit';
import type { Money, Order } from '../../shared/api/contract.ts';
import type { Failure } from '../../shared/api/error.ts';
import type { SandboxCard } from './cards.ts';

/** What is being bought, as the buyer saw it. */
export interface Purchase {
  readonly gameId: number;
  readonly slug: string;
  readonly title: string;
  readonly coverUrl: string;
  readonly total: Money;
}

export type Payment =
  { readonly method: 'sandbox'; readonly card: SandboxCard } | { readonly method: 'free' };

/** A purchase from the first look to the receipt. `pending`: the bank has not answered yet. */
export type CheckoutState =
  | { readonly status: 'closed' }
  | { readonly status: 'reviewing'; readonly purchase: Purchase; readonly refusal: Failure | null }
  | { readonly status: 'placing'; readonly purchase: Purchase }
  | {
      readonly status: 'pending';
      readonly purchase: Purchase;
      readonly orderId: string;
      readonly waited: boolean;
    }
  | { readonly status: 'done'; readonly purchase: Purchase; readonly order: Order };

const slice = createSlice({
  name: 'checkout',
  initialState: (): CheckoutState => ({ status: 'closed' }),
  reducers: {
    /** Buy was pressed, maybe before it is known who the reader is. */
    purchaseAsked: (state, _action: PayloadAction<Purchase>) => state,
    checkoutOpened: (_state, { payload }: PayloadAction<Purchase>): CheckoutState => ({
      status: 'reviewing',
      purchase: payload,
      refusal: null,
    }),
    checkoutClosed: (): CheckoutState => ({ status: 'closed' }),
    /** The key is made once a press of the button, so that no repeat of the request can buy twice. */
    orderSubmitted: {
      prepare: (purchase: Purchase, payment: Payment) => ({
        payload: { purchase, payment, idempotencyKey: nanoid(32) },
      }),
      reducer: (
        state,
        { payload }: PayloadAction<{ purchase: Purchase; payment: Payment; idempotencyKey: string }>,
      ): CheckoutState =>
        state.status === 'placing' ? state : { status: 'placing', purchase: payload.purchase },
    },
    orderRefused(state, { payload }: PayloadAction<Failure>): CheckoutState {
      return state.status === 'placing' || state.status === 'pending'
        ? { status: 'reviewing', purchase: state.purchase, refusal: payload }
        : state;
    },
    orderPending: (state, { payload }: PayloadAction<{ orderId: string; waited: boolean }>): CheckoutState =>
      state.status === 'placing' || state.status === 'pending'
        ? { status: 'pending', purchase: state.purchase, ...payload }
        : state,
    orderPaid: (state, { payload }: PayloadAction<Order>): CheckoutState =>
      state.status === 'placing' || state.status === 'pending'
        ? { status: 'done', purchase: state.purchase, order: payload }
        : state,
  },
});

export const checkoutActions = slice.actions;
export const checkoutReducer = slice.reducer;
