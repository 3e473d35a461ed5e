import { formatDay } from '../../../../domain/days.ts';
import type { EpochDay } from '../../../../domain/days.ts';
import { servedName } from '../../../../forecasting/index.ts';
import type { BacktestScores } from '../../../../forecasting/index.ts';
import { percent, ratio } from '../numbers.ts';
import { bestOverall, pooledSlice } from './series.ts';
import { escaped } from './svg.ts';

/** What was backtested. */
export interface About {
  /** Name of the history's file. */
  readonly history: string;
  readonly games: number;
  readonly firstDay: EpochDay;
  readonly lastDay: EpochDay;
  readonly origins: readonly EpochDay[];
  readonly horizon: number;
  readonly plans: 'file' | 'none';
  /** Networks averaged. */
  readonly networks: number;
  readonly recipe: string;
  readonly kernelId: string;
}

export function introduction(about: About): string {
  const { history, games, firstDay, lastDay, origins, horizon, plans } = about;
  const days = origins.map(formatDay).join(', ');
  const known =
    plans === 'file'
      ? 'Prices and discounts of the coming days were known to it, as a publisher’s plans are.'
      : 'It was told no price or discount of the coming days.';
  return (
    `<p>${escaped(history)} holds ${games} games from ${formatDay(firstDay)} to ${formatDay(lastDay)}. On each of these` +
    ` days the store was asked for the next ${horizon} days, knowing only the sales before: ${days}. ${known} This page` +
    ` holds its answers against what then came.</p>`
  );
}

/** The few figures that a publisher asks for first. */
export function keyFigures(scores: BacktestScores): string {
  const slice = pooledSlice(scores);
  const of = (name: string) => slice?.scores[scores.forecasters.indexOf(name)] ?? null;
  const served = of(servedName);
  const naive = of('seasonal naive');
  if (served === null || naive === null)
    return '<p>No forecast day is known, so there is nothing to score.</p>';
  const best = bestOverall(scores);
  const bestError = best === null ? null : of(best)!.wape;
  const game = scores.comparisons.find((one) => one.forecaster === servedName);
  const total = scores.totals.filter((one) => one.forecaster === servedName && one.slice === 'all').at(-1);
  const figures = [
    figure(percent(served.wape, 1), `of the units sold is how far a day’s forecast was off, on the whole`),
    figure(lessThan(ratio(served.wape, naive.wape)), 'than repeating the last week would have erred'),
    best === null || best === 'seasonal naive'
      ? ''
      : figure(
          lessThan(ratio(served.wape, bestError)),
          `than the best simple rule (${best}) would have erred`,
        ),
    figure(percent(game?.better ?? null), 'of games were forecast better than by repeating their last week'),
    figure(percent(served.coverage), 'of days stayed between the low and the high line; 80 % should'),
    total === undefined
      ? ''
      : figure(
          percent(total.error, 1),
          `is how far a game’s sum over ${total.days} days was off, on the whole`,
        ),
  ];
  return `<ul class="figures">${figures.join('')}</ul>`;
}

function figure(value: string, words: string): string {
  return `<li><b>${escaped(value)}</b>${escaped(words)}</li>`;
}

function lessThan(share: number | null): string {
  if (share === null) return '–';
  return share <= 1 ? `${percent(1 - share, 1)} less` : `${percent(share - 1, 1)} more`;
}

/** What the columns mean. */
export const glossary = `<dl>
<dt>served</dt><dd>what a publisher would have been shown: in each group of games of about the same volume the model, unless a baseline did better in the days before the origin</dd>
<dt>WAPE</dt><dd>Σ|y − p50| / Σ y over all games and days: the error in units per unit sold. The biggest games decide it</dd>
<dt>of seasonal naive</dt><dd>WAPE divided by that of repeating the last week; below 1 is better</dd>
<dt>MASE</dt><dd>each game’s mean |y − p50| divided by the mean |yₜ − yₜ₋₇| of its history, averaged over games: every game counts the same (Hyndman &amp; Koehler 2006, m = 7)</dd>
<dt>RMSSE</dt><dd>√(mean (y − mean)² / mean (yₜ − yₜ₋₁)²), the history counted from its first sale, averaged over games (as in the M5 competition): big misses weigh more</dd>
<dt>wQL</dt><dd>weighted quantile loss: mean over 0.1, 0.5 and 0.9 of 2 Σ QL / Σ y. It judges low line, middle and high line together</dd>
<dt>coverage</dt><dd>share of days with p10 ≤ y ≤ p90; 0.8 is right. Where sales are few it reads high even for a perfect forecast</dd>
<dt>of counts</dt><dd>the same without that effect: a day that sold exactly as many as a line says counts by the chance that the forecast gave it (the randomised probability integral transform, its mean in closed form; Czado, Gneiting &amp; Held 2009)</dd>
<dt>bias</dt><dd>Σ(mean − y) / Σ y: above 0 too much was forecast</dd>
<dt>games</dt><dd>forecasts scored: a game counts once for each origin</dd>
</dl>`;
