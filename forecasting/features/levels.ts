import { median } from './series.ts';
import type { SeriesTables } from './series.ts';

/** What is known at an origin of a game's height and rhythm, from the days before it alone; logs are ln(1 + units). */
export interface Levels {
  /** ln(1 + mean units of the observed days among the last 28); the reference all windows are relative to. */
  level: number;
  /** The same of the last 7 and of the last 112 days. */
  level7: number;
  level112: number;
  /** Standard deviation of the log units of the last 28 days. */
  spread: number;
  /** Observed days among the last 112. */
  history: number;
  /** By day of the horizon modulo 7: the median of the log units of the last four same weekdays. */
  readonly weekdayMedian: Float64Array;
  /** By day of the horizon modulo 7: the log units of the latest same weekday. */
  readonly lastWeek: Float64Array;
}

export function createLevels(): Levels {
  return {
    level: 0,
    level7: 0,
    level112: 0,
    spread: 0,
    history: 0,
    weekdayMedian: new Float64Array(7),
    lastWeek: new Float64Array(7),
  };
}

/** ln(1 + mean units) over the observed days of the `length` days before `origin`; `undefined` when none is. */
export function levelOver(t: SeriesTables, game: number, origin: number, length: number): number | undefined {
  const base = game * (t.panel.days + 1);
  const to = base + Math.max(0, origin);
  const from = base + Math.max(0, origin - length);
  const observed = t.observedBefore[to]! - t.observedBefore[from]!;
  if (observed === 0) return undefined;
  return Math.log1p((t.unitsBefore[to]! - t.unitsBefore[from]!) / observed);
}

/** Observed days among the `length` days before `origin`. */
export function observedOver(t: SeriesTables, game: number, origin: number, length: number): number {
  const base = game * (t.panel.days + 1);
  return t.observedBefore[base + origin]! - t.observedBefore[base + Math.max(0, origin - length)]!;
}

/** Fills `out` with the levels of a game at the panel's column `origin`. */
export function readLevels(t: SeriesTables, game: number, origin: number, out: Levels): void {
  const { panel, logs } = t;
  const from = game * panel.days;
  const long = levelOver(t, game, origin, 112) ?? levelOver(t, game, origin, origin) ?? 0;
  out.level = levelOver(t, game, origin, 28) ?? long;
  out.level7 = levelOver(t, game, origin, 7) ?? out.level;
  out.level112 = long;
  out.history = observedOver(t, game, origin, 112);
  const recent: number[] = [];
  for (let day = Math.max(0, origin - 28); day < origin; day++) {
    if (panel.observed[from + day] === 1) recent.push(logs[from + day]!);
  }
  out.spread = standardDeviation(recent);
  const middle = recent.length > 0 ? median(recent) : out.level;
  for (let slot = 0; slot < 7; slot++) {
    const same: number[] = [];
    for (let week = 1; week <= 4; week++) {
      const day = origin - 7 * week + slot;
      if (day >= 0 && panel.observed[from + day] === 1) same.push(logs[from + day]!);
    }
    const last = origin - 7 + slot;
    const lastSeen = last >= 0 && panel.observed[from + last] === 1;
    const typical = same.length > 0 ? median(same) : middle;
    out.weekdayMedian[slot] = typical;
    out.lastWeek[slot] = lastSeen ? logs[from + last]! : typical;
  }
}

function standardDeviation(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
