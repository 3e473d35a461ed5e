import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** The one key pair of this installation. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** What of an HTTP request enters its signature. */
export interface SignedRequest {
  method: string;
  /** Path and query exactly as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Hex SHA-256 of the body, or the literal that stands for it (S3 takes both from a header). */
  payloadHash: string;
}

export interface SignatureOptions {
  credentials: Credentials;
  /** The signing name of the service, such as `s3` or `rds-data`. */
  service: string;
  region: string;
  now: Date;
}

/** `presigned` tells whether the signature came in the query. `code` is the AWS name of the error. */
export type SignatureCheck = { ok: true; presigned: boolean } | { ok: false; code: string; message: string };

interface Claim {
  credential: string;
  signedHeaders: string;
  signature: string;
  date: string;
  presigned: boolean;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
const MAX_SKEW_MS = 15 * 60_000;
const MAX_PRESIGNED_SECONDS = 7 * 24 * 3600;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const refuse = (code: string, message: string): SignatureCheck => ({ ok: false, code, message });

/** RFC 3986 encoding as Signature Version 4 wants it. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

function readClaim(url: URL, headers: IncomingHttpHeaders): Claim | string {
  const query = url.searchParams;
  if (query.has('X-Amz-Signature') || query.has('X-Amz-Algorithm')) {
    if (query.get('X-Amz-Algorithm') !== ALGORITHM) return `X-Amz-Algorithm must be ${ALGORITHM}`;
    return {
      credential: query.get('X-Amz-Credential') ?? '',
      signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
      signature: query.get('X-Amz-Signature') ?? '',
      date: query.get('X-Amz-Date') ?? '',
      presigned: true,
    };
  }
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)$/.exec(
      headers.authorization ?? '',
    );
  if (!match)
    return `the Authorization header must be of the form ${ALGORITHM} Credential=…, SignedHeaders=…, Signature=…`;
  const [, credential = '', signedHeaders = '', signature = ''] = match;
  return {
    credential,
    signedHeaders,
    signature,
    date: String(headers['x-amz-date'] ?? ''),
    presigned: false,
  };
}

/** Parses `20260131T235959Z`; NaN if it has another form. */
function instant(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function checkTime(claim: Claim, url: URL, now: Date): SignatureCheck | undefined {
  const at = instant(claim.date);
  if (Number.isNaN(at))
    return refuse('AccessDenied', `X-Amz-Date is not a basic ISO 8601 instant: "${claim.date}"`);
  if (at - now.getTime() > MAX_SKEW_MS)
    return refuse('RequestTimeTooSkewed', 'The request was signed in the future');
  if (!claim.presigned) {
    if (now.getTime() - at <= MAX_SKEW_MS) return undefined;
    return refuse(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large',
    );
  }
  const seconds = Number(url.searchParams.get('X-Amz-Expires') ?? Number.NaN);
  if (!(seconds >= 1 && seconds <= MAX_PRESIGNED_SECONDS)) {
    return refuse('AuthorizationQueryParametersError', 'X-Amz-Expires must be 1 to 604800 seconds');
  }
  return now.getTime() > at + seconds * 1000 ? refuse('AccessDenied', 'Request has expired') : undefined;
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) =>
      nameA < nameB ? -1 : nameA > nameB ? 1 : valueA < valueB ? -1 : valueA > valueB ? 1 : 0,
    )
    .map((pair) => pair.join('='))
    .join('&');
}

function sign(request: SignedRequest, url: URL, claim: Claim, scope: string, secret: string): string {
  const headers = claim.signedHeaders
    .split(';')
    .map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}\n`,
    )
    .join('');
  const path = request.url.split('?')[0] ?? '/';
  const canonical = [
    request.method,
    path,
    canonicalQuery(url),
    headers,
    claim.signedHeaders,
    request.payloadHash,
  ].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), `AWS4${secret}`);
  return hmac(key, [ALGORITHM, claim.date, scope, sha256(canonical)].join('\n')).toString('hex');
}

/**
 * Checks a Signature Version 4, in the Authorization header or in the query (presigned).
 * Paths are taken as sent, which is right for S3 and for services whose paths need no encoding.
 * Temporary credentials (a security token) and signatures of version 4A are refused.
 */
export function checkSignature(request: SignedRequest, options: SignatureOptions): SignatureCheck {
  const url = new URL(request.url, 'http://loopback');
  if (!request.headers.authorization && !url.searchParams.has('X-Amz-Signature')) {
    return refuse('AccessDenied', 'Anonymous access is denied: the request carries no signature');
  }
  const claim = readClaim(url, request.headers);
  if (typeof claim === 'string') return refuse('AuthorizationHeaderMalformed', claim);
  if (request.headers['x-amz-security-token'] ?? url.searchParams.get('X-Amz-Security-Token')) {
    return refuse(
      'InvalidToken',
      'Temporary credentials have no local stand-in: use the keys of this installation',
    );
  }
  const [accessKeyId, day, region, service, terminator] = claim.credential.split('/');
  if (accessKeyId !== options.credentials.accessKeyId) {
    return refuse('InvalidAccessKeyId', 'The access key is not the one of this installation');
  }
  const scope = `${claim.date.slice(0, 8)}/${options.region}/${options.service}/aws4_request`;
  if (`${day}/${region}/${service}/${terminator}` !== scope) {
    return refuse(
      'AuthorizationHeaderMalformed',
      `The credential is scoped to "${day}/${region}/${service}/${terminator}", expected "${scope}"`,
    );
  }
  if (!claim.signedHeaders.split(';').includes('host')) {
    return refuse('SignatureDoesNotMatch', 'The Host header must be signed');
  }
  const late = checkTime(claim, url, options.now);
  if (late) return late;
  const expected = Buffer.from(sign(request, url, claim, scope, options.credentials.secretAccessKey));
  const given = Buffer.from(claim.signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    return refuse(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided',
    );
  }
  return { ok: true, presigned: claim.presigned };
}
