interface Shelf {
  readonly slug: string;
}

/**
 * Whether categories and genres are the same shelves, as in a catalogue whose file named no categories: then they
 * are shown once.
 */
export function sameShelves(categories: readonly Shelf[], genres: readonly Shelf[]): boolean {
  const slugs = new Set(genres.map(({ slug }) => slug));
  return categories.length === slugs.size && categories.every(({ slug }) => slugs.has(slug));
}
