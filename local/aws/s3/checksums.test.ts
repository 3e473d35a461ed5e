import { describe, expect, it } from '@jest/globals';
import { startChecksum } from './checksums.ts';

/** Check values of the catalogue of parametrised CRC algorithms for "123456789", and digests of RFC 6234's kind. */
describe('the checksum of "123456789"', () => {
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as const)('by %s is %s, in one piece or in two', (algorithm, hex) => {
    const whole = startChecksum(algorithm);
    whole.update(Buffer.from('123456789'));
    const pieces = startChecksum(algorithm);
    pieces.update(Buffer.from('1234'));
    pieces.update(Buffer.from('56789'));
    const expected = Buffer.from(hex, 'hex').toString('base64');
    expect([whole.digest(), pieces.digest()]).toEqual([expected, expected]);
  });
});
