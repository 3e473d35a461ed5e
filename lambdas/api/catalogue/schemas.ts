import { z } from '@hono/zod-openapi';
import { reviewLabels } from '../../../domain/reviews/labels.ts';
import {
  availabilitySchema,
  cursorSchema,
  dateSchema,
  instantSchema,
  limitSchema,
  listSchema,
  moneySchema,
  orNull,
} from '../shared/schemas.ts';

export const priceSchema = z
  .object({
    list: moneySchema,
    now: moneySchema,
    percent: z.int().openapi({ description: 'The running discount; 0 = none.' }),
    endsAt: instantSchema.nullable(),
  })
  .openapi('Price');

export const reviewSummarySchema = z
  .object({
    label: z.enum(reviewLabels),
    count: z.int(),
    positivePercent: z.int().nullable(),
  })
  .openapi('ReviewSummary');

const namedSchema = z.object({ slug: z.string(), name: z.string() });

export const gameCardSchema = z
  .object({
    id: z.int(),
    slug: z.string(),
    title: z.string(),
    summary: z.string(),
    publisher: z.string(),
    coverUrl: z.string(),
    releaseDate: dateSchema.nullable(),
    availability: availabilitySchema,
    /** null = not for sale; an amount of 0 = free. */
    price: orNull(priceSchema),
    genres: z.array(namedSchema),
    platforms: z.array(z.string()),
    reviews: reviewSummarySchema,
  })
  .openapi('GameCard');

export const gameDetailSchema = gameCardSchema
  .extend({
    description: z.string(),
    developers: z.array(z.string()),
    tags: z.array(z.string()),
    languages: z.array(z.string()),
    categories: z.array(namedSchema),
    publisherSlug: z.string(),
    /** Only while a discount runs: the lowest price of the 30 days before it. */
    lowestPrice30Days: orNull(moneySchema),
  })
  .openapi('GameDetail');

export const facetSchema = z.object({ slug: z.string(), name: z.string(), count: z.int() }).openapi('Facet');
export const facetsSchema = z.object({ items: z.array(facetSchema) }).openapi('Facets');

export const gameSorts = ['relevance', 'popular', 'new', 'price', '-price', 'discount', 'title'] as const;
export type GameSort = (typeof gameSorts)[number];
export const priceFilters = ['any', 'free', 'under-10', 'under-20', 'discounted'] as const;

const slugSchema = z.string().min(1).max(120);

export const gamesQuerySchema = z.strictObject({
  q: z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'Words of the title; the last may be a beginning.' }),
  category: slugSchema.optional(),
  genre: z
    .preprocess(
      (value: unknown): unknown => (value === undefined ? [] : [value].flat()),
      z.array(slugSchema).max(10),
    )
    .openapi({
      type: 'array',
      items: { type: 'string' },
      description: 'May be repeated; a game must have all of them.',
      param: { name: 'genre', in: 'query', required: false },
    }),
  platform: slugSchema.optional(),
  publisher: slugSchema.optional(),
  sort: z.enum(gameSorts).optional().openapi({ description: 'Default: relevance with `q`, else popular.' }),
  price: z.enum(priceFilters).optional(),
  limit: limitSchema(),
  cursor: cursorSchema,
});

export const gamesListSchema = listSchema(gameCardSchema, 'GameList');

export const healthSchema = z
  .object({
    status: z.literal('ok'),
    version: z.string(),
    lastSuccess: z.object({
      salesEtl: instantSchema.nullable(),
      trainModel: instantSchema.nullable(),
      forecastSales: instantSchema.nullable(),
    }),
  })
  .openapi('Health');
