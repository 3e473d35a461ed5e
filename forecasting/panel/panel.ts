import type { EpochDay } from '../../domain/days.ts';

/** What stays the same about a game, whatever the day. */
export interface PanelGame {
  readonly id: string;
  readonly releaseDay: EpochDay | null;
  /** In the order of the source; used to group launches. */
  readonly genres: readonly string[];
}

/**
 * Every game's days in one calendar. All arrays are `[games, days]`, row-major: game g on day d stands at
 * `g * days + d`, and day d is `start + d`.
 */
export interface Panel {
  readonly start: EpochDay;
  readonly days: number;
  readonly games: readonly PanelGame[];
  /** Units of the day; 0 where not observed. */
  readonly units: Float32Array;
  /** 1 where the units are known, 0 where nothing can be said (not on sale, no history). */
  readonly observed: Uint8Array;
  /** In the store's currency; NaN where unknown. */
  readonly listPrice: Float32Array;
  /** 0 to 0.99; 0 where unknown. */
  readonly discount: Float32Array;
  /** 1 where the discount is known, also when it is none. */
  readonly discountKnown: Uint8Array;
}

export function emptyPanel(start: EpochDay, days: number, games: readonly PanelGame[]): Panel {
  const size = games.length * days;
  return {
    start,
    days,
    games,
    units: new Float32Array(size),
    observed: new Uint8Array(size),
    listPrice: new Float32Array(size).fill(NaN),
    discount: new Float32Array(size),
    discountKnown: new Uint8Array(size),
  };
}

/**
 * The panel as it stood at the start of `origin`: the same games, only the days before it. What is learned or
 * forecast from the result cannot depend on a later day, because there is none in it.
 */
export function panelBefore(panel: Panel, origin: EpochDay): Panel {
  const days = Math.min(panel.days, origin - panel.start);
  if (days < 1) throw new RangeError('the panel holds no day before the origin');
  if (days === panel.days) return panel;
  const cut = emptyPanel(panel.start, days, panel.games);
  for (let game = 0; game < panel.games.length; game++) {
    const from = game * panel.days;
    for (const name of ['units', 'observed', 'listPrice', 'discount', 'discountKnown'] as const) {
      cut[name].set(panel[name].subarray(from, from + days), game * days);
    }
  }
  return cut;
}

/** A copy of a panel whose days may be changed without changing the original. */
export function copyPanel(panel: Panel): Panel {
  return {
    ...panel,
    units: panel.units.slice(),
    observed: panel.observed.slice(),
    listPrice: panel.listPrice.slice(),
    discount: panel.discount.slice(),
    discountKnown: panel.discountKnown.slice(),
  };
}

/** The first observed column of a game, or -1 when it has none. */
export function firstObserved(panel: Panel, game: number): number {
  const from = game * panel.days;
  const at = panel.observed.subarray(from, from + panel.days).indexOf(1);
  return at;
}

/** The last observed column of a game, or -1 when it has none. */
export function lastObserved(panel: Panel, game: number): number {
  const from = game * panel.days;
  return panel.observed.subarray(from, from + panel.days).lastIndexOf(1);
}
