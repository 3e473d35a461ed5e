import type { CheckoutState } from './slice.ts';

export const selectCheckout = (state: { readonly checkout: CheckoutState }): CheckoutState => state.checkout;
