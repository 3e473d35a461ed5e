import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalidArgument, malformedXml, notImplemented } from './errors.ts';
import { walk, type Entry } from './listing.ts';
import type { ObjectInfo } from './object-metadata.ts';
import type { ObjectStore } from './object-store.ts';
import { receiveText } from './receive-body.ts';
import { refuseUnknown, type S3Request } from './request.ts';
import { sendEmpty, sendXml } from './response.ts';
import { parseXml, type XmlElement } from './xml.ts';
import { checkKey } from './key-path.ts';
import { ServiceError } from '../service-error.ts';

const MAX_KEYS = 1000;

export async function createBucket(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'CreateBucket', { body: true });
  const body = await receiveText(request.body, request.headers);
  if (body.includes('<')) {
    const setting = parseXml(body).children[0];
    if (setting) throw notImplemented(`the bucket setting ${setting.name}`);
  }
  store.createBucket(request.bucket);
  sendEmpty(response, 200, { location: `/${request.bucket}` });
}

export function headBucket(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
  region: string,
): void {
  refuseUnknown(request, 'HeadBucket', {});
  store.requireBucket(request.bucket);
  sendEmpty(response, 200, { 'x-amz-bucket-region': region });
}

export async function listObjects(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const { query, bucket } = request;
  refuseUnknown(request, 'ListObjectsV2', {
    query: [
      'list-type',
      'prefix',
      'delimiter',
      'max-keys',
      'start-after',
      'continuation-token',
      'encoding-type',
    ],
  });
  if (query.get('list-type') !== '2') throw notImplemented('ListObjects (version 1)');
  store.requireBucket(bucket);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  if (delimiter !== '' && delimiter !== '/') throw notImplemented(`the delimiter "${delimiter}" (only /)`);
  const encoding = query.get('encoding-type');
  if (encoding !== null && encoding !== 'url') throw invalidArgument(`Invalid encoding type "${encoding}"`);
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : readToken(token);
  const limit = readMaxKeys(query.get('max-keys'));

  const { entries, more } = await page(store, bucket, { prefix, after, fold: delimiter === '/' }, limit);
  const last = entries.at(-1);
  const show = (text: string) =>
    encoding === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;
  sendXml(response, 'ListBucketResult', {
    Name: bucket,
    Prefix: show(prefix),
    Delimiter: delimiter === '' ? undefined : show(delimiter),
    MaxKeys: limit,
    KeyCount: entries.length,
    IsTruncated: more,
    EncodingType: encoding ?? undefined,
    StartAfter: query.get('start-after') ?? undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: more && last ? Buffer.from(nameOf(last)).toString('base64url') : undefined,
    Contents: (await describeAll(store, bucket, entries)).map(({ key, info }) => ({
      Key: show(key),
      LastModified: info.lastModified.toISOString(),
      ETag: info.etag,
      Size: info.size,
      StorageClass: 'STANDARD',
      ChecksumAlgorithm: info.checksum?.algorithm,
      ChecksumType: info.checksum?.type,
    })),
    CommonPrefixes: entries.flatMap((entry) =>
      'commonPrefix' in entry ? [{ Prefix: show(entry.commonPrefix) }] : [],
    ),
  });
}

const nameOf = (entry: Entry) => ('key' in entry ? entry.key : entry.commonPrefix);

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (text === '') throw invalidArgument('The continuation token provided is incorrect');
  return text;
}

function readMaxKeys(text: string | null): number {
  if (text === null) return MAX_KEYS;
  if (!/^\d{1,9}$/.test(text)) throw invalidArgument(`max-keys must be a whole number from 0, got "${text}"`);
  return Math.min(Number(text), MAX_KEYS);
}

async function page(
  store: ObjectStore,
  bucket: string,
  options: { prefix: string; after: string; fold: boolean },
  limit: number,
): Promise<{ entries: Entry[]; more: boolean }> {
  const entries: Entry[] = [];
  if (limit === 0) return { entries, more: false };
  for await (const entry of walk(store.paths.bucket(bucket), options)) {
    if (entries.length === limit) return { entries, more: true };
    entries.push(entry);
  }
  return { entries, more: false };
}

/** The objects among the entries; one that was deleted meanwhile is left out. */
async function describeAll(
  store: ObjectStore,
  bucket: string,
  entries: Entry[],
): Promise<{ key: string; info: ObjectInfo }[]> {
  const keys = entries.flatMap((entry) => ('key' in entry ? [entry.key] : []));
  const described: { key: string; info: ObjectInfo }[] = [];
  for (const [index, key] of keys.entries()) {
    // A long listing lets other requests through.
    if (index % 100 === 99) await nextTurn();
    const info = await store.head(bucket, key);
    if (info) described.push({ key, info });
  }
  return described;
}

export async function deleteObjects(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'DeleteObjects', { query: ['delete'], body: true });
  store.requireBucket(request.bucket);
  const document = parseXml(await receiveText(request.body, request.headers));
  if (document.name !== 'Delete') throw malformedXml(`Expected Delete, got ${document.name}`);
  const keys = document.children.filter(({ name }) => name === 'Object').map(keyToDelete);
  const quiet = document.children.some(({ name, text }) => name === 'Quiet' && text === 'true');
  if (keys.length === 0 || keys.length > MAX_KEYS) {
    throw malformedXml(`DeleteObjects takes 1 to ${MAX_KEYS} keys, got ${keys.length}`);
  }
  const errors: { Key: string; Code: string; Message: string }[] = [];
  const deleted: { Key: string }[] = [];
  for (const key of keys) {
    try {
      await store.delete(request.bucket, key);
      deleted.push({ Key: key });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      errors.push({ Key: key, Code: error.code, Message: error.message });
    }
  }
  sendXml(response, 'DeleteResult', { Deleted: quiet ? undefined : deleted, Error: errors });
}

function keyToDelete(object: XmlElement): string {
  const unknown = object.children.find(({ name }) => name !== 'Key');
  if (unknown) throw notImplemented(`${unknown.name} in DeleteObjects`);
  const key = object.children[0]?.text ?? '';
  checkKey(key);
  return key;
}
