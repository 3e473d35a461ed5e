import createClient, { type Client } from 'openapi-fetch';
import type { paths } from '../../api/schema.d.ts';
import { ApiError } from './error.ts';

/** The store's API, typed by its own OpenAPI document; `local` reads what only a store on one machine offers. */
export interface StoreClient extends Client<paths> {
  readonly local: (path: `/local/${string}`, signal: AbortSignal) => Promise<unknown>;
}

/** @param fetcher the network's edge: `fetch` in the browser, a stand-in in tests. */
export function createStoreClient(
  fetcher: (request: Request) => Promise<Response>,
  baseUrl: string,
): StoreClient {
  const client = createClient<paths>({ baseUrl, fetch: fetcher, credentials: 'same-origin' });
  return {
    ...client,
    local: async (path, signal) => {
      const response = await fetcher(new Request(new URL(path, baseUrl), { signal }));
      const isJson = (response.headers.get('content-type') ?? '').includes('json');
      if (!response.ok || !isJson)
        throw ApiError.fromResponse(response, isJson ? await response.json() : null);
      const body: unknown = await response.json();
      return body;
    },
  };
}

/** What openapi-fetch answers: data or error, and the response either way. */
interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/** The data of a successful answer; throws ApiError for any other. */
export async function unwrap<T>(request: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await request;
  if (!response.ok || data === undefined) throw ApiError.fromResponse(response, error);
  return data;
}
