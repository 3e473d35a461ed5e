import { unwrap, type StoreClient } from '../../shared/api/client.ts';
import type { DemoAccount, Me } from '../../shared/api/contract.ts';
import { ApiError } from '../../shared/api/error.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface Registration extends Credentials {
  readonly name: string;
}

/** Who is signed in; null = nobody. Visitors are the rule, so the question that costs them no error comes first. */
export async function fetchMe(api: StoreClient, signal: AbortSignal): Promise<Me | null> {
  const { data, error, response } = await api.GET('/api/auth/get-session', { signal });
  if (!response.ok) throw ApiError.fromResponse(response, error);
  if (data === null || data === undefined) return null;
  try {
    return await unwrap(api.GET('/api/me', { signal }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

export async function signIn(api: StoreClient, body: Credentials, signal: AbortSignal): Promise<void> {
  await unwrap(api.POST('/api/auth/sign-in/email', { body: { ...body }, signal }));
}

export async function register(api: StoreClient, body: Registration, signal: AbortSignal): Promise<void> {
  await unwrap(api.POST('/api/auth/sign-up/email', { body: { ...body }, signal }));
}

export async function signOut(api: StoreClient, signal: AbortSignal): Promise<void> {
  await unwrap(api.POST('/api/auth/sign-out', { body: {}, signal }));
}

/** The accounts that a store on one machine offers by one click; any other store has none. */
export async function fetchDemoAccounts(
  api: StoreClient,
  signal: AbortSignal,
): Promise<readonly DemoAccount[]> {
  try {
    const body = await api.local('/local/demo-accounts', signal);
    return hasItems(body) ? body.items : [];
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

function hasItems(body: unknown): body is { items: readonly DemoAccount[] } {
  return typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items);
}
