import path from 'node:path';
import { ServiceError } from '../service-error.ts';
import { invalidArgument, notImplemented } from './errors.ts';

const MAX_KEY_BYTES = 1024;
const MAX_NAME_BYTES = 255;

/**
 * One segment of a key as a file name. Ordinary segments stand as they are; `%` is escaped so that the few that
 * no file can be called (empty, `.`, `..`) have names of their own and no two keys share a file.
 */
export function segmentToName(segment: string): string {
  if (segment === '') return '%';
  if (segment === '.' || segment === '..') return segment.replaceAll('.', '%2E');
  return segment.replaceAll('%', '%25').replaceAll('\0', '%00');
}

/** The inverse of {@link segmentToName}. */
export function nameToSegment(name: string): string {
  return name === '%' ? '' : name.replace(/%(2E|00|25)/g, decodeURIComponent);
}

/** The relative path of a key below its bucket's folder. */
export function keyToPath(key: string): string {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new ServiceError('KeyTooLongError', 400, 'Your key is too long: at most 1024 bytes of UTF-8');
  }
  const names = key.split('/').map(segmentToName);
  const long = names.find((name) => Buffer.byteLength(name) > MAX_NAME_BYTES);
  if (long) throw notImplemented(`keys with a part of more than ${MAX_NAME_BYTES} bytes between slashes`);
  return path.join(...names);
}

export function checkBucketName(bucket: string): void {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
    throw new ServiceError('InvalidBucketName', 400, `"${bucket}" is not a bucket name`);
  }
}

export function checkKey(key: string): void {
  if (key === '') throw invalidArgument('The key is empty');
}
