/** Address of a game's cover on the store's own host; for a game that brought none the catalogue draws one. */
export function coverUrl(key: string | null, slug: string): string {
  return key === null ? `/api/games/${encodeURIComponent(slug)}/cover.svg` : `/media/${key}`;
}
