import { defaultConfig, networkSeeds, trainEnsemble, unpackWeights } from '../forecasting/index.ts';
import type { NetWeights, Panel } from '../forecasting/index.ts';

/** The default recipe's networks of a seed, learnt from a panel by the quickest kernel on two threads. */
export async function trainNetworks(panel: Panel, seed = 1): Promise<NetWeights[]> {
  const seeds = networkSeeds(defaultConfig, seed);
  const { nets } = await trainEnsemble({ panel, config: defaultConfig, seeds, kernel: 'auto', threads: 2 });
  return nets.map(unpackWeights);
}
