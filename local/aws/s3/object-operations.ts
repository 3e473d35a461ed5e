import type { ServerResponse } from 'node:http';
import { constants, copyFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, readSync } from 'node:fs';
import { isNotModified, readRange, writeCondition } from './conditions.ts';
import { invalidArgument, noSuchKey, notImplemented } from './errors.ts';
import { checkBucketName, checkKey } from './key-path.ts';
import { describe, type ObjectInfo } from './object-metadata.ts';
import type { ObjectStore } from './object-store.ts';
import { receiveFile } from './receive-body.ts';
import { refuseUnknown, type S3Request } from './request.ts';
import { checksumHeaders, sendEmpty, sendXml } from './response.ts';

const SMALL_BYTES = 2 ** 18;
const RESPONSE_OVERRIDES = [
  'content-type',
  'content-disposition',
  'content-language',
  'content-encoding',
  'cache-control',
  'expires',
];

export async function putObject(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'PutObject', { body: true, metadata: true });
  store.requireBucket(request.bucket);
  const condition = writeCondition(request.headers);
  const staged = store.paths.stage();
  const { md5, checksum } = await receiveFile(request.body, request.headers, staged);
  const info = await store.commit(
    request.bucket,
    request.key,
    staged,
    { ...describe(request.headers), etag: `"${md5}"`, checksum: { ...checksum, type: 'FULL_OBJECT' } },
    condition,
  );
  sendEmpty(response, 200, { etag: info.etag, ...checksumHeaders(info) });
}

/** GetObject and HeadObject. */
export async function getObject(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  const operation = request.method === 'HEAD' ? 'HeadObject' : 'GetObject';
  refuseUnknown(request, operation, {
    query: RESPONSE_OVERRIDES.map((name) => `response-${name}`),
    headers: ['x-amz-checksum-mode'],
  });
  const found = await store.read(request.bucket, request.key);
  if (!found) {
    store.requireBucket(request.bucket);
    throw noSuchKey();
  }
  const { info, file } = found;
  try {
    if (isNotModified(request.headers, info)) {
      sendEmpty(response, 304, { etag: info.etag, 'last-modified': info.lastModified.toUTCString() });
      return;
    }
    const range = ifRangeHolds(request, info) ? readRange(request.headers.range, info.size) : undefined;
    response.writeHead(range ? 206 : 200, responseHeaders(request, info, range));
    if (request.method === 'HEAD' || info.size === 0) {
      response.end();
      return;
    }
    await sendFile(file, range ?? { start: 0, end: info.size - 1 }, response);
  } catch (error) {
    // A client that hangs up in the middle of a download is no error of ours.
    if (!response.headersSent) throw error;
    response.destroy();
  } finally {
    closeSync(file);
  }
}

/** Sends bytes `start` to `end`, both inclusive; small parts without the machinery of a stream. */
async function sendFile(
  file: number,
  { start, end }: { start: number; end: number },
  response: ServerResponse,
): Promise<void> {
  const length = end - start + 1;
  if (length <= SMALL_BYTES) {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(file, bytes, 0, length, start);
    response.end(bytes.subarray(0, read));
    return;
  }
  const stream = createReadStream('', { fd: file, start, end, autoClose: false, highWaterMark: 2 ** 18 });
  await pipeline(stream, response);
}

function ifRangeHolds(request: S3Request, info: ObjectInfo): boolean {
  const condition = request.headers['if-range'];
  return condition === undefined || condition === info.etag || condition === info.lastModified.toUTCString();
}

function responseHeaders(
  request: S3Request,
  info: ObjectInfo,
  range: { start: number; end: number } | undefined,
): Record<string, string | number> {
  const headers: Record<string, string | number> = {
    ...info.headers,
    ...info.user,
    etag: info.etag,
    'last-modified': info.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    'content-length': range ? range.end - range.start + 1 : info.size,
  };
  for (const name of RESPONSE_OVERRIDES) {
    const override = request.query.get(`response-${name}`);
    if (override !== null) headers[name] = override;
  }
  if (range) headers['content-range'] = `bytes ${range.start}-${range.end}/${info.size}`;
  else if (request.headers['x-amz-checksum-mode'] === 'ENABLED')
    Object.assign(headers, checksumHeaders(info));
  return headers;
}

export async function deleteObject(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'DeleteObject', {});
  store.requireBucket(request.bucket);
  const { 'if-match': match } = request.headers;
  const condition = match === undefined ? undefined : writeCondition({ 'if-match': match });
  await store.delete(request.bucket, request.key, condition);
  sendEmpty(response, 204);
}

export async function copyObject(
  store: ObjectStore,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'CopyObject', {
    headers: ['x-amz-copy-source', 'x-amz-metadata-directive'],
    metadata: true,
  });
  store.requireBucket(request.bucket);
  const source = readCopySource(request.headers['x-amz-copy-source'] ?? '');
  store.requireBucket(source.bucket);
  const replace = readDirective(request.headers['x-amz-metadata-directive']);
  if (!replace && source.bucket === request.bucket && source.key === request.key) {
    throw invalidArgument('This copy request is illegal: it copies an object to itself without changing it.');
  }
  const condition = writeCondition(request.headers);
  const staged = store.paths.stage();
  const original = await store.head(source.bucket, source.key);
  if (!original) throw noSuchKey();
  await copyFile(store.paths.object(source.bucket, source.key), staged, constants.COPYFILE_FICLONE);
  const now = await store.head(source.bucket, source.key);
  const isSame =
    now?.etag === original.etag && now.lastModified.getTime() === original.lastModified.getTime();
  const { checksum } = original;
  const info = await store.commit(
    request.bucket,
    request.key,
    staged,
    {
      ...(replace ? describe(request.headers) : { headers: original.headers, user: original.user }),
      etag: isSame && !original.etag.includes('-') ? original.etag : `"${await md5Of(staged)}"`,
      ...(isSame && checksum?.type === 'FULL_OBJECT' && { checksum }),
    },
    condition,
  );
  sendXml(response, 'CopyObjectResult', { ETag: info.etag, LastModified: info.lastModified.toISOString() });
}

function readDirective(directive: string | undefined): boolean {
  if (directive !== undefined && directive !== 'COPY' && directive !== 'REPLACE') {
    throw invalidArgument(`Unknown metadata directive "${directive}"`);
  }
  return directive === 'REPLACE';
}

function readCopySource(header: string): { bucket: string; key: string } {
  if (header.includes('?')) throw notImplemented('a version in x-amz-copy-source');
  const [bucket = '', ...rest] = decodeURIComponent(header).replace(/^\//, '').split('/');
  checkBucketName(bucket);
  const key = rest.join('/');
  checkKey(key);
  return { bucket, key };
}

async function md5Of(file: string): Promise<string> {
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(file)) md5.update(chunk as Buffer);
  return md5.digest('hex');
}
