import type { ServedDecision } from '../../../forecasting/index.ts';

export interface GateResult {
  readonly promoted: boolean;
  /** Which rule decided, in words for an operator. */
  readonly reason: string;
}

/** A refreshed model may be this much worse on its newest held-out days, as a share. */
const TOLERATED = 0.05;

/**
 * The refresh gate: newer data and the same recipe replace the champion unless a weight is not finite or the newest
 * held-out days went more than 5 % worse. Different days are differently hard, so what is compared is the error
 * against seasonal naive's on the same days. Where even the best is no better than a baseline, `decideServed` has
 * that baseline served; that is not this gate's business.
 */
export function refreshGate(
  challenger: ServedDecision,
  incumbent: ServedDecision | null,
  finite: boolean,
): GateResult {
  if (!finite) return { promoted: false, reason: 'refused: a weight is not a finite number' };
  if (incumbent === null) return { promoted: true, reason: 'promoted: there was no model before' };
  const own = relativeError(challenger);
  const other = relativeError(incumbent);
  if (own === null || other === null) {
    return { promoted: true, reason: 'promoted: newer data, and no held-out days to compare on' };
  }
  const compared = `${own.toFixed(3)} of seasonal naive's error on the held-out days, the champion had ${other.toFixed(3)}`;
  return own > other * (1 + TOLERATED)
    ? { promoted: false, reason: `refused: more than 5 % worse than the champion (${compared})` }
    : { promoted: true, reason: `promoted: newer data (${compared})` };
}

function relativeError(decision: ServedDecision): number | null {
  const model = decision.pooled?.model?.wape ?? null;
  const naive = decision.pooled?.['seasonal naive']?.wape ?? null;
  return model === null || naive === null || naive === 0 ? null : model / naive;
}
