import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import { useConformanceTarget } from './conformance-target.ts';

const target = useConformanceTarget();
const { Bucket, key, put, get, text } = target;

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
    const head = await target.s3.send(new HeadObjectCommand({ Bucket, Key: key('md5.txt') }));
    expect(head.ETag).toBe('"900150983cd24fb0d6963f7d28e17f72"');
    expect(head.ContentLength).toBe(3);
  });

  it('may be empty', async () => {
    await put('empty', new Uint8Array());
    expect(await text('empty')).toBe('');
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'are stored with a %s checksum that a reader can verify',
    async (algorithm) => {
      const answer = await put(`sum-${algorithm}`, randomBytes(70_000), { ChecksumAlgorithm: algorithm });
      const head = await target.s3.send(
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
    const listed = await target.s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('x y/') }));
    expect(listed.Contents?.map((one) => one.Key)).toEqual([key('x y/ü+&=?#.csv')]);
    const odd = await target.s3.send(new ListObjectsV2Command({ Bucket, Prefix: key('dots/') }));
    expect(odd.Contents?.map((one) => one.Key)).toEqual([key('dots/../up')]);
  });

  it('can be deleted, also when they do not exist', async () => {
    await put('gone', 'x');
    await target.s3.send(new DeleteObjectCommand({ Bucket, Key: key('gone') }));
    await target.s3.send(new DeleteObjectCommand({ Bucket, Key: key('gone') }));
    await expect(get('gone')).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('can be deleted many at once', async () => {
    await put('d1', 'x');
    await put('d&2', 'x');
    const answer = await target.s3.send(
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
    await target.s3.send(new CopyObjectCommand({ Bucket, Key: key('copy.csv'), CopySource }));
    await target.s3.send(
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
    await expect(target.s3.send(new HeadObjectCommand({ Bucket, Key: key('nope') }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(
      target.s3.send(new PutObjectCommand({ Bucket: `absent-${randomUUID()}`, Key: 'k', Body: 'x' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('answer HeadBucket for a bucket that exists only', async () => {
    await target.s3.send(new HeadBucketCommand({ Bucket }));
    await expect(
      target.s3.send(new HeadBucketCommand({ Bucket: `absent-${randomUUID()}` })),
    ).rejects.toMatchObject({
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
