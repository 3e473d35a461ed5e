import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Database } from './database.ts';

export interface SignedIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly role: 'shopper' | 'publisher' | 'operator';
  readonly publishers: readonly { readonly id: number; readonly name: string; readonly slug: string }[];
}

/** `__Host-` binds a cookie to this host over TLS; plain names only where the store itself is http on loopback. */
export function cookieNames(baseUrl: string) {
  const { protocol, hostname } = new URL(baseUrl);
  const loopback = protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost');
  if (protocol !== 'https:' && !loopback) {
    throw new Error(`BASE_URL is ${baseUrl}; expected https, or http on loopback`);
  }
  const prefix = loopback ? 'kratos_' : '__Host-kratos_';
  return { secure: !loopback, session: `${prefix}session`, prefix };
}

/**
 * The session token of a cookie header, or undefined when there is none or its signature is wrong.
 * The cookie's value is `token.signature`, percent-encoded; the signature is HMAC-SHA256 of the token in base64.
 */
export function readSessionToken(
  cookies: string | undefined,
  name: string,
  secret: string,
): string | undefined {
  for (const part of cookies?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at < 0 || part.slice(0, at).trim() !== name) continue;
    const value = decode(part.slice(at + 1).trim());
    const dot = value.lastIndexOf('.');
    if (dot < 1) continue;
    const token = value.slice(0, dot);
    const given = Buffer.from(value.slice(dot + 1), 'base64');
    const expected = createHmac('sha256', secret).update(token).digest();
    if (given.length === expected.length && timingSafeEqual(given, expected)) return token;
  }
  return undefined;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}

/** A membership counts for the role publisher only: one that was left over gives no right. */
const sessionSql = `
SELECT u.id AS "userId", u.name, u.email, u.email_verified AS "emailVerified", u.role,
       coalesce((SELECT json_agg(json_build_object('id', p.id, 'name', p.name, 'slug', p.slug) ORDER BY p.name)
                   FROM publisher_members m JOIN publishers p ON p.id = m.publisher_id
                  WHERE m.user_id = u.id AND u.role = 'publisher'), '[]') AS publishers
  FROM sessions s JOIN users u ON u.id = s.user_id
 WHERE s.token = $1 AND s.expires_at > $2`;

/** The account behind a token, in one statement; undefined when the session has ended. */
export async function loadSession(
  database: Database,
  token: string,
  now: Date,
): Promise<SignedIn | undefined> {
  const { rows } = await database.query<SignedIn>(sessionSql, [token, now]);
  return rows[0];
}
