import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type { GameDetail } from '../../shared/api/contract.ts';

export function fetchGame(api: StoreClient, slug: string, signal: AbortSignal): Promise<GameDetail> {
  return unwrap<GameDetail>(api.GET('/api/games/{slug}', { params: { path: { slug } }, signal }));
}
