/** Columns of a game's series file, in order; the first nine are what the trainers of old read. */
export const seriesColumns = [
  'purchase_date',
  'game_title',
  'quantity',
  'game_rating',
  'unit_price',
  'discount_rate',
  'game_review_encoded',
  'launch_boost',
  'days_since_release',
  'refunded_quantity',
  'net_quantity',
  'list_price',
  'on_sale',
  'observed',
] as const;

/** All columns of a store with these genres: one `genre_<slug>` a genre, by slug. */
export function columnsFor(genres: readonly string[]): string[] {
  return [...seriesColumns, ...genres.map((slug) => `genre_${slug}`)];
}
