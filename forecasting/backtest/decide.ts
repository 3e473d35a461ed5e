import { formatDay } from '../../domain/days.ts';
import { baselineNames } from '../baselines/baseline.ts';
import type { BaselineName } from '../baselines/baseline.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { volumeBands } from './bands.ts';
import type { Fold } from './fold.ts';
import { forecasterNames, scoreForecasts } from './score.ts';
import type { ForecasterName, Outcome } from './score.ts';
import { wideningOf } from './widening.ts';

type Scores = Readonly<Record<ForecasterName, Metrics | null>>;

/** Fewer games than this say too little about their band; it then follows the whole store. */
const ENOUGH_GAMES = 8;

export interface BandDecision {
  readonly band: string;
  readonly served: ForecasterName;
  /** Why, in words for a publisher. */
  readonly reason: string;
  /** What its intervals are widened by; see `wideningOf`. */
  readonly widening: number;
  /** Games of the band with a day that could be scored. */
  readonly games: number;
  /** By forecaster: WAPE on the held-out days, `null` when nothing was sold. */
  readonly wape: Errors;
  /** By forecaster: mean over games of the error against the game's own week-to-week change. */
  readonly mase: Errors;
}

type Errors = Readonly<Record<ForecasterName, number | null>>;

/** Which forecaster is served in each volume band; plain data, to be kept with the model. */
export interface ServedDecision {
  /** First held-out day, such as `2020-04-15`; `null` when no fold could be held out. */
  readonly origin: string | null;
  readonly horizon: number;
  /** In the order of `volumeBands`. */
  readonly bands: readonly BandDecision[];
  /** Over all games, by forecaster; `null` without a fold. */
  readonly pooled: Scores | null;
}

/** A fold and what came of it. */
export interface ScoredFold {
  readonly fold: Fold;
  readonly outcome: Outcome;
}

/** What the model may lose to the baselines, on the mean of both measures, before it is overruled. */
const TOLERATED = 0.05;

/** The baseline served as long as nothing could be compared. */
export const defaultBaseline: BaselineName = 'weekday median';

/**
 * In each band the model is served unless the baselines beat it on the held-out days twice, in WAPE, which the few
 * biggest games decide, and in MASE, where each game counts the same, and by more than 5 % on the mean of both. One
 * fold is too little to overrule it by less.
 *
 * @param small why the store is too small for a model to be served, from `smallStore`; then the best baseline is
 */
export function decideServed(
  scored: ScoredFold | null,
  horizon: number,
  small: string | null = null,
): ServedDecision {
  if (scored === null) return withoutFold(horizon, small);
  const { fold, outcome } = scored;
  const score = (wanted?: (game: number) => boolean): Scores =>
    byForecaster((name) => {
      const forecasts = fold.forecasts[name];
      return forecasts === null ? null : scoreForecasts(outcome, forecasts, wanted);
    });
  const pooled = score();
  const since = formatDay(fold.origin);
  const bands = volumeBands.map(({ name: band }, index): BandDecision => {
    const metrics = score((game) => fold.bands[game] === index);
    const games = metrics['seasonal naive']?.games ?? 0;
    const own = games >= ENOUGH_GAMES && metrics['seasonal naive']?.wape !== null;
    const wape = byForecaster((name) => (own ? metrics : pooled)[name]?.wape ?? null);
    const mase = byForecaster((name) => (own ? metrics : pooled)[name]?.mase ?? null);
    const served = best(small === null ? wape : { ...wape, model: null }, mase);
    const whom = own ? `the ${games} games that sell ${band}` : 'all games';
    const compared = reasonOf({ served, wape, mase }, whom, since, fold.horizon);
    const reason = small === null ? compared : smallReason(small, served, wape, since, fold.horizon);
    const said = fold.forecasts[served] ?? fold.forecasts[defaultBaseline];
    const widening = wideningOf(said, outcome, (game) => !own || fold.bands[game] === index);
    return { band, served, reason, widening, games, wape, mase };
  });
  return { origin: since, horizon: fold.horizon, bands, pooled };
}

function byForecaster<Value>(value: (name: ForecasterName) => Value): Record<ForecasterName, Value> {
  return Object.fromEntries(forecasterNames.map((name) => [name, value(name)])) as Record<
    ForecasterName,
    Value
  >;
}

function bestBaseline(errors: Errors): BaselineName {
  return baselineNames.reduce((best, name) =>
    (errors[name] ?? Infinity) < (errors[best] ?? Infinity) ? name : best,
  );
}

function best(wape: Errors, mase: Errors): ForecasterName {
  const baseline = bestBaseline(wape);
  if (wape.model === null) return wape[baseline] === null ? defaultBaseline : baseline;
  return beatsBaselines(wape) || beatsBaselines(mase) || isNear(wape, mase) ? 'model' : baseline;
}

/** Whether the model's errors are on the mean no more than 5 % above those of the best baselines. */
function isNear(wape: Errors, mase: Errors): boolean {
  const ratios = [wape, mase].flatMap((errors) => {
    const baseline = errors[bestBaseline(errors)];
    return errors.model === null || baseline === null || baseline === 0 ? [] : [errors.model / baseline];
  });
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  return mean <= 1 + TOLERATED;
}

function beatsBaselines(errors: Errors): boolean {
  return errors.model !== null && errors.model < (errors[bestBaseline(errors)] ?? Infinity);
}

function reasonOf(
  { served, wape, mase }: Pick<BandDecision, 'served' | 'wape' | 'mase'>,
  whom: string,
  since: string,
  days: number,
): string {
  const baseline = bestBaseline(wape);
  if (wape[baseline] === null) {
    return `nothing was sold in the ${days} days from ${since} on, so nothing was compared`;
  }
  const percent = (name: ForecasterName): string => `${((wape[name] ?? 0) * 100).toFixed(1)} %`;
  if (wape.model === null) {
    return `no model could learn from the days before ${since}; ${served} erred ${percent(served)} over ${whom}`;
  }
  const compared = `${percent('model')} for the model, ${percent(baseline)} for ${baseline}`;
  const outcome =
    served !== 'model'
      ? `the model did not beat ${baseline}`
      : beatsBaselines(wape)
        ? 'the model erred least'
        : beatsBaselines(mase)
          ? 'the model erred least with each game counted alike,'
          : `the model erred hardly more than ${baseline}`;
  return `${outcome} on the ${days} held-out days from ${since} on (error over ${whom}: ${compared})`;
}

function smallReason(
  small: string,
  served: ForecasterName,
  wape: Errors,
  since: string,
  days: number,
): string {
  const error = wape[served];
  if (error === null) return small;
  return `${small}; ${served} erred ${(error * 100).toFixed(1)} % on the ${days} days from ${since} on`;
}

function withoutFold(horizon: number, small: string | null): ServedDecision {
  const bands = volumeBands.map(({ name: band }) => ({
    band,
    served: defaultBaseline,
    reason: small ?? 'no model has been compared with it on held-out days yet',
    widening: 1,
    games: 0,
    wape: byForecaster(() => null),
    mase: byForecaster(() => null),
  }));
  return { origin: null, horizon, bands, pooled: null };
}
