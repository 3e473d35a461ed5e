import { defaultConfig, networkSeeds, trainEnsemble, unpackWeights } from '../forecasting/index.ts';
import type { NetWeights, Panel } from '../forecasting/index.ts';

/** The default recipe's networks of seed 1, learnt from a panel by the quickest kernel on two threads. */
export async function trainNetworks(panel: Panel): Promise<NetWeights[]> {
  const seeds = networkSeeds(defaultConfig, 1);
  const { nets } = await trainEnsemble({ panel, config: defaultConfig, seeds, kernel: 'auto', threads: 2 });
  return nets.map(unpackWeights);
}
