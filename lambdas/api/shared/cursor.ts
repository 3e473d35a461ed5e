import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';

/**
 * A place between two rows of a list: the sort key and id of the last row seen. It carries the list it belongs to, so
 * that a cursor of another sort or filter is refused, and the instant of the first page, so that prices of later pages
 * are computed for the same moment and no row is shown twice or left out.
 */
export interface Cursor {
  readonly at: Date;
  readonly key: string | number;
  readonly id: number | string;
}

const shape = z.strictObject({
  l: z.string(),
  t: z.int().min(0).max(8_640_000_000_000_000),
  k: z.union([z.string().max(600), z.number()]),
  i: z.union([z.int(), z.string().max(100)]),
});

/** @param list what the cursor belongs to: path, sort and filters. */
export function encodeCursor(list: readonly unknown[], cursor: Cursor): string {
  const value = { l: fingerprint(list), t: cursor.at.getTime(), k: cursor.key, i: cursor.id };
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Clocks of two functions may differ by so much. */
const skewMs = 60_000;

/**
 * undefined when the text is no cursor of this list, or tells of a moment that has not come: a reader could make one
 * up to see the prices and discounts of next month.
 */
export function decodeCursor(list: readonly unknown[], text: string, now: Date): Cursor | undefined {
  const parsed = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.l !== fingerprint(list)) return undefined;
  if (parsed.data.t > now.getTime() + skewMs) return undefined;
  return { at: new Date(parsed.data.t), key: parsed.data.k, id: parsed.data.i };
}

function fingerprint(list: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Answer to a cursor that does not belong to the list. */
export const foreignCursor = {
  detail: 'The cursor does not belong to this list; start again without it.',
  extras: { fieldErrors: { cursor: ['expected the nextCursor of the same list'] } },
};
