import { z } from '@hono/zod-openapi';
import { driverNames } from '../../../forecasting/what-if/drivers.ts';
import {
  availabilitySchema,
  cursorSchema,
  dateSchema,
  instantSchema,
  limitSchema,
  listSchema,
} from '../shared/schemas.ts';
import { driftSchema } from '../shared/drift.ts';

const units = z.number().openapi({ description: 'Units; a forecast may hold fractions.' });

export const publisherGameSchema = z
  .object({
    id: z.int(),
    slug: z.string(),
    title: z.string(),
    coverUrl: z.string(),
    releaseDate: dateSchema.nullable(),
    availability: availabilitySchema,
    publisher: z.object({ id: z.int(), name: z.string() }),
    label: z.string().nullable(),
    served: z.string().nullable(),
    units60Last: z.int().nullable(),
    units60Next: z.object({ mean: units, p10: units.nullable(), p90: units.nullable() }).nullable(),
    stale: z.boolean(),
  })
  .openapi('PublisherGame');
const portfolioSchema = z
  .object({
    publisherId: z.int(),
    origin: dateSchema.openapi({ description: 'The first forecast day.' }),
    measure: z.enum(['units', 'players']),
    games: z.int(),
    totals: z.array(
      z.object({
        days: z.int(),
        mean: units,
        p10: units,
        p90: units,
        basis: z.enum(['paths', 'one height', 'guess']).openapi({
          description: 'paths: the games go together as they did before; guess: half to double.',
        }),
      }),
    ),
  })
  .openapi('Portfolio');

export const publisherGamesSchema = listSchema(publisherGameSchema, 'PublisherGameList').extend({
  together: z.array(portfolioSchema).optional().openapi({
    description: "All games of the member's publishers as one sum; on an unfiltered first page only.",
  }),
});

export const publisherGamesQuery = z.strictObject({
  q: z.string().max(100).optional(),
  publisher: z.coerce.number().int().min(1).max(2_147_483_647).optional().openapi({
    description: "One of the member's publishers; for an operator, any. Default: the member's own, or all.",
  }),
  limit: limitSchema(),
  cursor: cursorSchema,
});

const quantiles = { date: dateSchema, mean: units, p10: units, p50: units, p90: units };

export const trainingStateSchema = z
  .object({
    state: z.enum(['running', 'idle', 'failed']),
    stage: z.string().nullable(),
    step: z.int(),
    totalSteps: z.int(),
    startedAt: instantSchema.nullable(),
    message: z.string().nullable(),
  })
  .openapi('TrainingState');

const actualSchema = z
  .object({
    date: dateSchema,
    units: z.number().nullable().openapi({ description: 'Paid units, gross; null = not observed.' }),
    refunded: z.number().nullable(),
    price: z.number().nullable().openapi({ description: 'Mean paid, in units of the currency.' }),
    listPrice: z.number().nullable(),
    discountRate: z.number().nullable(),
    onSale: z.boolean().nullable(),
  })
  .openapi('ActualDay');

const forecastDaySchema = z
  .object({
    ...quantiles,
    meanWithoutDiscounts: units.nullable(),
    discountRate: z.number().nullable(),
    planned: z.boolean(),
  })
  .openapi('ForecastDay');

const driverSchema = z
  .object({
    name: z.enum(driverNames),
    share: z.number().openapi({ description: 'Its part of what all groups move; all shares add up to 1.' }),
    effect: z.number().openapi({
      description: 'How many more units all days have because of it: 0.1 = a tenth more than without.',
    }),
  })
  .openapi('Driver');

/** The forecast as it stands in the database and in the game's file. */
const storedForecastSchema = z.object({
  game: z.object({
    id: z.int(),
    slug: z.string(),
    title: z.string(),
    coverUrl: z.string(),
    publisher: z.string(),
    releaseDate: dateSchema.nullable(),
    availability: availabilitySchema,
  }),
  asOf: dateSchema.nullable(),
  generatedAt: instantSchema.nullable(),
  status: z.enum(['none', 'baseline', 'model']),
  stale: z.boolean().openapi({ description: 'The newest run failed for this game; older data is shown.' }),
  training: trainingStateSchema,
  measure: z.enum(['units', 'players']),
  label: z.enum(['unreleased', 'new', 'never sold', 'ended', 'free']).nullable(),
  drift: z.array(driftSchema).openapi({
    description: "Open marks: the game's own and, where the model is served, the champion's. Mostly none.",
  }),
  served: z
    .object({
      name: z.string(),
      reason: z.string(),
      pastError: z.object({ wape: z.number(), origin: dateSchema, days: z.int() }).nullable(),
    })
    .nullable(),
  model: z
    .object({
      id: z.string(),
      recipe: z.string(),
      kernelId: z.string(),
      trainedAt: instantSchema,
      asOf: dateSchema,
      seed: z.int(),
    })
    .nullable(),
  planEnd: dateSchema.nullable(),
  noWhatIf: z.string().nullable().openapi({
    description: 'Why other prices cannot be tried for this game, in words; null = they can.',
  }),
  summary: z.object({
    next60: z.object({ mean: units, p10: units.nullable(), p90: units.nullable() }).nullable(),
    last60: z.object({ units: z.number(), days: z.int() }),
    changePercent: z.number().nullable(),
  }),
  actuals: z.array(actualSchema),
  forecast: z.array(forecastDaySchema),
  fold: z.object({ origin: dateSchema, days: z.array(z.object(quantiles)) }).nullable(),
  discounts: z.array(z.object({ startsOn: dateSchema, endsOn: dateSchema, percent: z.int() })),
  currency: z.string(),
});
export type StoredForecast = z.infer<typeof storedForecastSchema>;

export const forecastSchema = storedForecastSchema
  .extend({
    drivers: z.array(driverSchema).nullable().openapi({
      description:
        'What moves the forecast, by leaving out groups of inputs; null where the model is not served.',
    }),
  })
  .openapi('Forecast');
