import type { GameDetail, Price } from '../shared/api/contract.ts';

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });

interface Sketch {
  readonly title: string;
  readonly summary: string;
  readonly publisher: string;
  readonly genres: readonly string[];
  readonly platforms: readonly string[];
  readonly categories: readonly string[];
}

/** A small store in memory: what each page needs, in each of its states. */
export function gamesFrom(sketches: readonly Sketch[], today: string): GameDetail[] {
  return sketches.map((sketch, index) => gameFrom(sketch, index + 1, today));
}

function gameFrom(sketch: Sketch, id: number, today: string): GameDetail {
  const list = [1999, 2999, 999, 1499, 4999, 3999][id % 6] ?? 1999;
  const percent = id % 5 === 0 ? ([20, 35, 50, 75][id % 4] ?? 20) : 0;
  const availability =
    (['free', 'pre-order', 'coming-soon', 'not-for-sale'] as const)[[7, 8, 9, 10].indexOf(id)] ?? 'buyable';
  const priced = availability !== 'coming-soon' && availability !== 'not-for-sale';
  const full = availability === 'free' ? 0 : list;
  const discounted = availability === 'buyable' ? percent : 0;
  const price: Price | null = priced
    ? {
        list: usd(full),
        now: usd(Math.round((full * (100 - discounted)) / 100)),
        percent: discounted,
        endsAt: discounted > 0 ? addDays(today, 1 + (id % 9)) : null,
      }
    : null;
  const slugs = (names: readonly string[]) =>
    names.map((name) => ({ slug: name.toLowerCase().replace(/[^a-z]+/g, '-'), name }));
  return {
    id,
    slug: sketch.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
    title: sketch.title,
    summary: sketch.summary,
    publisher: sketch.publisher,
    publisherSlug: sketch.publisher.toLowerCase().replace(/[^a-z]+/g, '-'),
    coverUrl: `/media/covers/${id}.svg`,
    releaseDate:
      availability === 'coming-soon'
        ? null
        : addDays(today, availability === 'pre-order' ? 30 : -40 * id).slice(0, 10),
    availability,
    price,
    genres: slugs(sketch.genres),
    platforms: sketch.platforms.map((name) => name.toLowerCase()),
    categories: slugs(sketch.categories),
    reviews: {
      label: id % 4 === 0 ? 'Mixed' : 'Very Positive',
      count: 120 * id,
      positivePercent: id % 4 === 0 ? 58 : 88,
    },
    description: `${sketch.summary}\nEvery evening in it is a little different, and none of them asks for more time than you have.`,
    developers: [sketch.publisher],
    tags: [...sketch.genres, 'Atmospheric'],
    languages: ['English', 'German', 'French', 'Japanese'],
    lowestPrice30Days: discounted > 0 ? usd(Math.round(full * 0.8)) : null,
  };
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString();
}
