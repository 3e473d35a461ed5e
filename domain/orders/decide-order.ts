import { availabilityOf, canBeBought } from '../catalogue/availability.ts';

/** A game as it stands for one buyer at one moment. */
export interface OrderOffer {
  readonly title: string;
  /** YYYY-MM-DD; null = unknown. */
  readonly releaseDate: string | null;
  readonly preOrder: boolean;
  /** Minor units before and after the running discount; null = not for sale. */
  readonly listMinor: number | null;
  readonly priceMinor: number | null;
  readonly owned: boolean;
}

export interface OrderWish {
  /** What the buyer saw, in minor units. */
  readonly expectedTotalMinor?: number | undefined;
  readonly paymentMethod: 'sandbox' | 'free';
}

export type OrderDecision =
  | { readonly kind: 'accepted'; readonly listMinor: number; readonly priceMinor: number }
  | {
      readonly kind: 'refused';
      readonly code: 'game_not_found' | 'already_owned' | 'not_for_sale' | 'payment_required';
      readonly detail: string;
    }
  | {
      readonly kind: 'refused';
      readonly code: 'price_changed';
      readonly detail: string;
      readonly priceMinor: number;
    };

/**
 * Whether a buyer may have a game now, and at what price.
 *
 * @param offer undefined when there is no such game.
 * @param today the UTC day, YYYY-MM-DD.
 */
export function decideOrder(offer: OrderOffer | undefined, wish: OrderWish, today: string): OrderDecision {
  if (!offer) return refused('game_not_found', 'There is no such game.');
  if (offer.owned) return refused('already_owned', `"${offer.title}" stands in your library already.`);
  const availability = availabilityOf(offer, today);
  const { listMinor, priceMinor } = offer;
  if (!canBeBought(availability) || listMinor === null || priceMinor === null) {
    const reason = availability === 'coming-soon' ? 'is not out yet' : 'is not for sale';
    return refused('not_for_sale', `"${offer.title}" ${reason}.`);
  }
  if (wish.expectedTotalMinor !== undefined && wish.expectedTotalMinor !== priceMinor) {
    const detail = `The price of "${offer.title}" is another one now; nothing was charged.`;
    return { kind: 'refused', code: 'price_changed', detail, priceMinor };
  }
  if (priceMinor > 0 && wish.paymentMethod === 'free') {
    return refused('payment_required', `"${offer.title}" is not free.`);
  }
  return { kind: 'accepted', listMinor, priceMinor };
}

function refused(
  code: 'game_not_found' | 'already_owned' | 'not_for_sale' | 'payment_required',
  detail: string,
): OrderDecision {
  return { kind: 'refused', code, detail };
}
