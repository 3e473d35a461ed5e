import type { KernelName } from '../kernels/index.ts';
import { unpackWeights } from '../model/weights.ts';
import type { NetWeights } from '../model/weights.ts';
import type { Panel } from '../panel/panel.ts';
import { trainEnsemble } from '../training/ensemble.ts';
import { readNetwork, writeNetwork } from './fold-cache.ts';
import type { FoldCache, NetworkSource } from './fold-cache.ts';

export interface NetworkOptions {
  /** The days to learn from. */
  readonly history: Panel;
  readonly source: NetworkSource;
  /** The networks that are wanted. */
  readonly seeds: readonly number[];
  readonly kernel: KernelName | 'auto';
  /** Of a training; the networks do not depend on it. */
  readonly threads: number;
  /** Milliseconds since 1970 past which no training goes on. */
  readonly deadline: number | undefined;
  readonly now: () => number;
  readonly onProgress: (step: number, totalSteps: number) => void;
  readonly cache: FoldCache | undefined;
}

/** The networks of `seeds`, each trained unless the cache holds it; `undefined` past the deadline. */
export async function networksOf(options: NetworkOptions): Promise<NetWeights[] | undefined> {
  const { history, source, seeds, cache, deadline, now } = options;
  const nets = new Map<number, NetWeights>();
  for (const seed of cache === undefined ? [] : seeds) {
    const net = await readNetwork(cache!, source, seed);
    if (net !== null) nets.set(seed, net);
  }
  const missing = seeds.filter((seed) => !nets.has(seed));
  if (missing.length > 0) {
    if (deadline !== undefined && now() >= deadline) return undefined;
    const trained = await trainEnsemble({
      panel: history,
      config: source.config,
      seeds: missing,
      kernel: options.kernel,
      threads: options.threads,
      now,
      onProgress: options.onProgress,
      ...(deadline === undefined ? {} : { deadline }),
    });
    for (const { seed, weights } of trained.members) {
      if (weights === null) continue;
      nets.set(seed, unpackWeights(weights));
      if (cache !== undefined) await writeNetwork(cache, source, seed, weights);
    }
    if (!trained.done) return undefined;
  }
  return seeds.map((seed) => nets.get(seed)!);
}
