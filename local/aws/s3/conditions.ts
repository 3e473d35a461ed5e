import { ServiceError } from '../service-error.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './errors.ts';
import type { ObjectInfo } from './object-metadata.ts';
import type { S3Headers } from './request.ts';

const listsEtag = (list: string, etag: string) =>
  list.trim() === '*' || list.split(',').some((one) => one.trim().replace(/^"?(.*?)"?$/, '"$1"') === etag);

/** The condition of a write; throws if it does not hold for what stands there now (undefined: nothing). */
export type WriteCondition = (current: ObjectInfo | undefined) => void;

export function writeCondition(headers: S3Headers): WriteCondition {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  for (const name of ['if-modified-since', 'if-unmodified-since']) {
    if (headers[name] !== undefined) throw notImplemented(`the header "${name}" of a write`);
  }
  if (noneMatch !== undefined && noneMatch !== '*') {
    throw notImplemented(`"If-None-Match: ${noneMatch}" of a write (only *)`);
  }
  return (current) => {
    if (noneMatch === '*' && current) throw preconditionFailed('If-None-Match');
    if (match === undefined) return;
    if (!current) throw noSuchKey();
    if (!listsEtag(match, current.etag)) throw preconditionFailed('If-Match');
  };
}

/** Whether a read is to be answered 304, after RFC 9110 section 13.2.2; throws 412. */
export function isNotModified(headers: S3Headers, info: ObjectInfo): boolean {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const seconds = Math.floor(info.lastModified.getTime() / 1000) * 1000;
  const since = (name: string) => Date.parse(headers[name] ?? '');
  if (match !== undefined) {
    if (!listsEtag(match, info.etag)) throw preconditionFailed('If-Match');
  } else if (seconds > since('if-unmodified-since')) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (noneMatch !== undefined) return listsEtag(noneMatch, info.etag);
  return seconds <= since('if-modified-since');
}

/** First and last byte, both inclusive, or undefined for the whole object. */
export function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  if (header === undefined) return undefined;
  if (/^bytes=.*,/.test(header)) throw notImplemented('more than one range');
  const match = /^bytes=(\d*)-(\d*)$/.exec(header);
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from = '', to = ''] = match;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (start > end)
    throw new ServiceError('InvalidRange', 416, `The range ${header} is not satisfiable: ${size} bytes`);
  return { start, end };
}
