import { formatDay } from '../../../../domain/days.ts';
import { PRIOR, PRIOR_SOURCE } from '../../../../forecasting/what-if/elasticity.ts';
import {
  changedPlan,
  discountRun,
  type PlanSegment,
  type PricedPlan,
} from '../../../../forecasting/what-if/plan.ts';
import { extrapolationsOf } from '../../../../forecasting/what-if/seen.ts';
import { suggestPlans, type Suggestion } from '../../../../forecasting/what-if/suggest.ts';
import {
  answerWhatIf,
  prepareWhatIf,
  type Amount,
  type ComparedTotal,
} from '../../../../forecasting/what-if/what-if.ts';
import type { WhatIfSource } from './models.ts';
import type { WhatIf, WhatIfRequest } from './schemas.ts';

type Segment = WhatIf['segments'][number];

/** The answer to another plan, as the API gives it. */
export function composeWhatIf(
  { document, model }: WhatIfSource,
  request: WhatIfRequest,
  segments: readonly PlanSegment[],
  measure: WhatIf['measure'],
): WhatIf {
  const { origin, minorUnits, seen, game } = document;
  const plan = changedPlan(game.state, segments, request.keepPlannedDiscounts);
  const prepared = prepareWhatIf(model, game);
  const answer = answerWhatIf(prepared, plan);
  const priced = measure === 'units';
  const minor = (total: ComparedTotal): ComparedTotal => ({
    days: total.days,
    current: inMinor(total.current, minorUnits),
    changed: inMinor(total.changed, minorUnits),
    difference: inMinor(total.difference, minorUnits),
  });
  const suggestions = suggestPlans(prepared, seen, priced);
  return {
    gameId: Number(document.gameId),
    origin: formatDay(origin),
    endsOn: formatDay(origin + game.curves.mean.length - 1),
    currency: document.currency,
    measure,
    basis: answer.basis,
    days: Array.from(answer.curves.mean, (mean, h) => ({
      date: formatDay(origin + h),
      mean,
      p10: answer.curves.p10[h]!,
      p50: answer.curves.p50[h]!,
      p90: answer.curves.p90[h]!,
      discountRate: Number(plan.told.discount[h]!.toFixed(2)),
      listPriceMinor: Number.isFinite(plan.listPrice[h]) ? Math.round(plan.listPrice[h]! * minorUnits) : null,
      planned: plan.told.known[h] === 1,
    })),
    units: [...answer.units],
    revenue: priced && answer.revenue ? answer.revenue.map(minor) : null,
    segments: request.segments.map((segment, n) => withReasons(segment, segments[n]!, plan, document)),
    seenGroup: seen.groupName,
    suggestions: suggestions.map((suggestion) => describe(suggestion, document, priced)),
    elasticity: {
      ...seen.elasticity,
      deviation: game.elasticityDeviation,
      prior: PRIOR.mean,
      source: PRIOR_SOURCE,
    },
    notes: notesOf(segments, measure, document),
  };
}

function inMinor({ mean, p10, p50, p90 }: Amount, minorUnits: number): Amount {
  const minor = (value: number): number => Math.round(value * minorUnits);
  return { mean: minor(mean), p10: minor(p10), p50: minor(p50), p90: minor(p90) };
}

function withReasons(
  segment: WhatIfRequest['segments'][number],
  { from, percent, listPrice }: PlanSegment,
  plan: PricedPlan,
  { seen, game, minorUnits }: WhatIfSource['document'],
): Segment {
  const days = discountRun(plan.told, game.state.start.run, from);
  const found = extrapolationsOf(seen, { percent: percent ?? 0, days, listPrice });
  const minor = (value: number | null): number | null =>
    value === null ? null : Math.round(value * minorUnits);
  const reasons = found.map((reason) =>
    reason.what === 'list price'
      ? {
          what: reason.what,
          asked: minor(reason.asked)!,
          seenByGame: minor(reason.seenByGame),
          seenByGroup: minor(reason.seenByGroup),
        }
      : reason,
  );
  return { ...segment, extrapolated: reasons.length > 0, reasons };
}

function describe(
  { segment, answer }: Suggestion,
  { origin, minorUnits }: WhatIfSource['document'],
  priced: boolean,
): WhatIf['suggestions'][number] {
  const revenue = priced ? answer.revenue?.at(-1)?.difference : undefined;
  return {
    startsOn: formatDay(origin + segment.from),
    endsOn: formatDay(origin + segment.to),
    percent: segment.percent,
    units: answer.units.at(-1)!.difference,
    revenue: revenue ? inMinor(revenue, minorUnits) : null,
  };
}

function notesOf(
  segments: readonly PlanSegment[],
  measure: WhatIf['measure'],
  { seen, origin, game }: WhatIfSource['document'],
): string[] {
  const notes = [
    'This is what went along with such prices in the past, here and in similar games; it does not prove that the price was the cause.',
  ];
  const unknown = firstUnknown(segments, game.state.plan);
  if (unknown !== null) {
    const from = formatDay(origin + unknown);
    notes.push(
      `Nothing is planned yet for ${from}, so the forecast reckons with discounts as there have been. Your plan is held against that, not against full price.`,
    );
  }
  if (segments.some(({ listPrice }) => listPrice !== null)) {
    notes.push(elasticityNote(seen));
  }
  if (measure === 'players') notes.push('The history counts players, not sales, so there is no revenue.');
  return notes;
}

/** The first day on which a segment says what discount there is, and the current plan does not; `null` = none. */
function firstUnknown(
  segments: readonly PlanSegment[],
  { known }: WhatIfSource['document']['game']['state']['plan'],
): number | null {
  const days = segments.flatMap(({ from, to, percent }) =>
    percent === null ? [] : Array.from({ length: to - from + 1 }, (_, n) => from + n),
  );
  const unknown = days.filter((day) => known[day] !== 1);
  return unknown.length === 0 ? null : Math.min(...unknown);
}

/** What a dearer list price is taken to do, and where that comes from. */
function elasticityNote({ elasticity, groupName }: WhatIfSource['document']['seen']): string {
  const { value, ownChanges, groupChanges } = elasticity;
  const fewer = Math.round(100 * (1 - 1.1 ** value));
  const changes = ownChanges === 1 ? 'price change' : 'price changes';
  const learnt =
    ownChanges + groupChanges === 0
      ? 'That is an assumption, since no list price has changed here yet'
      : `That is an assumption corrected by ${ownChanges} ${changes} of this game and ${groupChanges} of ${groupName}`;
  return `A list price 10% higher is taken to sell ${fewer}% fewer units (an elasticity of ${value.toFixed(2).replace('-', '−')}). ${learnt}. Where it comes from: ${PRIOR_SOURCE}.`;
}
