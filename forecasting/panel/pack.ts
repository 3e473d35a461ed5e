import { packArrays, unpackArrays } from '../bytes.ts';
import type { Panel, PanelGame } from './panel.ts';
import type { Plans } from './plans.ts';

const MAGIC = 'KPNL';

interface PanelHeader {
  readonly version: 1;
  readonly start: number;
  readonly days: number;
  readonly games: readonly PanelGame[];
}

/** The panel as bytes: the same panel gives the same bytes. */
export function packPanel(panel: Panel): Uint8Array {
  const header: PanelHeader = {
    version: 1,
    start: panel.start,
    days: panel.days,
    games: panel.games.map(({ id, releaseDay, genres }) => ({ id, releaseDay, genres })),
  };
  const { units, observed, listPrice, discount, discountKnown } = panel;
  return packArrays(MAGIC, { header, arrays: [units, observed, listPrice, discount, discountKnown] });
}

export function unpackPanel(bytes: Uint8Array): Panel {
  const { header, arrays } = unpackArrays(MAGIC, bytes);
  const { version, start, days, games } = header as PanelHeader;
  if (version !== 1) throw new Error(`panel of version ${String(version)}, expected 1`);
  const [units, observed, listPrice, discount, discountKnown] = arrays;
  return {
    start,
    days,
    games,
    units: units as Float32Array,
    observed: observed as Uint8Array,
    listPrice: listPrice as Float32Array,
    discount: discount as Float32Array,
    discountKnown: discountKnown as Uint8Array,
  };
}

const PLANS_MAGIC = 'KPLN';

/** Plans as bytes: the same plans give the same bytes. */
export function packPlans({ horizon, listPrice, discount, known }: Plans): Uint8Array {
  return packArrays(PLANS_MAGIC, { header: { version: 1, horizon }, arrays: [listPrice, discount, known] });
}

export function unpackPlans(bytes: Uint8Array): Plans {
  const { header, arrays } = unpackArrays(PLANS_MAGIC, bytes);
  const { version, horizon } = header as { version: number; horizon: number };
  if (version !== 1) throw new Error(`plans of version ${String(version)}, expected 1`);
  const [listPrice, discount, known] = arrays;
  return {
    horizon,
    listPrice: listPrice as Float32Array,
    discount: discount as Float32Array,
    known: known as Uint8Array,
  };
}
