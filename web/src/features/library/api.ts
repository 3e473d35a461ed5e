import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type { OwnedGame, Page } from '../../shared/api/contract.ts';

export const LIBRARY_PAGE = 48;

export function fetchLibrary(
  api: StoreClient,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<OwnedGame>> {
  const query = { limit: LIBRARY_PAGE, ...(cursor === null ? {} : { cursor }) };
  return unwrap<Page<OwnedGame>>(api.GET('/api/me/library', { params: { query }, signal }));
}

export async function fetchOwned(api: StoreClient, signal: AbortSignal): Promise<readonly number[]> {
  return (await unwrap(api.GET('/api/me/owned', { signal }))).gameIds;
}
