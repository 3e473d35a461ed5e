import { formatDay } from '../../domain/days.ts';
import type { EpochDay } from '../../domain/days.ts';
import { firstObserved } from '../panel/panel.ts';
import type { Panel } from '../panel/panel.ts';
import { volumeBands } from './bands.ts';

/** Days of the horizon that are judged together; the first day is 1. */
export const horizonBands = [
  { name: 'days 1 to 7', from: 1, to: 7 },
  { name: 'days 8 to 28', from: 8, to: 28 },
  { name: 'days 29 to 60', from: 29, to: 60 },
  { name: 'after day 60', from: 61, to: Infinity },
] as const;

/** How long a game had been out at the origin, in days since its release, else since its first observed day. */
export const ageBands = [
  { name: 'out for under 30 days', from: -Infinity },
  { name: 'out for 30 to 180 days', from: 30 },
  { name: 'out for longer', from: 181 },
] as const;

const discounted = 'days on discount';
const undiscounted = 'days without discount';

export const breakdownNames = ['all', 'origin', 'horizon', 'volume', 'age', 'promotion'] as const;
export type BreakdownName = (typeof breakdownNames)[number];

/** The order in which the slices of a breakdown are shown; others follow as they come. */
export const sliceOrder: Readonly<Record<BreakdownName, readonly string[]>> = {
  all: ['all'],
  origin: [],
  horizon: horizonBands.map(({ name }) => name),
  volume: volumeBands.map(({ name }) => name),
  age: ageBands.map(({ name }) => name),
  promotion: [discounted, undiscounted],
};

/** A part of a game's forecast days that is judged with its like. */
export interface Slice {
  readonly breakdown: BreakdownName;
  readonly name: string;
  /** 1 where the day belongs to it and is known. `[horizon]` */
  readonly days: Uint8Array;
}

/** Cuts one game's forecast days in every way that a report shows. Days of an unknown price are on no side. */
export class Slicer {
  readonly #panel: Panel;
  readonly #origin: EpochDay;
  readonly #bands: Uint8Array;

  /** @param bands of each game at the origin, an index into `volumeBands` */
  constructor(panel: Panel, origin: EpochDay, bands: Uint8Array) {
    this.#panel = panel;
    this.#origin = origin;
    this.#bands = bands;
  }

  /** @param observed 1 where the day can be scored, `[horizon]` */
  slicesOf(game: number, observed: Uint8Array): Slice[] {
    const whole = (breakdown: BreakdownName, name: string): Slice => ({ breakdown, name, days: observed });
    const where = (wanted: (h: number) => boolean): Uint8Array =>
      observed.map((known, h) => (known === 1 && wanted(h) ? 1 : 0));
    const horizon = horizonBands
      .filter(({ from }) => from <= observed.length)
      .map(({ name, from, to }): Slice => ({
        breakdown: 'horizon',
        name,
        days: where((h) => h + 1 >= from && h + 1 <= to),
      }));
    return [
      whole('all', 'all'),
      whole('origin', formatDay(this.#origin)),
      ...horizon,
      whole('volume', volumeBands[this.#bands[game]!]!.name),
      whole('age', this.#ageBand(game)),
      { breakdown: 'promotion', name: discounted, days: where((h) => (this.#discount(game, h) ?? 0) > 0) },
      { breakdown: 'promotion', name: undiscounted, days: where((h) => this.#discount(game, h) === 0) },
    ];
  }

  /** The discount that a day really had, `null` where it is not known. */
  #discount(game: number, h: number): number | null {
    const day = this.#origin - this.#panel.start + h;
    if (day >= this.#panel.days) return null;
    const at = game * this.#panel.days + day;
    return this.#panel.discountKnown[at] === 1 ? this.#panel.discount[at]! : null;
  }

  #ageBand(game: number): string {
    const first = this.#panel.games[game]!.releaseDay ?? this.#panel.start + firstObserved(this.#panel, game);
    const age = this.#origin - first;
    return ageBands.findLast(({ from }) => age >= from)!.name;
  }
}
