import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoopbackServer } from '../loopback.ts';
import { startS3Server } from './server.ts';

/** What only the stand-in promises: plain files, restarts, refusals, and that no web page reaches it. */
const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };
const ORIGIN = 'http://127.0.0.1:3000';
const Bucket = 'kratos-data';
let root: string;
let server: LoopbackServer;
let s3: S3Client;

async function start(): Promise<void> {
  server = await startS3Server({ root, credentials, allowedOrigins: [ORIGIN] });
  s3 = new S3Client({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function stop(): Promise<void> {
  s3.destroy();
  await server.close();
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'kratos-s3-'));
  await start();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterEach(async () => {
  await stop();
  await rm(root, { recursive: true });
});

const put = (Key: string, Body: string | Uint8Array, more: object = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Key: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();
const link = (Key: string) => getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });

describe('objects on disk', () => {
  it('are plain files at bucket and key, and nothing else stands beside them', async () => {
    await put('kratos/sales_data/7/sales_data.csv', 'a,b\n1,2\n', { ContentType: 'text/csv' });
    expect(await readFile(path.join(root, Bucket, 'kratos/sales_data/7/sales_data.csv'), 'utf8')).toBe(
      'a,b\n1,2\n',
    );
    expect(await readdir(path.join(root, Bucket, 'kratos/sales_data/7'))).toEqual(['sales_data.csv']);
  });

  it('survive a restart with their description', async () => {
    const { ETag } = await put('kept.csv', 'x', { ContentType: 'text/csv', Metadata: { run: '7' } });
    await stop();
    await start();
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'kept.csv' }));
    expect(head).toMatchObject({ ETag, ContentType: 'text/csv', Metadata: { run: '7' } });
  });

  it('may be put or changed there by hand', async () => {
    await put('changed', 'before');
    await writeFile(path.join(root, Bucket, 'changed'), 'abc');
    await writeFile(path.join(root, Bucket, 'new'), 'abc');
    for (const Key of ['changed', 'new']) {
      expect(await text(Key)).toBe('abc');
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(head).toMatchObject({ ETag: '"900150983cd24fb0d6963f7d28e17f72"', ContentLength: 3 });
    }
  });

  it('take their empty folders with them when they are deleted', async () => {
    await put('deep/er/still', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'deep/er/still' }));
    expect(await readdir(path.join(root, Bucket))).toEqual([]);
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
    expect(listed.KeyCount).toBe(0);
  });

  it('are whole versions to readers while writers replace them', async () => {
    const versions = ['a', 'b', 'c'].map((letter) => letter.repeat(300_000));
    await put('busy', versions[0] ?? '');
    const writing = Promise.all(
      Array.from({ length: 30 }, (_, index) => put('busy', versions[index % 3] ?? '')),
    );
    for (let read = 0; read < 20; read++) {
      // The client checks the checksum of each version on top.
      expect(versions).toContain(await text('busy'));
    }
    await writing;
  });

  it('of an interrupted upload never appear, and a restart clears them away', async () => {
    const request = http.request(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'half' })), {
      method: 'PUT',
      headers: { 'content-length': 100_000 },
    });
    request.on('error', () => undefined);
    request.write(randomBytes(1000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(text('half')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await stop();
    await start();
    expect(await readdir(path.join(root, '.staging'))).toEqual([]);
  });

  it('cannot be both an object and the beginning of another', async () => {
    await put('a', 'x');
    await expect(put('a/b', 'x')).rejects.toMatchObject({ name: 'NotImplemented' });
    await put('c/d', 'x');
    await expect(put('c', 'x')).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(text('c')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('never lie outside their bucket', async () => {
    await put('../../escape', 'x');
    expect(await readdir(root)).not.toContain('escape');
    expect(await text('../../escape')).toBe('x');
    await expect(s3.send(new GetObjectCommand({ Bucket: '.metadata', Key: 'x' }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });
});

describe('a multipart upload', () => {
  it('goes on after a restart, and its whole checksum is kept', async () => {
    const body = randomBytes(6 * 2 ** 20);
    const target = { Bucket, Key: 'parts' };
    const { UploadId } = await s3.send(
      new CreateMultipartUploadCommand({
        ...target,
        ChecksumAlgorithm: 'CRC32',
        ChecksumType: 'FULL_OBJECT',
      }),
    );
    const upload = (PartNumber: number, Body: Buffer) =>
      s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }));
    const first = await upload(1, body.subarray(0, 5 * 2 ** 20));
    await stop();
    await start();
    const second = await upload(2, body.subarray(5 * 2 ** 20));
    const Parts = [first, second].map(({ ETag }, index) => ({ PartNumber: index + 1, ETag }));
    await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    const whole = await put('whole', body);
    const head = await s3.send(new HeadObjectCommand({ ...target, ChecksumMode: 'ENABLED' }));
    expect(head.ChecksumCRC32).toBe(whole.ChecksumCRC32);
    expect(await readdir(path.join(root, '.uploads'))).toEqual([]);
  });
});

describe('what is not implemented', () => {
  it('is refused by name, and the object stays as it was', async () => {
    await put('kept', 'before');
    const Key = 'kept';
    const refused = [
      s3.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } })),
      s3.send(new GetObjectTaggingCommand({ Bucket, Key })),
      s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } })),
      s3.send(new ListObjectVersionsCommand({ Bucket })),
      s3.send(new ListObjectsCommand({ Bucket })),
      s3.send(new ListBucketsCommand({})),
      s3.send(new GetObjectCommand({ Bucket, Key, VersionId: 'v1' })),
      s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 1 })),
      s3.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-1,3-4' })),
      put(Key, 'after', { Tagging: 'a=b' }),
      put(Key, 'after', { ACL: 'public-read' }),
      put(Key, 'after', { ServerSideEncryption: 'aws:kms' }),
      put(Key, 'after', { StorageClass: 'GLACIER' }),
      s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '-' })),
    ];
    const outcomes = await Promise.allSettled(refused);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'NotImplemented' } });
      expect(outcome.status === 'rejected' && (outcome.reason as Error).message).toContain(
        'does not implement',
      );
    }
    expect(await text('kept')).toBe('before');
  });

  it('includes a link that promises the checksum of an empty upload', async () => {
    const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'up' }), { expiresIn: 60 });
    const answer = await fetch(url, { method: 'PUT', body: 'not empty' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('BadDigest')]);
  });
});

