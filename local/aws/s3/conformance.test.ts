import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LoopbackServer } from '../loopback.ts';
import { startS3Server } from './server.ts';

/**
 * What the store relies on of S3. Runs against the stand-in, or against a real bucket of the ambient account when
 * KRATOS_CONFORMANCE_S3_BUCKET names one (everything goes below a prefix of its own and is deleted).
 */
const realBucket = process.env.KRATOS_CONFORMANCE_S3_BUCKET;
const Bucket = realBucket ?? 'conformance';
const at = `conformance-${randomUUID()}`;
let server: LoopbackServer | undefined;
let root: string | undefined;
let s3: S3Client;
let local: S3ClientConfig = {};

const client = (more: S3ClientConfig = {}) => new S3Client({ ...local, maxAttempts: 1, ...more });

beforeAll(async () => {
  if (realBucket !== undefined) {
    s3 = client();
    return;
  }
  root = await mkdtemp(path.join(tmpdir(), 'kratos-s3-'));
  const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: randomUUID() };
  server = await startS3Server({ root, credentials });
  local = { endpoint: server.url, region: 'us-east-1', credentials };
  s3 = client();
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: `${at}/` })) {
    const Objects = Contents.map(({ Key = '' }) => ({ Key }));
    if (Objects.length > 0) await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  }
  s3.destroy();
  await server?.close();
  if (root) await rm(root, { recursive: true });
});

type Options<Input> = Partial<Omit<Input, 'Bucket' | 'Key' | 'Body'>>;

const key = (name: string) => `${at}/${name}`;
const put = (
  name: string,
  Body: NonNullable<PutObjectCommandInput['Body']>,
  more: Options<PutObjectCommandInput> = {},
) => s3.send(new PutObjectCommand({ Bucket, Key: key(name), Body, ...more }));
const get = (name: string, more: Options<GetObjectCommandInput> = {}) =>
  s3.send(new GetObjectCommand({ Bucket, Key: key(name), ChecksumMode: 'ENABLED', ...more }));
const text = async (name: string) => (await get(name)).Body?.transformToString();

describe('objects', () => {
  it('give back what was put, with its type and its metadata', async () => {
    await put('a.txt', 'hello é', {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'max-age=60',
      Metadata: { run: '7' },
    });
    const answer = await get('a.txt');
    expect(await answer.Body?.transformToString()).toBe('hello é');
    expect(answer).toMatchObject({
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'max-age=60',
      Metadata: { run: '7' },
      ContentLength: 8,
    });
  });

  it('have the MD5 of their bytes as ETag', async () => {
    await put('md5.txt', 'abc');
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: key('md5.txt') }));
    expect(head.ETag).toBe('"900150983cd24fb0d6963f7d28e17f72"');
    expect(head.ContentLength).toBe(3);
  });

  it('may be empty', async () => {
    await put('empty', '');
    expect(await text('empty')).toBe('');
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'are stored with a %s checksum that a reader can verify',
    async (algorithm) => {
      const answer = await put(`sum-${algorithm}`, randomBytes(70_000), { ChecksumAlgorithm: algorithm });
      const head = await s3.send(
        new HeadObjectCommand({ Bucket, Key: key(`sum-${algorithm}`), ChecksumMode: 'ENABLED' }),
      );
      expect(head[`Checksum${algorithm}`]).toBeDefined();
      expect(head[`Checksum${algorithm}`]).toBe(answer[`Checksum${algorithm}`]);
    },
  );

  it('arrive whole from a stream, whose checksum comes as a trailer', async () => {
    const body = randomBytes(200_000);
    await put('stream.bin', Readable.from([body.subarray(0, 1000), body.subarray(1000)]), {
      ContentLength: body.length,
    });
    expect(Buffer.from((await (await get('stream.bin')).Body?.transformToByteArray()) ?? [])).toEqual(body);
  });

  it('are refused when a checksum is wrong, and what stood there stays', async () => {
    await put('kept', 'before');
    await expect(put('kept', 'abc', { ChecksumCRC32: 'AAAAAA==' })).rejects.toMatchObject({
      name: 'BadDigest',
    });
    expect(await text('kept')).toBe('before');
  });

  it('take any key, also those that no file can be called', async () => {
    for (const name of [
      'x y/ü+&=?#.csv',
      'a//b',
      'pct%20.txt',
      'dots/../up',
      './here',
      'ends/',
      'quote\'"<>',
    ]) {
      await put(name, name);
      expect(await text(name)).toBe(name);
    }
    const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('x y/') }));
    expect(listed.Contents?.map((one) => one.Key)).toEqual([key('x y/ü+&=?#.csv')]);
    const odd = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('dots/') }));
    expect(odd.Contents?.map((one) => one.Key)).toEqual([key('dots/../up')]);
  });

  it('can be deleted, also when they do not exist', async () => {
    await put('gone', 'x');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key('gone') }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key('gone') }));
    await expect(get('gone')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('can be deleted many at once', async () => {
    await put('d1', 'x');
    await put('d&2', 'x');
    const answer = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: ['d1', 'd&2', 'never'].map((name) => ({ Key: key(name) })) },
      }),
    );
    expect(answer.Deleted?.map((one) => one.Key).sort()).toEqual(
      [key('d&2'), key('d1'), key('never')].sort(),
    );
    expect(answer.Errors ?? []).toEqual([]);
    await expect(get('d&2')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('can be copied, with or without their description', async () => {
    await put('origin.csv', 'a,b', { ContentType: 'text/csv', Metadata: { run: '1' } });
    const CopySource = `${Bucket}/${key('origin.csv')}`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: key('copy.csv'), CopySource }));
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: key('other.csv'),
        CopySource,
        MetadataDirective: 'REPLACE',
        ContentType: 'text/plain',
      }),
    );
    expect(await get('copy.csv')).toMatchObject({ ContentType: 'text/csv', Metadata: { run: '1' } });
    expect(await get('other.csv')).toMatchObject({ ContentType: 'text/plain', Metadata: {} });
    expect(await text('copy.csv')).toBe('a,b');
  });

  it('survive two hundred parallel writes', async () => {
    await Promise.all(Array.from({ length: 200 }, (_, index) => put(`par/${index}`, `body ${index}`)));
    expect(await Promise.all([0, 99, 199].map((index) => text(`par/${index}`)))).toEqual([
      'body 0',
      'body 99',
      'body 199',
    ]);
  });
});

