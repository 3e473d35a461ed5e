/** Address of a cover on the store's own host; a game without one gets an address that answers 404. */
export function coverUrl(key: string | null): string {
  return `/media/${key ?? 'covers/none.svg'}`;
}
