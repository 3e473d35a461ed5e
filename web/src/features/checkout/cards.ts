/** The sandbox's test cards. None of them is a real one, and nothing is ever charged. */
export const SANDBOX_CARDS = [
  { number: '4242424242424242', title: 'Payment succeeds', note: 'The game is yours at once.' },
  { number: '4000000000000002', title: 'Card is declined', note: 'Nothing is bought.' },
  { number: '4000000000009995', title: 'Insufficient funds', note: 'Nothing is bought.' },
  { number: '4000000000000259', title: 'Succeeds late', note: 'Confirmed about five seconds later.' },
  { number: '4000000000000341', title: 'Never confirmed', note: 'The order stays open.' },
] as const;

export type SandboxCard = (typeof SANDBOX_CARDS)[number]['number'];

/** `4242 4242 4242 4242` */
export function groupDigits(card: string): string {
  return card.replace(/(\d{4})(?=\d)/g, '$1 ');
}
