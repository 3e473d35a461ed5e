import type { Failure } from './api/error.ts';

/** Something that is fetched: a page can show each of these and there is no fifth. */
export type Resource<T> =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly data: T }
  | { readonly status: 'failed'; readonly failure: Failure };

export const idle = { status: 'idle' } as const;
export const loading = { status: 'loading' } as const;

export function ready<T>(data: T): Resource<T> {
  return { status: 'ready', data };
}

export function failed(failure: Failure): { status: 'failed'; failure: Failure } {
  return { status: 'failed', failure };
}

/** The data, or undefined while there is none. */
export function dataOf<T>(resource: Resource<T> | undefined): T | undefined {
  return resource?.status === 'ready' ? resource.data : undefined;
}
