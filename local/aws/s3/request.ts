import type { IncomingMessage } from 'node:http';
import { CHECKSUM_ALGORITHMS, checksumHeader } from './checksums.ts';
import { checkBucketName } from './key-path.ts';
import { invalidArgument, notImplemented } from './errors.ts';

/** Headers by lower-case name; of a presigned link also the `x-amz-` ones that stand in its query. */
export type S3Headers = Record<string, string | undefined>;

/** A request taken apart; `bucket` and `key` are empty where the path has none. */
export interface S3Request {
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  headers: S3Headers;
  body: IncomingMessage;
}

const PRESIGN_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Content-Sha256',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
];
const CHECKSUM_HEADERS = [...CHECKSUM_ALGORITHMS.map(checksumHeader), 'x-amz-sdk-checksum-algorithm'];
const COMMON_HEADERS = [
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-user-agent',
  'x-amz-expected-bucket-owner',
];
const BODY_HEADERS = [...CHECKSUM_HEADERS, 'x-amz-trailer', 'x-amz-decoded-content-length'];

/** What an operation understands beyond what all do. Whatever else comes is refused, not ignored. */
export interface Understood {
  query?: readonly string[];
  headers?: readonly string[];
  /** Takes a body with checksums. */
  body?: boolean;
  /** Takes `x-amz-meta-` headers. */
  metadata?: boolean;
}

export function readRequest(message: IncomingMessage): S3Request {
  const url = new URL(message.url ?? '/', 'http://loopback');
  const [, bucket = '', ...rest] = (message.url ?? '/').split('?')[0]?.split('/') ?? [];
  const headers: S3Headers = {};
  for (const [name, value] of Object.entries(message.headers)) headers[name] = String(value);
  for (const [name, value] of url.searchParams) {
    if (name.startsWith('x-amz-') || name === 'X-Amz-Content-Sha256') headers[name.toLowerCase()] ??= value;
  }
  if (bucket !== '') checkBucketName(bucket);
  return {
    method: message.method ?? 'GET',
    bucket,
    key: decodePath(rest.join('/')),
    query: url.searchParams,
    headers,
    body: message,
  };
}

function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument(`The path is not valid percent-encoded UTF-8: ${text}`);
  }
}

/** Refuses by name the query parameters and `x-amz-` headers that an operation does not understand. */
export function refuseUnknown(request: S3Request, operation: string, understood: Understood): void {
  const query = new Set(['x-id', ...PRESIGN_PARAMETERS, ...(understood.query ?? [])]);
  for (const name of request.query.keys()) {
    if (!query.has(name) && !name.startsWith('x-amz-')) {
      throw notImplemented(`the query parameter "${name}" of ${operation}`);
    }
  }
  const headers = new Set([
    ...COMMON_HEADERS,
    ...(understood.headers ?? []),
    ...(understood.body ? BODY_HEADERS : []),
  ]);
  for (const [name, value] of Object.entries(request.headers)) {
    if (!name.startsWith('x-amz-') || headers.has(name)) continue;
    if (understood.metadata && name.startsWith('x-amz-meta-')) continue;
    if (name === 'x-amz-storage-class' && value === 'STANDARD') continue;
    throw notImplemented(`the header "${name}: ${value}" of ${operation}`);
  }
}
