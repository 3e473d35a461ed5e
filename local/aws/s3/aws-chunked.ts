import { ServiceError } from '../service-error.ts';
import { notImplemented } from './errors.ts';

const incomplete = () =>
  new ServiceError('IncompleteBody', 400, 'The aws-chunked body ended before its last chunk or trailer.');

/**
 * Takes the `aws-chunked` framing off a body (`<hex length>\r\n<bytes>\r\n … 0\r\n<trailer: value>\r\n\r\n`) and
 * puts the trailers, by lower-case name, into `trailers`. Signed chunks are refused.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  let pending: Buffer = Buffer.alloc(0);
  let left = 0;
  let state = 'length' as 'length' | 'bytes' | 'after-bytes' | 'trailers';
  for await (const chunk of source) {
    pending = pending.length > 0 ? Buffer.concat([pending, chunk]) : chunk;
    for (;;) {
      if (state === 'bytes') {
        const part = pending.subarray(0, left);
        pending = pending.subarray(part.length);
        left -= part.length;
        if (part.length > 0) yield part;
        if (left > 0) break;
        state = 'after-bytes';
      }
      const end = pending.indexOf('\r\n');
      if (end < 0) break;
      const line = pending.subarray(0, end).toString('latin1');
      pending = pending.subarray(end + 2);
      if (state === 'after-bytes') {
        if (line !== '') throw incomplete();
        state = 'length';
      } else if (state === 'length') {
        left = chunkLength(line);
        state = left === 0 ? 'trailers' : 'bytes';
      } else {
        const colon = line.indexOf(':');
        if (colon > 0) trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
      }
    }
  }
  if (state !== 'trailers') throw incomplete();
}

function chunkLength(line: string): number {
  if (line.includes(';')) throw notImplemented('signed chunks in an aws-chunked body');
  if (!/^[0-9a-f]{1,8}$/i.test(line)) throw incomplete();
  return Number.parseInt(line, 16);
}