describe('a body', () => {
  it('that is not what was signed is refused', async () => {
    const url = new URL(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'x', Body: 'abc' })));
    const answer = await fetch(url, { method: 'PUT', body: 'abd' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('BadDigest')]);
  });
});

describe('requests from elsewhere', () => {
  const ask = (headers: Record<string, string>, at = '/') =>
    new Promise<number | undefined>((resolve, reject) => {
      http
        .get(server.url + at, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
        .on('error', reject);
    });

  it('under another Host are refused', async () => {
    await put('a', 'x');
    const { pathname, search } = new URL(await link('a'));
    expect(await ask({}, pathname + search)).toBe(200);
    expect(await ask({ host: 'rebound.example' }, pathname + search)).toBe(403);
  });

  it('of another Origin are refused, of the shop allowed', async () => {
    await put('a', 'x');
    const url = await link('a');
    expect((await fetch(url, { headers: { origin: 'https://elsewhere.example' } })).status).toBe(403);
    const answer = await fetch(url, { headers: { origin: ORIGIN } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it.each([
    [ORIGIN, 200],
    ['https://elsewhere.example', 403],
  ])('ask first: %s gets %d', async (origin, status) => {
    const answer = await fetch(`${server.url}/${Bucket}/a`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type',
      },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('access-control-allow-headers')).toBe(status === 200 ? 'content-type' : null);
  });

  it('without a signature are refused', async () => {
    expect(await ask({}, `/${Bucket}/${randomUUID()}`)).toBe(403);
  });
});
