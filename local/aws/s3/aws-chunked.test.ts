import { describe, expect, it } from '@jest/globals';
import { decodeAwsChunked } from './aws-chunked.ts';

const BODY = '5\r\nhello\r\n3\r\n\r\n!\r\n0\r\nx-amz-checksum-crc32: AAAA\r\n\r\n';

async function decode(body: string, pieces: number) {
  const trailers = new Map<string, string>();
  async function* source() {
    for (let at = 0; at < body.length; at += pieces)
      yield Promise.resolve(Buffer.from(body.slice(at, at + pieces)));
  }
  const chunks: Buffer[] = [];
  for await (const chunk of decodeAwsChunked(source(), trailers)) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), trailers: Object.fromEntries(trailers) };
}

describe('an aws-chunked body', () => {
  it.each([1, 2, 3, 7, 1000])(
    'arrives whole with its trailer, cut into pieces of %d bytes',
    async (pieces) => {
      expect(await decode(BODY, pieces)).toEqual({
        text: 'hello\r\n!',
        trailers: { 'x-amz-checksum-crc32': 'AAAA' },
      });
    },
  );

  it.each([
    ['ends early', '5\r\nhel', 'ended before'],
    ['has no last chunk', '5\r\nhello\r\n', 'ended before'],
    ['has a length that is none', 'zz\r\nhello\r\n0\r\n\r\n', 'ended before'],
    ['has signed chunks', '5;chunk-signature=ab\r\nhello\r\n0\r\n\r\n', 'does not implement signed chunks'],
  ])('that %s is refused', async (_what, body, message) => {
    await expect(decode(body, 1000)).rejects.toThrow(message);
  });
});
