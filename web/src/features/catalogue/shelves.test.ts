import { describe, expect, it } from '@jest/globals';
import { sameShelves } from './shelves.ts';

const shelves = (...slugs: string[]) => slugs.map((slug) => ({ slug }));

describe('categories and genres', () => {
  it('are the same shelves when they hold the same names in any order', () => {
    expect(sameShelves(shelves('rpg', 'action'), shelves('action', 'rpg'))).toBe(true);
  });

  it('are shown apart when either holds one that the other does not', () => {
    expect(sameShelves(shelves('rpg', 'co-op'), shelves('rpg', 'action'))).toBe(false);
    expect(sameShelves(shelves('rpg'), shelves('rpg', 'action'))).toBe(false);
    expect(sameShelves(shelves('rpg', 'action'), shelves('rpg'))).toBe(false);
  });
});
