/** What a payment came to. `pending`: ask again later, with the reference. */
export type PaymentOutcome =
  | { readonly status: 'captured'; readonly reference: string }
  | { readonly status: 'pending'; readonly reference: string }
  | { readonly status: 'declined'; readonly reference: string; readonly reason: string };

export interface Charge {
  /** A provider that is asked twice with the same id charges once. */
  readonly paymentId: string;
  readonly card: string;
  readonly amountMinor: number;
  readonly currency: string;
}

export interface PaymentProvider {
  readonly name: 'sandbox' | 'stripe';
  charge(charge: Charge): PaymentOutcome;
  /** @param startedAt when the charge was asked for. */
  look(reference: string, startedAt: Date, now: Date): PaymentOutcome;
}

/** Seconds after which the late card's payment arrives. */
const lateSeconds = 5;

/** Test cards, each with a fate; no other number is accepted, so that nobody types a real one in vain. */
const fates: Readonly<Record<string, 'captured' | 'declined' | 'insufficient' | 'late' | 'never'>> = {
  '4242424242424242': 'captured',
  '4000000000000002': 'declined',
  '4000000000009995': 'insufficient',
  '4000000000000259': 'late',
  '4000000000000341': 'never',
};

/** Plays a payment provider without a network: the reference holds the card's fate, so nothing else is stored. */
export const sandboxPayments: PaymentProvider = {
  name: 'sandbox',
  charge({ paymentId, card }) {
    const fate = fates[card];
    const reference = `sandbox_${fate ?? 'unknown'}_${paymentId}`;
    if (fate === 'captured') return { status: 'captured', reference };
    if (fate === 'late' || fate === 'never') return { status: 'pending', reference };
    const reasons = {
      declined: 'The card was declined.',
      insufficient: 'The card has insufficient funds.',
      unknown: 'This is no test card; the sandbox takes test cards only.',
    };
    return { status: 'declined', reference, reason: reasons[fate ?? 'unknown'] };
  },
  look(reference, startedAt, now) {
    const late = reference.startsWith('sandbox_late_');
    const arrived = late && now.getTime() - startedAt.getTime() >= lateSeconds * 1000;
    return { status: arrived ? 'captured' : 'pending', reference };
  },
};
