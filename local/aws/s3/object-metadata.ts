import type { ChecksumAlgorithm } from './checksums.ts';
import type { S3Headers } from './request.ts';

/** A stored checksum; `value` of a composite one ends in `-<number of parts>`. */
export interface StoredChecksum {
  algorithm: ChecksumAlgorithm;
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** What whoever wrote an object said of it. */
export interface Description {
  /** Standard headers that S3 keeps, by lower-case name. */
  headers: Record<string, string>;
  /** User metadata by full header name, `x-amz-meta-…`. */
  user: Record<string, string>;
}

/** An object without its bytes. */
export interface ObjectInfo extends Description {
  size: number;
  /** With its quotes, as headers carry it. */
  etag: string;
  lastModified: Date;
  checksum?: StoredChecksum;
}

export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';
const KEPT_HEADERS = ['content-type', 'cache-control', 'content-disposition', 'content-language', 'expires'];

export function describe(headers: S3Headers): Description {
  const kept: Record<string, string> = { 'content-type': DEFAULT_CONTENT_TYPE };
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (value) kept[name] = value;
  }
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
  if (encoding !== '') kept['content-encoding'] = encoding;
  const user: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('x-amz-meta-') && value !== undefined) user[name] = value;
  }
  return { headers: kept, user };
}
