import { z } from '@hono/zod-openapi';
import {
  cursorSchema,
  instantSchema,
  limitSchema,
  listSchema,
  moneySchema,
  orNull,
} from '../shared/schemas.ts';

export const meSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    role: z.enum(['shopper', 'publisher', 'operator']),
    publishers: z.array(z.object({ id: z.int(), name: z.string(), slug: z.string() })),
  })
  .openapi('Me');

export const libraryEntrySchema = z
  .object({
    game: z.object({
      id: z.int(),
      slug: z.string(),
      title: z.string(),
      coverUrl: z.string(),
      publisher: z.string(),
    }),
    grantedAt: instantSchema,
    orderId: z.string().nullable(),
    pricePaid: orNull(moneySchema),
  })
  .openapi('LibraryEntry');
export const librarySchema = listSchema(libraryEntrySchema, 'Library');
export const libraryQuery = z.strictObject({ limit: limitSchema(), cursor: cursorSchema });

export const ownedSchema = z.object({ gameIds: z.array(z.int()) }).openapi('Owned');

export const orderStatusSchema = z
  .enum(['pending', 'paid', 'cancelled', 'voided', 'partially_refunded', 'refunded'])
  .openapi('OrderStatus');

export const orderSchema = z
  .object({
    id: z.uuid(),
    status: orderStatusSchema,
    total: moneySchema,
    placedAt: instantSchema,
    paidAt: instantSchema.nullable(),
    items: z.array(
      z.object({
        gameId: z.int(),
        slug: z.string(),
        title: z.string(),
        listPrice: moneySchema,
        unitPrice: moneySchema,
      }),
    ),
  })
  .openapi('Order');

export const placeOrderBody = z
  .strictObject({
    items: z
      .array(z.strictObject({ gameId: z.int().min(1).max(2_147_483_647) }))
      .length(1)
      .openapi({ description: 'Exactly one game.' }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code')
      .optional()
      .openapi({ description: "The currency that the buyer saw; any other than the store's is refused." }),
    expectedTotalMinor: z
      .int()
      .min(0)
      .optional()
      .openapi({ description: 'What the buyer saw; another price answers `price_changed`.' }),
    payment: z.discriminatedUnion('method', [
      z.strictObject({
        method: z.literal('sandbox'),
        card: z.string().regex(/^\d{16}$/, 'expected 16 digits'),
      }),
      z.strictObject({ method: z.literal('free') }),
    ]),
  })
  .openapi('PlaceOrder');

export const placeOrderHeaders = z.object({
  'idempotency-key': z
    .string()
    .min(8)
    .max(200)
    .openapi({ description: 'New for each purchase; the same for each repeat of its request.' }),
});
