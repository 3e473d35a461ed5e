import type { EpochDay } from '../../domain/days.ts';
import { packArrays, unpackArrays } from '../bytes.ts';
import { unpackState } from '../model/decoder-state.ts';
import { PRIOR } from './elasticity.ts';
import type { Elasticity } from './elasticity.ts';
import type { SeenPrices } from './seen.ts';
import type { WhatIfGame } from './what-if.ts';

const MAGIC = 'KWIF';

/** What one game's what-if needs beside its model; one object a game. */
export interface WhatIfDocument {
  readonly gameId: string;
  readonly forecastId: string;
  readonly modelId: string;
  /** The first forecast day. */
  readonly origin: EpochDay;
  readonly currency: string;
  /** Minor units in one of the currency, e.g. 100. */
  readonly minorUnits: number;
  readonly seen: SeenPrices;
  readonly game: WhatIfGame;
}

/** @param decoder as `GameForecast` holds it */
export function packWhatIf(
  {
    game,
    ...rest
  }: Omit<WhatIfDocument, 'game'> & { readonly game: Omit<WhatIfGame, 'state' | 'elasticityDeviation'> },
  decoder: Uint8Array,
): Uint8Array {
  const { band, elasticity, curves } = game;
  const { mean, p10, p50, p90 } = curves;
  const header = { version: 1, ...rest, band, elasticity };
  return packArrays(MAGIC, { header, arrays: [mean, p10, p50, p90, decoder] });
}

/** @throws Error when the bytes are none of this version */
export function unpackWhatIf(bytes: Uint8Array): WhatIfDocument {
  const { header, arrays } = unpackArrays(MAGIC, bytes);
  const { version, band, elasticity, ...rest } = header as Omit<WhatIfDocument, 'game'> &
    Pick<WhatIfGame, 'band' | 'elasticity'> & { version: number };
  if (version !== 1) throw new Error(`what-if document of version ${version}, expected 1`);
  const [mean, p10, p50, p90] = arrays as Float32Array[];
  const curves = { mean: mean!, p10: p10!, p50: p50!, p90: p90! };
  // A document from before the doubt was kept has the prior's.
  const { deviation = PRIOR.deviation } = rest.seen.elasticity as Partial<Elasticity>;
  const state = unpackState(arrays[4] as Uint8Array);
  return { ...rest, game: { band, elasticity, elasticityDeviation: deviation, curves, state } };
}
