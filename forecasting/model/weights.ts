import type { LinearBase } from '../features/linear-base.ts';
import { packArrays, unpackArrays } from '../bytes.ts';
import type { TrainingConfig } from './config.ts';
import { networkSize } from './config.ts';
import { parameterCount } from './parameters.ts';

const MAGIC = 'KNET';
const VERSION = 3;

/** A trained network: all that a forecast needs of it. */
export interface NetWeights {
  readonly config: TrainingConfig;
  readonly seed: number;
  readonly kernelId: string;
  /** Whether it was told the yearly cycle. */
  readonly yearly: boolean;
  /** Whether it was told the share of the store on discount. */
  readonly shares: boolean;
  /** The linear forecast that the network corrects. */
  readonly base: LinearBase;
  /** As in `Parameters.flat`. */
  readonly values: Float32Array;
}

export function packWeights(net: NetWeights): Uint8Array {
  const { config, seed, kernelId, yearly, shares, base, values } = net;
  const header = { version: VERSION, config, seed, kernelId, yearly, shares };
  return packArrays(MAGIC, { header, arrays: [values, base] });
}

/** Throws when the bytes are no weights, of another version or of a network with other features. */
export function unpackWeights(bytes: Uint8Array): NetWeights {
  const { header, arrays } = unpackArrays(MAGIC, bytes);
  const { version, config, seed, kernelId, yearly, shares } = header as NetWeights & { version: number };
  if (version !== VERSION) throw new Error(`weights of version ${version}, expected ${VERSION}`);
  const [values, base] = arrays as [Float32Array, Float64Array];
  const expected = parameterCount(networkSize(config));
  if (values.length !== expected) {
    throw new Error(`weights of ${values.length} numbers, this version's network has ${expected}`);
  }
  return { config, seed, kernelId, yearly, shares, base, values };
}
