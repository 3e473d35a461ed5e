import { z } from '@hono/zod-openapi';
import { jointPaths } from '../../../../forecasting/backtest/totals.ts';
import type { TotalCalibration } from '../../../../forecasting/backtest/totals.ts';
import { unpackWeights } from '../../../../forecasting/model/weights.ts';
import { Decoders } from '../../../../forecasting/what-if/decoders.ts';
import { unpackWhatIf, type WhatIfDocument } from '../../../../forecasting/what-if/document.ts';
import type { WhatIfModel } from '../../../../forecasting/what-if/what-if.ts';
import { forecastFolder, forecastObjects } from '../../../forecasting/shared/keys.ts';

/** Reads an object of the data bucket; undefined = there is none. */
export type ReadBytes = (key: string) => Promise<Uint8Array | undefined>;

export interface WhatIfSource {
  readonly document: WhatIfDocument;
  readonly model: WhatIfModel;
}

const manifestSchema = z.looseObject({
  nets: z.array(z.object({ key: z.string() })),
  calibration: z.custom<TotalCalibration | null>(),
});

/** Models kept in a warm function: the one that is served, and the one before it while documents change over. */
const KEPT = 2;

/** What is kept was written by another version, or is not whole: as good as nothing until the next forecast. */
class UnusableError extends Error {}

/** Reads what a game's what-if needs of one forecast; undefined = nothing usable is kept. Models stay in memory between calls. */
export function whatIfReader(
  read: ReadBytes,
): (gameId: number, forecastId: string) => Promise<WhatIfSource | undefined> {
  const models = new Map<string, Promise<WhatIfModel>>();
  const modelOf = (id: string): Promise<WhatIfModel> => {
    const known = models.get(id);
    if (known) return known;
    const loading = readModel(read, id);
    models.set(id, loading);
    // What could not be read is tried again by the next call.
    loading.catch(() => models.delete(id));
    for (const old of [...models.keys()].slice(0, -KEPT)) models.delete(old);
    return loading;
  };
  return async (gameId, forecastId) => {
    const bytes = await read(`${forecastFolder(forecastId)}${forecastObjects.whatIf(gameId)}`);
    if (!bytes) return undefined;
    try {
      const document = usable(() => unpackWhatIf(bytes));
      return { document, model: await modelOf(document.modelId) };
    } catch (error) {
      if (error instanceof UnusableError) return undefined;
      throw error;
    }
  };
}

async function readModel(read: ReadBytes, id: string): Promise<WhatIfModel> {
  const must = async (key: string): Promise<Uint8Array> => {
    const bytes = await read(key);
    if (!bytes) throw new UnusableError(`the object ${key} of model ${id} is missing`);
    return bytes;
  };
  const text = new TextDecoder().decode(await must(`kratos/models/${id}/manifest.json`));
  const { nets, calibration } = usable(() => manifestSchema.parse(JSON.parse(text)));
  const weights = await Promise.all(nets.map(({ key }) => must(key)));
  return usable(() => ({
    decoders: new Decoders(weights.map(unpackWeights)),
    paths: jointPaths(calibration),
  }));
}

function usable<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new UnusableError(error instanceof Error ? error.message : String(error));
  }
}
