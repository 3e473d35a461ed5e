import { gunzipSync, gzipSync } from 'node:zlib';
import { packArrays, unpackArrays } from '../bytes.ts';
import type { GamePlan, PlanStart } from '../features/plan-features.ts';

const MAGIC = 'KDEC';

/** All that the decoders of a model need to answer for one game again, with another plan. */
export interface DecoderState {
  /** ln(1 + mean units of the last 28 days), what predictions are relative to. */
  readonly level: number;
  /** ln(1 + units) that no day passes. */
  readonly ceiling: number;
  /** What the networks correct, in log units less the level. `[horizon]` */
  readonly base: Float32Array;
  /** What the networks' answers are pulled towards, likewise; see `anchorOf`. `[horizon]` */
  readonly anchor: Float32Array;
  /** The decoder's inputs for the current plan, `[horizon, DECODER_FEATURES]`. */
  readonly decoder: Float32Array;
  /** What each network read from the past, `[hidden]`. */
  readonly hidden: readonly Float32Array[];
  readonly start: PlanStart;
  /** The current plan. */
  readonly plan: GamePlan;
}

type Header = Record<'version' | 'level' | 'ceiling' | 'run' | 'trace' | 'response', number>;

/** A few kilobytes: most of the decoder's inputs are the same on every day. */
export function packState({
  level,
  ceiling,
  base,
  anchor,
  decoder,
  hidden,
  start,
  plan,
}: DecoderState): Uint8Array {
  const header = { version: 3, level, ceiling, run: start.run, trace: start.trace, response: start.response };
  const arrays = [
    base,
    anchor,
    decoder,
    Float64Array.of(start.listPrice),
    start.shares,
    plan.listPrice,
    plan.discount,
    plan.known,
    ...hidden,
  ];
  return gzipSync(packArrays(MAGIC, { header, arrays }));
}

/** @throws Error when the bytes are no state of this version */
export function unpackState(bytes: Uint8Array): DecoderState {
  const { header, arrays } = unpackArrays(MAGIC, gunzipSync(bytes));
  const { version, level, ceiling, run, trace, response } = header as Header;
  if (version !== 3) throw new Error(`decoder state of version ${version}, expected 3`);
  const [base, anchor, decoder, price, shares, listPrice, discount, known, ...hidden] = arrays;
  return {
    level,
    ceiling,
    base: base as Float32Array,
    anchor: anchor as Float32Array,
    decoder: decoder as Float32Array,
    hidden: hidden as Float32Array[],
    start: { listPrice: price![0]!, run, trace, response, shares: shares as Float32Array },
    plan: {
      listPrice: listPrice as Float32Array,
      discount: discount as Float32Array,
      known: known as Uint8Array,
    },
  };
}
