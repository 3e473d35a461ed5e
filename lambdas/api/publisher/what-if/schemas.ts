import { z } from '@hono/zod-openapi';
import { dateSchema, orNull } from '../../shared/schemas.ts';

/** Segments of one plan. */
const MOST_SEGMENTS = 20;
/** Ten million in minor units of a currency with two digits. */
const DEAREST = 1_000_000_000;

const expected = (what: string) => ({
  error: ({ input }: { input?: unknown }) =>
    `expected ${what}, was given ${JSON.stringify(input) ?? 'nothing'}`,
});

const day = z.iso.date(expected('a day as YYYY-MM-DD')).openapi({ example: '2026-03-20' });

const daysOfSegment = {
  startsOn: day,
  endsOn: day.openapi({ description: 'The last day of it.' }),
};
const percent = z
  .int(expected('a whole number from 0 to 99, or null'))
  .min(0, expected('a whole number from 0 to 99, or null'))
  .max(99, expected('a whole number from 0 to 99, or null'));

export const whatIfRequest = z
  .strictObject({
    segments: z
      .array(
        z.strictObject({
          ...daysOfSegment,
          percent: percent.nullable().default(null).openapi({
            description:
              'Off the list price; 0 = surely no discount on these days; null or left out = discounts as they are planned, or unknown.',
          }),
          listPriceMinor: z
            .int(expected('a price in minor units from 1 on, or null'))
            .min(1, expected('a price in minor units from 1 on, or null'))
            .max(DEAREST, expected('a price in minor units up to 1,000,000,000'))
            .nullable()
            .default(null)
            .openapi({ description: 'In minor units; null or left out = the list price stays.' }),
        }),
        expected('a list of segments'),
      )
      .max(MOST_SEGMENTS, expected(`at most ${MOST_SEGMENTS} segments`))
      .openapi({ description: 'Stretches of days with another price; they may not overlap.' }),
    keepPlannedDiscounts: z
      .boolean(expected('true or false'))
      .default(true)
      .openapi({ description: 'Whether the discounts planned now stay on days without a segment.' }),
  })
  .openapi('WhatIfRequest');
export type WhatIfRequest = z.infer<typeof whatIfRequest>;

const amountSchema = z
  .object({ mean: z.number(), p10: z.number(), p50: z.number(), p90: z.number() })
  .openapi('WhatIfAmount');

const totalSchema = z
  .object({
    days: z.int().openapi({ description: 'First days of the forecast that are added up: 7, 30 or 60.' }),
    current: amountSchema,
    changed: amountSchema,
    difference: amountSchema.openapi({
      description: 'Changed less current, path by path; surer than either plan.',
    }),
  })
  .openapi('WhatIfTotal');

const extrapolationSchema = z
  .object({
    what: z.enum(['depth', 'duration', 'list price']),
    asked: z.number().openapi({ description: 'Percent, days, or a price in minor units.' }),
    seenByGame: z.number().nullable(),
    seenByGroup: z.number().nullable(),
  })
  .openapi('Extrapolation');

export const whatIfSchema = z
  .object({
    gameId: z.int(),
    origin: dateSchema.openapi({ description: 'The first forecast day.' }),
    endsOn: dateSchema.openapi({ description: 'The last one.' }),
    currency: z.string(),
    measure: z.enum(['units', 'players']),
    basis: z.enum(['paths', 'one height', 'guess']).openapi({
      description:
        'Where the intervals of the totals come from; guess = half to double, no fold was held out yet.',
    }),
    days: z.array(
      z.object({
        date: dateSchema,
        mean: z.number(),
        p10: z.number(),
        p50: z.number(),
        p90: z.number(),
        discountRate: z.number(),
        listPriceMinor: z.int().nullable(),
        planned: z.boolean().openapi({ description: 'Whether the price of that day is part of a plan.' }),
      }),
    ),
    units: z.array(totalSchema),
    revenue: z.array(totalSchema).nullable().openapi({
      description: 'In minor units; null where the history counts players or no price is known.',
    }),
    segments: z.array(
      z.object({
        ...daysOfSegment,
        percent: z.int().nullable(),
        listPriceMinor: z.int().nullable(),
        extrapolated: z.boolean().openapi({ description: 'Outside all that the game or its like has seen.' }),
        reasons: z.array(extrapolationSchema),
      }),
    ),
    seenGroup: z.string().openapi({ description: 'Whom the group of `seenByGroup` holds.' }),
    suggestions: z.array(
      z
        .object({
          ...daysOfSegment,
          percent: z.int(),
          units: amountSchema.openapi({ description: 'How many more in all days.' }),
          revenue: orNull(amountSchema).openapi({ description: 'How much more, in minor units.' }),
        })
        .openapi('WhatIfSuggestion'),
    ),
    elasticity: z
      .object({
        value: z.number(),
        deviation: z.number().openapi({ description: 'How far the truth may lie from it.' }),
        prior: z.number(),
        source: z.string(),
        ownChanges: z.int(),
        groupChanges: z.int(),
      })
      .openapi('Elasticity'),
    notes: z.array(z.string()).openapi({ description: 'What the answer does not say, in words.' }),
  })
  .openapi('WhatIf');
export type WhatIf = z.infer<typeof whatIfSchema>;
