import { sha256 } from '../bytes.ts';
import type { TrainingConfig } from '../model/config.ts';
import { unpackWeights } from '../model/weights.ts';
import type { NetWeights } from '../model/weights.ts';
import { packPanel } from '../panel/pack.ts';
import type { Panel } from '../panel/panel.ts';
import type { Plans } from '../panel/plans.ts';
import { packFold, unpackFold } from './fold.ts';
import type { Fold } from './fold.ts';

/**
 * Keeps what it costs time to work out again. A key names the data and settings that an entry was made from; what
 * else it depends on, such as the version of the code, is for the keeper to tell apart. An entry that is lost or
 * damaged reads as `null`.
 */
export interface FoldCache {
  read(key: string): Promise<Uint8Array | null>;
  write(key: string, bytes: Uint8Array): Promise<void>;
}

/** What the networks of an origin were made from, apart from their seeds. */
export interface NetworkSource {
  /** sha256 of the days before the origin. */
  readonly panelHash: string;
  readonly config: TrainingConfig;
  readonly kernelId: string;
}

export function panelHashOf(history: Panel): string {
  return sha256(packPanel(history));
}

function keyOf(kind: string, parts: unknown): string {
  return sha256(new TextEncoder().encode(JSON.stringify([kind, parts])));
}

function networkKey(source: NetworkSource, seed: number): string {
  return keyOf('network', { ...source, seed });
}

export async function readNetwork(
  cache: FoldCache,
  source: NetworkSource,
  seed: number,
): Promise<NetWeights | null> {
  const net = await readAs(cache, networkKey(source, seed), unpackWeights);
  return net !== null && net.seed === seed && net.kernelId === source.kernelId ? net : null;
}

/** @param packed from `packWeights` */
export async function writeNetwork(
  cache: FoldCache,
  source: NetworkSource,
  seed: number,
  packed: Uint8Array,
): Promise<void> {
  await cache.write(networkKey(source, seed), packed);
}

/**
 * The fold that `make` gives, from the cache where it holds it.
 *
 * @param source all that it is made from beside the plans: the days before the origin and, with networks, these
 */
export async function cachedFold(
  cache: FoldCache,
  source: Pick<NetworkSource, 'panelHash'> | (NetworkSource & { readonly seeds: readonly number[] }),
  plans: Plans,
  make: () => Fold,
): Promise<Fold> {
  const { horizon, listPrice, discount, known } = plans;
  const planned = [listPrice, discount, known].map((array) =>
    sha256(new Uint8Array(array.buffer, array.byteOffset, array.byteLength)),
  );
  const key = keyOf('fold', { ...source, horizon, planned });
  const found = await readAs(cache, key, unpackFold);
  if (found !== null) return found;
  const fold = make();
  await cache.write(key, packFold(fold));
  return fold;
}

/** What another program, or another version of this one, left under a key is as good as nothing. */
async function readAs<Entry>(
  cache: FoldCache,
  key: string,
  unpack: (bytes: Uint8Array) => Entry,
): Promise<Entry | null> {
  const bytes = await cache.read(key);
  if (bytes === null) return null;
  try {
    return unpack(bytes);
  } catch {
    return null;
  }
}
