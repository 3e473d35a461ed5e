/** Whether and how a game can be bought. */
export type Availability = 'buyable' | 'free' | 'pre-order' | 'coming-soon' | 'not-for-sale';

export interface Offer {
  /** YYYY-MM-DD; null = unknown. */
  readonly releaseDate: string | null;
  readonly preOrder: boolean;
  /** Minor units; null = not for sale, 0 = free. */
  readonly priceMinor: number | null;
}

/** @param today the UTC day, YYYY-MM-DD. */
export function availabilityOf({ releaseDate, preOrder, priceMinor }: Offer, today: string): Availability {
  const ahead = releaseDate !== null && releaseDate > today;
  if (priceMinor === null) return ahead ? 'coming-soon' : 'not-for-sale';
  if (ahead) return preOrder ? 'pre-order' : 'coming-soon';
  return priceMinor === 0 ? 'free' : 'buyable';
}

export function canBeBought(availability: Availability): boolean {
  return availability === 'buyable' || availability === 'free' || availability === 'pre-order';
}
