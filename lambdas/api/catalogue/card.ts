import { availabilityOf } from '../../../domain/catalogue/availability.ts';
import { reviewLabel } from '../../../domain/reviews/labels.ts';
import { coverUrl } from '../shared/covers.ts';
import type { z } from '@hono/zod-openapi';
import type { gameCardSchema, gameDetailSchema } from './schemas.ts';

export type GameCard = z.infer<typeof gameCardSchema>;
export type GameDetail = z.infer<typeof gameDetailSchema>;

/** A row of the card's statement; `genres` and `platforms` are JSON from the database. */
export interface CardRow {
  id: number;
  slug: string;
  title: string;
  summary: string;
  publisher: string;
  cover_key: string | null;
  release_date: string | null;
  pre_order: boolean;
  list_minor: number | null;
  price_minor: number | null;
  percent: number | null;
  discount_ends_at: Date | null;
  genres: { slug: string; name: string }[];
  platforms: string[];
  review_count: number;
  review_positive: number;
}

export interface DetailRow extends CardRow {
  publisher_slug: string;
  description: string;
  developers: string[];
  tags: string[];
  languages: string[];
  categories: { slug: string; name: string }[];
  lowest_minor: number | null;
}

/** Columns of a card, for a game `g` with its `publishers p`, `game_stats s` and price `c`. */
export const cardColumns = `
  g.id, g.slug, g.title, g.summary, p.name AS publisher, g.cover_key, g.release_date, g.pre_order,
  c.list_minor, c.price_minor, c.percent, c.discount_ends_at, s.review_count, s.review_positive,
  coalesce((SELECT json_agg(json_build_object('slug', n.slug, 'name', n.name) ORDER BY n.name)
              FROM game_genres gg JOIN genres n ON n.id = gg.genre_id WHERE gg.game_id = g.id), '[]') AS genres,
  coalesce((SELECT json_agg(n.slug ORDER BY n.id)
              FROM game_platforms gp JOIN platforms n ON n.id = gp.platform_id WHERE gp.game_id = g.id), '[]')
    AS platforms`;

/** What a list shows of it: a page of 20 stays under 10 KB, so only a short list (a shelf, a stage) has summaries. */
const cardLimits = { genres: 2, summary: 160, longestListWithSummaries: 12 } as const;

/** @param limit the page size that was asked for. */
export function toCard(row: CardRow, currency: string, at: Date, limit: number): GameCard {
  const full = toFullCard(row, currency, at);
  const summary = limit <= cardLimits.longestListWithSummaries ? shorten(row.summary) : '';
  return { ...full, summary, genres: row.genres.slice(0, cardLimits.genres) };
}

export function toDetail(row: DetailRow, currency: string, at: Date): GameDetail {
  return {
    ...toFullCard(row, currency, at),
    description: row.description,
    developers: row.developers,
    tags: row.tags,
    languages: row.languages,
    categories: row.categories,
    publisherSlug: row.publisher_slug,
    lowestPrice30Days: row.lowest_minor === null ? null : { amountMinor: row.lowest_minor, currency },
  };
}

function toFullCard(row: CardRow, currency: string, at: Date): GameCard {
  const { list_minor: list, price_minor: now } = row;
  const { review_count: count, review_positive: positive } = row;
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    summary: row.summary,
    publisher: row.publisher,
    coverUrl: coverUrl(row.cover_key, row.slug),
    releaseDate: row.release_date,
    availability: availabilityOf(
      { releaseDate: row.release_date, preOrder: row.pre_order, priceMinor: now },
      at.toISOString().slice(0, 10),
    ),
    price:
      list === null || now === null
        ? null
        : {
            list: { amountMinor: list, currency },
            now: { amountMinor: now, currency },
            percent: row.percent ?? 0,
            endsAt: row.discount_ends_at?.toISOString() ?? null,
          },
    genres: row.genres,
    platforms: row.platforms,
    reviews: {
      label: reviewLabel(positive, count),
      count,
      positivePercent: count === 0 ? null : Math.floor((100 * positive) / count),
    },
  };
}

function shorten(text: string): string {
  if (text.length <= cardLimits.summary) return text;
  return text.slice(0, cardLimits.summary - 1).replace(/\s+\S*$/, '') + '…';
}
