import type { Forecast } from '../../shared/api/contract.ts';
import { formatDay, formatNumber } from '../../shared/format/time.ts';

/** The page's first words, in parts so that the figures can be set apart. */
export interface Sentence {
  readonly expected: string;
  readonly range: string | null;
  readonly change: string | null;
  readonly source: string;
}

/** One sentence for a forecast: how many, how sure, against what, who says so, and how wrong that was before. */
export function sentenceOf(forecast: Forecast): Sentence | null {
  const { next60, last60, changePercent } = forecast.summary;
  const { served, measure } = forecast;
  if (next60 === null || served === null) return null;
  const nothing = Math.round(next60.mean) === 0 && Math.round(next60.p90 ?? 0) === 0;
  return {
    expected: nothing ? `no ${measure}` : `${formatNumber(Math.round(next60.mean))} ${measure}`,
    range:
      nothing || next60.p10 === null || next60.p90 === null
        ? null
        : `${formatNumber(Math.round(next60.p10))} to ${formatNumber(Math.round(next60.p90))} in eight cases of ten`,
    change: changeWords(changePercent, last60.units, last60.days),
    source: sourceWords(served),
  };
}

function changeWords(percent: number | null, units: number, days: number): string | null {
  if (percent === null) return null;
  const before = `the ${formatNumber(units)} of the last ${days}`;
  const size = Math.abs(Math.round(percent));
  if (size === 0) return `as many as ${before}`;
  return `${size}% ${percent > 0 ? 'more' : 'fewer'} than ${before}`;
}

function sourceWords(served: NonNullable<Forecast['served']>): string {
  const who = WHO[served.name] ?? `A baseline (${served.name}) says so, not the model`;
  const past = served.pastError;
  if (past === null) return `${who}; how wrong it has been is not known yet.`;
  const missed = `${Math.round(past.wape * 100)}% of what came`;
  return `${who}; day by day, over the ${past.days} days from ${formatDay(past.origin)}, it was off by ${missed}.`;
}

/** Those that are no baseline: the model, and what stands in where a game has no history of its own. */
const WHO: Readonly<Record<string, string>> = {
  model: 'The trained model says so',
  'launch curve': 'The launches of similar games say so',
  'no sales': 'There are no sales to go by',
};

/** What a label means for the reader. */
export const LABELS: Readonly<Record<NonNullable<Forecast['label']>, string>> = {
  unreleased:
    'Not released yet: the launches of similar games say what to expect, and pre-orders until then.',
  new: 'Released recently: the forecast leans on the launches of similar games.',
  'never sold': 'No unit has been sold yet.',
  ended: 'Sales have ended: nothing has been sold for a long time.',
  free: 'A free game: units are copies taken, not sales.',
};

/** Who serves the forecast, as the lists show it. */
export function servedWords(served: string | null): string {
  if (served === null) return 'No forecast yet';
  return BADGES[served] ?? `Baseline: ${served}`;
}

const BADGES: Readonly<Record<string, string>> = {
  model: 'Model',
  'launch curve': 'Similar launches',
  'no sales': 'No sales expected',
};

/** The title of the notice over a forecast that is not the model's. */
export function substituteTitle(served: string): string {
  return BADGES[served] ?? `This is a baseline: ${served}`;
}

/** Why a forecast is served, as a sentence of its own. */
export function reasonSentence(reason: string): string {
  const words = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
