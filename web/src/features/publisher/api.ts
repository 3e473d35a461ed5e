import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type { Forecast, PublisherPage, WhatIf, WhatIfRequest } from '../../shared/api/contract.ts';

/** `own`: the games of the publishers that the reader belongs to; `any`: every publisher's, for an operator. */
export type Scope = 'own' | 'any';

export interface GamesQuery {
  readonly scope: Scope;
  readonly q: string;
}

const PAGE_SIZE = 50;

export function fetchPublisherGames(
  api: StoreClient,
  { scope, q }: GamesQuery,
  cursor: string | null,
  signal: AbortSignal,
): Promise<PublisherPage> {
  const query = { limit: PAGE_SIZE, ...(q === '' ? {} : { q }), ...(cursor === null ? {} : { cursor }) };
  return scope === 'any'
    ? unwrap(api.GET('/api/operator/games', { params: { query }, signal }))
    : unwrap(api.GET('/api/publisher/games', { params: { query }, signal }));
}

export function fetchForecast(api: StoreClient, id: number, signal: AbortSignal): Promise<Forecast> {
  return unwrap(api.GET('/api/publisher/games/{id}/forecast', { params: { path: { id } }, signal }));
}

/** The forecast with other prices; asking changes nothing. */
export function askWhatIf(
  api: StoreClient,
  id: number,
  body: WhatIfRequest,
  signal: AbortSignal,
): Promise<WhatIf> {
  return unwrap(api.POST('/api/publisher/games/{id}/what-if', { params: { path: { id } }, body, signal }));
}

export async function fetchForecastCsv(api: StoreClient, id: number, signal: AbortSignal): Promise<Blob> {
  const text = await unwrap<unknown>(
    api.GET('/api/publisher/games/{id}/forecast.csv', { params: { path: { id } }, parseAs: 'text', signal }),
  );
  return new Blob([String(text)], { type: 'text/csv;charset=utf-8' });
}
