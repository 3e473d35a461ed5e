import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { useConformanceTarget } from './conformance-target.ts';

const target = useConformanceTarget();
const { Bucket, key, put, get, text } = target;

describe('listings', () => {
  beforeAll(async () => {
    const names = Array.from({ length: 25 }, (_, index) => `g/${String(index).padStart(3, '0')}/d.csv`);
    await Promise.all([...names, 'g-first', 'g.second', 'g0'].map((name) => put(`l/${name}`, 'x')));
  });

  it('come in the order of the keys’ bytes', async () => {
    const { Contents = [] } = await target.s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('l/') }));
    const keys = Contents.map((one) => one.Key ?? '');
    expect(keys).toEqual([...keys].sort());
    expect(keys).toHaveLength(28);
    expect(Contents[0]).toMatchObject({ Size: 1, ETag: '"9dd4e461268c8034f5c8564e155c67a6"' });
  });

  it('come in pages that miss nothing and repeat nothing', async () => {
    const keys: unknown[] = [];
    for await (const page of paginateListObjectsV2(
      { client: target.s3, pageSize: 10 },
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
    for await (const page of paginateListObjectsV2({ client: target.s3, pageSize: 10 }, options)) {
      expect(page.KeyCount).toBeLessThanOrEqual(10);
      prefixes.push(...(page.CommonPrefixes ?? []).map((one) => one.Prefix));
    }
    expect(prefixes).toEqual(
      Array.from({ length: 25 }, (_, index) => key(`l/g/${String(index).padStart(3, '0')}/`)),
    );
  });

  it('start after a key', async () => {
    const answer = await target.s3.send(
      new ListObjectsV2Command({ Bucket, Prefix: key('l/g/'), StartAfter: key('l/g/020/d.csv') }),
    );
    expect(answer.KeyCount).toBe(4);
  });

  it('of a prefix in the middle of a name find it', async () => {
    const answer = await target.s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('l/g/01') }));
    expect(answer.KeyCount).toBe(10);
  });
});

describe('multipart uploads', () => {
  it('of 12 MB from a stream come back byte for byte', async () => {
    const body = randomBytes(12 * 2 ** 20);
    await new Upload({
      client: target.s3,
      params: { Bucket, Key: key('big'), Body: Readable.from([body]) },
      partSize: 5 * 2 ** 20,
    }).done();
    const answer = await get('big');
    expect(answer.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(Buffer.compare(Buffer.from((await answer.Body?.transformToByteArray()) ?? []), body)).toBe(0);
  });

  it('that are aborted leave nothing', async () => {
    const place = { Bucket, Key: key('aborted') };
    const { UploadId } = await target.s3.send(new CreateMultipartUploadCommand(place));
    await target.s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: 'zz' }));
    await target.s3.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
    await expect(get('aborted')).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(
      target.s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 2, Body: 'zz' })),
    ).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('refuse a part that was not uploaded and a small part before the last', async () => {
    const place = { Bucket, Key: key('parts') };
    const { UploadId } = await target.s3.send(new CreateMultipartUploadCommand(place));
    const one = await target.s3.send(
      new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: 'small' }),
    );
    const two = await target.s3.send(
      new UploadPartCommand({ ...place, UploadId, PartNumber: 2, Body: 'small' }),
    );
    const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
      target.s3.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }));
    await expect(complete([{ PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(
      complete([
        { PartNumber: 1, ETag: one.ETag },
        { PartNumber: 2, ETag: two.ETag },
      ]),
    ).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await target.s3.send(new AbortMultipartUploadCommand({ ...place, UploadId }));
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
    const answer = await fetch(await getSignedUrl(target.s3, command, { expiresIn: 60 }));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="your game.txt"');
    expect(await answer.text()).toBe('linked');
  });

  it('are good for one object only, and for their time only', async () => {
    await put('q.txt', 'linked');
    await put('other.txt', 'secret');
    const command = new GetObjectCommand({ Bucket, Key: key('q.txt') });
    const url = await getSignedUrl(target.s3, command, { expiresIn: 60 });
    expect((await fetch(url.replace('q.txt', 'other.txt'))).status).toBe(403);
    const late = await getSignedUrl(target.s3, command, {
      expiresIn: 1,
      signingDate: new Date(Date.now() - 60_000),
    });
    expect((await fetch(late)).status).toBe(403);
  });

  it('take an upload with the signed type', async () => {
    const command = new PutObjectCommand({ Bucket, Key: key('up.csv'), ContentType: 'text/csv' });
    // By default the client signs the checksum of the body that it has, which is none, into the link.
    const signer = target.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
    const url = await getSignedUrl(signer, command, {
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
    const { accessKeyId } = await target.s3.config.credentials();
    const stranger = target.client({ credentials: { accessKeyId, secretAccessKey: 'wrong' } });
    await expect(
      stranger.send(new PutObjectCommand({ Bucket, Key: key('x'), Body: 'x' })),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    stranger.destroy();
  });
});
