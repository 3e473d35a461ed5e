import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  type GetObjectCommandInput,
  type PutObjectCommandInput,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from '@jest/globals';
import type { LoopbackServer } from '../loopback.ts';
import { startS3Server } from './server.ts';

type Options<Input> = Partial<Omit<Input, 'Bucket' | 'Key' | 'Body'>>;

/**
 * Where the conformance suite runs: on the stand-in, or on a real bucket of the ambient account when
 * KRATOS_CONFORMANCE_S3_BUCKET names one (everything goes below a prefix of its own and is deleted).
 * Sets itself up before the tests of the calling file and cleans up after them.
 */
export function useConformanceTarget() {
  const realBucket = process.env.KRATOS_CONFORMANCE_S3_BUCKET;
  const Bucket = realBucket ?? 'conformance';
  const prefix = `conformance-${randomUUID()}`;
  const key = (name: string) => `${prefix}/${name}`;
  let local: S3ClientConfig = {};
  let server: LoopbackServer | undefined;
  let root: string | undefined;
  const client = (more: S3ClientConfig = {}) => new S3Client({ ...local, maxAttempts: 1, ...more });
  const target = {
    Bucket,
    key,
    /** Another client of the same place. */
    client,
    s3: client({ region: 'us-east-1' }),
    put: (
      name: string,
      Body: NonNullable<PutObjectCommandInput['Body']>,
      more: Options<PutObjectCommandInput> = {},
    ) => target.s3.send(new PutObjectCommand({ Bucket, Key: key(name), Body, ...more })),
    get: (name: string, more: Options<GetObjectCommandInput> = {}) =>
      target.s3.send(new GetObjectCommand({ Bucket, Key: key(name), ChecksumMode: 'ENABLED', ...more })),
    text: async (name: string) => (await target.get(name)).Body?.transformToString(),
  };

  beforeAll(async () => {
    if (realBucket === undefined) {
      root = await mkdtemp(path.join(tmpdir(), 'kratos-s3-'));
      const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: randomUUID() };
      server = await startS3Server({ root, credentials });
      local = { endpoint: server.url, region: 'us-east-1', credentials };
    }
    target.s3 = client();
    if (realBucket === undefined) await target.s3.send(new CreateBucketCommand({ Bucket }));
  });

  afterAll(async () => {
    const pages = paginateListObjectsV2({ client: target.s3 }, { Bucket, Prefix: `${prefix}/` });
    for await (const { Contents = [] } of pages) {
      const Objects = Contents.map(({ Key = '' }) => ({ Key }));
      if (Objects.length > 0) {
        await target.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
      }
    }
    target.s3.destroy();
    await server?.close();
    if (root) await rm(root, { recursive: true });
  });
  return target;
}
