import { z } from '@hono/zod-openapi';

/** Shapes that several areas share. Requests are strict objects: an unknown field is an error, not a surprise. */

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    /** The same request may succeed later as it stands. */
    retryable: z.boolean(),
    requestId: z.string(),
    fieldErrors: z.record(z.string(), z.array(z.string())).optional(),
    /** Only with `price_changed`: what the game costs now. */
    total: z.object({ amountMinor: z.int(), currency: z.string() }).optional(),
  })
  .openapi('Problem');

export const moneySchema = z
  .object({
    amountMinor: z.int().openapi({ description: 'Minor units (cents), before tax.' }),
    currency: z.string().openapi({ example: 'USD' }),
  })
  .openapi('Money');

export const instantSchema = z.iso.datetime().openapi({ example: '2026-01-31T09:30:00.000Z' });
export const dateSchema = z.iso.date().openapi({ example: '2026-01-31' });

export const gameIdSchema = z.coerce.number().int().min(1).max(2_147_483_647);
export const gameIdParams = z.object({
  id: gameIdSchema.openapi({ param: { name: 'id', in: 'path' }, example: 7 }),
});

export const availabilitySchema = z
  .enum(['buyable', 'free', 'pre-order', 'coming-soon', 'not-for-sale'])
  .openapi('Availability');

export const cursorSchema = z
  .string()
  .max(2000)
  .optional()
  .openapi({ description: 'The `nextCursor` of the page before; opaque.' });

/** @param fallback the page size without a `limit`. */
export function limitSchema(fallback = 20) {
  return z.coerce.number().int().min(1).max(100).default(fallback);
}

export function listSchema<T extends z.ZodType>(item: T, name: string) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int() }).openapi(name);
}

function problemContent(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } };
}

const problemWords = {
  400: 'The request is not valid; `fieldErrors` says where.',
  401: 'Signed out.',
  402: 'The payment was declined.',
  403: 'Not allowed.',
  404: 'Not found.',
  409: 'Not possible in the present state.',
  413: 'The body is larger than 1 MiB.',
  415: 'The body is not JSON.',
  422: 'The Idempotency-Key was used for another request.',
  500: 'The store failed.',
  503: 'The database is resuming; `Retry-After` says when to ask again.',
} as const;

type ProblemStatus = keyof typeof problemWords;

/** Problem responses by status, for a route's definition; 500 and 503 come with every route. */
export function problems<S extends ProblemStatus>(...statuses: S[]) {
  const all = [...statuses, 500, 503] as (S | 500 | 503)[];
  return Object.fromEntries(all.map((status) => [status, problemContent(problemWords[status])])) as {
    [K in S | 500 | 503]: ReturnType<typeof problemContent>;
  };
}

export function ok<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A JSON request body that must be there. */
export function jsonBody<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** A named shape or null, as a union, so that the document does not make the shape itself nullable. */
export function orNull<T extends z.ZodType>(schema: T) {
  return z.union([schema, z.null()]);
}
