import { createHash } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from '@jest/globals';
import { checkSignature, type Credentials, type SignatureOptions } from './sigv4.ts';

/** The example "GET Object" of the S3 API reference's chapter on Signature Version 4. */
const published: Credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const emptyHash = createHash('sha256').digest('hex');
const request = {
  method: 'GET',
  url: '/test.txt',
  payloadHash: emptyHash,
  headers: {
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': emptyHash,
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
      'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,' +
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
};
const options: SignatureOptions = {
  credentials: published,
  service: 's3',
  region: 'us-east-1',
  now: new Date('2013-05-24T00:05:00Z'),
};

describe('a signature in the header', () => {
  it('as AWS publishes it is accepted', () => {
    expect(checkSignature(request, options)).toEqual({ ok: true, presigned: false });
  });

  const withHeaders = (more: Record<string, string>) => ({
    ...request,
    headers: { ...request.headers, ...more },
  });
  const authorization = request.headers.authorization;

  it.each([
    ['another path', { ...request, url: '/other.txt' }, {}, 'SignatureDoesNotMatch'],
    ['another query', { ...request, url: '/test.txt?acl' }, {}, 'SignatureDoesNotMatch'],
    ['another method', { ...request, method: 'PUT' }, {}, 'SignatureDoesNotMatch'],
    ['another body', { ...request, payloadHash: 'UNSIGNED-PAYLOAD' }, {}, 'SignatureDoesNotMatch'],
    ['another signed header', withHeaders({ range: 'bytes=0-99' }), {}, 'SignatureDoesNotMatch'],
    [
      'another secret',
      request,
      { credentials: { ...published, secretAccessKey: 'x' } },
      'SignatureDoesNotMatch',
    ],
    ['another key', request, { credentials: { ...published, accessKeyId: 'X' } }, 'InvalidAccessKeyId'],
    ['another service', request, { service: 'states' }, 'AuthorizationHeaderMalformed'],
    ['another region', request, { region: 'eu-west-1' }, 'AuthorizationHeaderMalformed'],
    ['an hour later', request, { now: new Date('2013-05-24T01:00:00Z') }, 'RequestTimeTooSkewed'],
    ['an hour too early', request, { now: new Date('2013-05-23T23:00:00Z') }, 'RequestTimeTooSkewed'],
    ['a security token', withHeaders({ 'x-amz-security-token': 'x' }), {}, 'InvalidToken'],
    ['another algorithm', withHeaders({ authorization: 'Bearer x' }), {}, 'AuthorizationHeaderMalformed'],
    [
      'a Host that is not signed',
      withHeaders({ authorization: authorization.replace('=host;', '=') }),
      {},
      'SignatureDoesNotMatch',
    ],
  ])('with %s is refused', (_what, changed, more, code) => {
    expect(checkSignature(changed, { ...options, ...more })).toMatchObject({ ok: false, code });
  });

  it('that is missing is refused', () => {
    const { authorization: _, ...headers } = request.headers;
    expect(checkSignature({ ...request, headers }, options)).toMatchObject({
      ok: false,
      code: 'AccessDenied',
    });
  });
});

describe('a presigned link', () => {
  const signingDate = new Date('2026-01-02T03:04:05Z');
  async function link(expiresIn: number) {
    const s3 = new S3Client({
      endpoint: 'http://127.0.0.1:9000',
      region: 'us-east-1',
      credentials: published,
    });
    const command = new GetObjectCommand({
      Bucket: 'b',
      Key: 'a key/with ü',
      ResponseContentType: 'text/csv',
    });
    const { host, pathname, search } = new URL(await getSignedUrl(s3, command, { expiresIn, signingDate }));
    return { method: 'GET', url: pathname + search, headers: { host }, payloadHash: 'UNSIGNED-PAYLOAD' };
  }
  const after = (seconds: number) => ({ ...options, now: new Date(signingDate.getTime() + seconds * 1000) });

  it('is good until it expires, to the second', async () => {
    expect(checkSignature(await link(60), after(60))).toEqual({ ok: true, presigned: true });
    expect(checkSignature(await link(60), after(61))).toMatchObject({ ok: false, code: 'AccessDenied' });
  });

  it('cannot be changed', async () => {
    const signed = await link(60);
    for (const url of [
      signed.url.replace('with', 'without'),
      signed.url.replace('text%2Fcsv', 'text%2Fhtml'),
      signed.url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'),
      `${signed.url}&versionId=1`,
    ]) {
      expect(checkSignature({ ...signed, url }, after(1))).toMatchObject({ ok: false });
    }
  });
});
