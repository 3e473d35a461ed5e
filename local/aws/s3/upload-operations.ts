import type { ServerResponse } from 'node:http';
import { CHECKSUM_ALGORITHMS, checksumHeader } from './checksums.ts';
import { writeCondition } from './conditions.ts';
import { ServiceError } from '../service-error.ts';
import { invalidArgument, malformedXml, notImplemented } from './errors.ts';
import { describe } from './object-metadata.ts';
import type { ObjectStore } from './object-store.ts';
import { receiveFile, receiveText } from './receive-body.ts';
import { refuseUnknown, type S3Request } from './request.ts';
import { sendEmpty, sendXml } from './response.ts';
import type { NamedPart, Upload, Uploads } from './uploads.ts';
import { parseXml, type XmlElement } from './xml.ts';

export interface Multipart {
  store: ObjectStore;
  uploads: Uploads;
}

export async function createUpload(
  { store, uploads }: Multipart,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'CreateMultipartUpload', {
    query: ['uploads'],
    headers: ['x-amz-checksum-algorithm', 'x-amz-checksum-type'],
    metadata: true,
  });
  store.requireBucket(request.bucket);
  const { bucket, key, headers } = request;
  const upload: Upload = { bucket, key, description: describe(headers), ...readChecksumForm(request) };
  const id = await uploads.begin(upload);
  sendXml(
    response,
    'InitiateMultipartUploadResult',
    { Bucket: bucket, Key: key, UploadId: id },
    upload.chosen ? { 'x-amz-checksum-algorithm': upload.algorithm, 'x-amz-checksum-type': upload.type } : {},
  );
}

function readChecksumForm({ headers }: S3Request): Pick<Upload, 'algorithm' | 'type' | 'chosen'> {
  const name = headers['x-amz-checksum-algorithm'] ?? 'CRC64NVME';
  const algorithm = CHECKSUM_ALGORITHMS.find((one) => one === name);
  if (!algorithm) throw notImplemented(`the checksum algorithm ${name}`);
  const type = headers['x-amz-checksum-type'] ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
  if (type !== 'FULL_OBJECT' && type !== 'COMPOSITE')
    throw invalidArgument(`Unknown checksum type "${type}"`);
  return { algorithm, type, chosen: headers['x-amz-checksum-algorithm'] !== undefined };
}

export async function uploadPart(
  { store, uploads }: Multipart,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  if (request.headers['x-amz-copy-source'] !== undefined) throw notImplemented('UploadPartCopy');
  refuseUnknown(request, 'UploadPart', { query: ['uploadId', 'partNumber'], body: true });
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > 10_000) {
    throw invalidArgument(`partNumber must be 1 to 10000, got "${request.query.get('partNumber')}"`);
  }
  const id = request.query.get('uploadId') ?? '';
  const { algorithm, chosen } = await uploads.find(request.bucket, request.key, id);
  const staged = store.paths.stage();
  const received = await receiveFile(request.body, request.headers, staged);
  if (chosen && received.checksum.algorithm !== algorithm) {
    throw new ServiceError(
      'InvalidRequest',
      400,
      `The upload was created with the checksum algorithm ${algorithm}, the part has ${received.checksum.algorithm}`,
    );
  }
  await uploads.addPart(id, number, staged, received);
  const { md5, checksum } = received;
  sendEmpty(response, 200, { etag: `"${md5}"`, [checksumHeader(checksum.algorithm)]: checksum.value });
}

export async function completeUpload(
  { store, uploads }: Multipart,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'CompleteMultipartUpload', {
    query: ['uploadId'],
    headers: ['x-amz-checksum-type', 'x-amz-mp-object-size'],
    body: true,
  });
  const condition = writeCondition(request.headers);
  const id = request.query.get('uploadId') ?? '';
  const { bucket, key } = request;
  const upload = await uploads.find(bucket, key, id);
  const parts = readParts(parseXml(await receiveText(request.body, withoutObjectChecksums(request))));
  const joined = await uploads.join(id, upload, parts);
  checkWhole(request, joined.checksum.value, checksumHeader(upload.algorithm));
  const { etag, checksum } = joined;
  const info = await store.commit(
    bucket,
    key,
    joined.staged,
    { ...upload.description, etag, checksum },
    condition,
  );
  await uploads.end(id);
  sendXml(response, 'CompleteMultipartUploadResult', {
    Location: `/${bucket}/${key}`,
    Bucket: bucket,
    Key: key,
    ETag: info.etag,
    [`Checksum${checksum.algorithm}`]: checksum.value,
    ChecksumType: checksum.type,
  });
}

/** In CompleteMultipartUpload the checksum headers are those of the object, not of the request's own body. */
function withoutObjectChecksums({ headers }: S3Request): S3Request['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-amz-checksum-')));
}

function checkWhole({ headers }: S3Request, value: string, header: string): void {
  const claim = headers[header];
  if (claim !== undefined && claim !== value) {
    throw new ServiceError('BadDigest', 400, `The object's checksum is ${value}, the request says ${claim}`);
  }
}

function readParts(document: XmlElement): NamedPart[] {
  if (document.name !== 'CompleteMultipartUpload' || document.children.length === 0) {
    throw malformedXml('CompleteMultipartUpload needs at least one Part');
  }
  let before = 0;
  return document.children.map((part) => {
    const field = (name: string) => part.children.find((child) => child.name === name)?.text;
    const number = Number(field('PartNumber'));
    const etag = field('ETag');
    if (part.name !== 'Part' || !Number.isInteger(number) || etag === undefined) {
      throw malformedXml('Each Part needs a PartNumber and an ETag');
    }
    if (number <= before)
      throw new ServiceError('InvalidPartOrder', 400, 'The parts are not in ascending order');
    before = number;
    const checksum = part.children.find((child) => child.name.startsWith('Checksum'))?.text;
    return { number, etag, ...(checksum !== undefined && { checksum }) };
  });
}

export async function abortUpload(
  { uploads }: Multipart,
  request: S3Request,
  response: ServerResponse,
): Promise<void> {
  refuseUnknown(request, 'AbortMultipartUpload', { query: ['uploadId'] });
  const id = request.query.get('uploadId') ?? '';
  await uploads.find(request.bucket, request.key, id);
  await uploads.end(id);
  sendEmpty(response, 204);
}
