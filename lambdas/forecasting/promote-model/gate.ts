import type { ServedDecision } from '../../../forecasting/index.ts';

export interface GateResult {
  readonly promoted: boolean;
  /** Which rule decided, in words for an operator. */
  readonly reason: string;
}

/** What the gate knows of a model. */
export interface GateCandidate {
  /** YYYY-MM-DD: the first day that it did not learn from. */
  readonly asOf: string;
  readonly decision: ServedDecision;
}

/** A refreshed model may be this much worse on its newest held-out days, as a share. */
const TOLERATED = 0.05;

/**
 * The refresh gate: newer data replace the champion unless a weight is not finite or the newest held-out days went
 * more than 5 % worse. Different days are differently hard, so what is compared is the error against seasonal naive's
 * on the same days. Where even the best is no better than a baseline, `decideServed` has that baseline served; that
 * is not this gate's business.
 *
 * @param incumbent null = there is no champion that could be used
 */
export function refreshGate(
  challenger: GateCandidate,
  incumbent: GateCandidate | null,
  finite: boolean,
): GateResult {
  if (!finite) return { promoted: false, reason: 'refused: a weight is not a finite number' };
  if (incumbent === null) {
    return { promoted: true, reason: 'promoted: there was no model before that this version can use' };
  }
  if (challenger.asOf < incumbent.asOf) {
    return {
      promoted: false,
      reason: `refused: it knows the days before ${challenger.asOf}, the champion those before ${incumbent.asOf}`,
    };
  }
  const own = relativeError(challenger.decision);
  const other = relativeError(incumbent.decision);
  if (own === null || other === null) {
    return {
      promoted: true,
      reason: 'promoted: newer data, and nothing sold on held-out days to compare on',
    };
  }
  const compared = `${own.toFixed(3)} of seasonal naive's error on the held-out days, the champion had ${other.toFixed(3)}`;
  return own > other * (1 + TOLERATED)
    ? { promoted: false, reason: `refused: more than 5 % worse than the champion (${compared})` }
    : { promoted: true, reason: `promoted: newer data (${compared})` };
}

function relativeError({ pooled }: ServedDecision): number | null {
  const model = pooled?.model?.wape ?? null;
  const naive = pooled?.['seasonal naive']?.wape ?? null;
  return model === null || naive === null || naive === 0 ? null : model / naive;
}
