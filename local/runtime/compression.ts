import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

export type Encoding = 'br' | 'gzip';

const compressible = /^(text\/|application\/(json|javascript|xml|problem\+json|manifest\+json)|image\/svg)/;

/** Below this size in bytes compressing gains nothing. */
const worthwhile = 1_000;

export function isCompressible(contentType: string | undefined, bytes: number): boolean {
  return bytes >= worthwhile && contentType !== undefined && compressible.test(contentType);
}

/** The best encoding that a client accepts; undefined = none of them. */
export function acceptedEncoding(header: string | string[] | undefined): Encoding | undefined {
  const accepted = String(header ?? '')
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q=/))
    .filter(([, quality]) => quality === undefined || Number(quality) > 0)
    .map(([name]) => name);
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : undefined;
}

/** @param thorough true for what is compressed once and sent often. */
export function compress(body: Buffer, encoding: Encoding, thorough: boolean): Promise<Buffer> {
  if (encoding === 'gzip') return gzipAsync(body, { level: thorough ? 9 : 5 });
  const quality = thorough ? 9 : 4;
  return brotliAsync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}