describe('absent things', () => {
  it('are NoSuchKey, NotFound for HEAD, and NoSuchBucket', async () => {
    await expect(get('nope')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: key('nope') }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(
      s3.send(new PutObjectCommand({ Bucket: `absent-${randomUUID()}`, Key: 'k', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('answer HeadBucket for a bucket that exists only', async () => {
    await s3.send(new HeadBucketCommand({ Bucket }));
    await expect(s3.send(new HeadBucketCommand({ Bucket: `absent-${randomUUID()}` }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('ranges', () => {
  it.each([
    ['bytes=1-3', 'bcd', 'bytes 1-3/10'],
    ['bytes=7-', 'hij', 'bytes 7-9/10'],
    ['bytes=-2', 'ij', 'bytes 8-9/10'],
    ['bytes=8-100', 'ij', 'bytes 8-9/10'],
  ])('%s gives that part', async (Range, part, ContentRange) => {
    await put('range', 'abcdefghij');
    const answer = await get('range', { Range });
    expect(await answer.Body?.transformToString()).toBe(part);
    expect(answer).toMatchObject({ ContentRange, $metadata: { httpStatusCode: 206 } });
  });

  it('beyond the end are refused', async () => {
    await put('range', 'abcdefghij');
    await expect(get('range', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
  });
});

describe('conditions', () => {
  it('let only the first writer create an object', async () => {
    const writers = Array.from({ length: 8 }, (_, index) =>
      put('once', `writer ${index}`, { IfNoneMatch: '*' }),
    );
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected')
        expect(outcome.reason).toHaveProperty('$metadata.httpStatusCode', 412);
    }
  });

  it('let only the writer who saw the newest version replace it', async () => {
    const first = await put('seen', 'one');
    await put('seen', 'two', { IfMatch: first.ETag });
    await expect(put('seen', 'three', { IfMatch: first.ETag })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await text('seen')).toBe('two');
    await expect(put('unseen', 'x', { IfMatch: first.ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('spare a reader what has not changed', async () => {
    const { ETag } = await put('cached', 'x');
    await expect(get('cached', { IfNoneMatch: ETag })).rejects.toHaveProperty(
      '$metadata.httpStatusCode',
      304,
    );
    await expect(get('cached', { IfMatch: '"0"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get('cached', { IfModifiedSince: new Date(Date.now() + 60_000) })).rejects.toHaveProperty(
      '$metadata.httpStatusCode',
      304,
    );
  });
});

describe('listings', () => {
  beforeAll(async () => {
    const names = Array.from({ length: 25 }, (_, index) => `g/${String(index).padStart(3, '0')}/d.csv`);
    await Promise.all([...names, 'g-first', 'g.second', 'g0'].map((name) => put(`l/${name}`, 'x')));
  });

  it('come in the order of the keys’ bytes', async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('l/') }));
    const keys = Contents.map((one) => one.Key ?? '');
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(28);
    expect(Contents[0]).toMatchObject({ Size: 1, ETag: '"9dd4e461268c8034f5c8564e155c67a6"' });
  });

  it('come in pages that miss nothing and repeat nothing', async () => {
    const keys: unknown[] = [];
    for await (const page of paginateListObjectsV2(
      { client: s3, pageSize: 10 },
      { Bucket, Prefix: key('l/g/') },
    )) {
      keys.push(...(page.Contents ?? []).map((one) => one.Key));
    }
    expect(keys).toHaveLength(25);
    expect(new Set(keys).size).toBe(25);
  });

  it('fold what lies below the delimiter, over pages too', async () => {
    const prefixes: unknown[] = [];
    const options = { Bucket, Prefix: key('l/g/'), Delimiter: '/' };
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 10 }, options)) {
      expect(page.KeyCount).toBeLessThanOrEqual(10);
      prefixes.push(...(page.CommonPrefixes ?? []).map((one) => one.Prefix));
    }
    expect(prefixes).toEqual(
      Array.from({ length: 25 }, (_, index) => key(`l/g/${String(index).padStart(3, '0')}/`)),
    );
  });

  it('start after a key', async () => {
    const answer = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: key('l/g/'), StartAfter: key('l/g/020/d.csv') }),
    );
    expect(answer.KeyCount).toBe(4);
  });

  it('of a prefix in the middle of a name find it', async () => {
    const answer = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('l/g/01') }));
    expect(answer.KeyCount).toBe(10);
  });
});

describe('multipart uploads', () => {
  it('of 12 MB from a stream come back byte for byte', async () => {
    const body = randomBytes(12 * 2 ** 20);
    await new Upload({
      client: s3,
      params: { Bucket, Key: key('big'), Body: Readable.from([body]) },
      partSize: 5 * 2 ** 20,
    }).done();
    const answer = await get('big');
    expect(answer.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(Buffer.compare(Buffer.from((await answer.Body?.transformToByteArray()) ?? []), body)).toBe(0);
  });

  it('that are aborted leave nothing', async () => {
    const target = { Bucket, Key: key('aborted') };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'zz' }));
    await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
    await expect(get('aborted')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(
      s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 2, Body: 'zz' })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('refuse a part that was not uploaded and a small part before the last', async () => {
    const target = { Bucket, Key: key('parts') };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand(target));
    const one = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'small' }));
    const two = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 2, Body: 'small' }));
    const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    await expect(complete([{ PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(
      complete([
        { PartNumber: 1, ETag: one.ETag },
        { PartNumber: 2, ETag: two.ETag },
      ]),
    ).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await s3.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
  });
});

describe('presigned links', () => {
  it('give the object under the name that they ask for', async () => {
    await put('q.txt', 'linked');
    const command = new GetObjectCommand({
      Bucket,
      Key: key('q.txt'),
      ResponseContentDisposition: 'attachment; filename="your game.txt"',
    });
    const answer = await fetch(await getSignedUrl(s3, command, { expiresIn: 60 }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="your game.txt"');
    expect(await answer.text()).toBe('linked');
  });

  it('are good for one object only, and for their time only', async () => {
    await put('q.txt', 'linked');
    await put('other.txt', 'secret');
    const command = new GetObjectCommand({ Bucket, Key: key('q.txt') });
    const url = await getSignedUrl(s3, command, { expiresIn: 60 });
    expect((await fetch(url.replace('q.txt', 'other.txt'))).status).toBe(403);
    const late = await getSignedUrl(s3, command, {
      expiresIn: 1,
      signingDate: new Date(Date.now() - 60_000),
    });
    expect((await fetch(late)).status).toBe(403);
  });

  it('take an upload with the signed type', async () => {
    const command = new PutObjectCommand({ Bucket, Key: key('up.csv'), ContentType: 'text/csv' });
    const url = await getSignedUrl(s3, command, {
      expiresIn: 60,
      signableHeaders: new Set(['content-type']),
    });
    const upload = (type: string) =>
      fetch(url, { method: 'PUT', body: 'a,b', headers: { 'content-type': type } });
    expect((await upload('text/html')).status).toBe(403);
    const answer = await upload('text/csv');
    expect([answer.status, await answer.text()]).toEqual([200, '']);
    expect(await text('up.csv')).toBe('a,b');
  });
});

describe('signatures', () => {
  it('of another secret are refused', async () => {
    const { accessKeyId } = await s3.config.credentials();
    const stranger = client({ credentials: { accessKeyId, secretAccessKey: 'wrong' } });
    await expect(
      stranger.send(new PutObjectCommand({ Bucket, Key: key('x'), Body: 'x' })),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    stranger.destroy();
  });
});
