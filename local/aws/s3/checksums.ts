import { createHash } from 'node:crypto';
import zlib from 'node:zlib';

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

export const checksumHeader = (algorithm: ChecksumAlgorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** A running checksum; `digest` gives the base64 form that S3 headers carry. */
export interface Checksum {
  update(chunk: Uint8Array): void;
  digest(): string;
}

/** CRC-32C (Castagnoli), reflected polynomial of RFC 3720 appendix B.4. */
const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** CRC-64/NVME, reflected polynomial 0x9a6c9329ac4bc9b5, kept as low and high 32-bit halves. */
const CRC64_TABLE = (() => {
  const low = new Uint32Array(256);
  const high = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0x9a6c9329ac4bc9b5n : crc >> 1n;
    low[byte] = Number(crc & 0xffffffffn);
    high[byte] = Number(crc >> 32n);
  }
  return { low, high };
})();

function base64OfUint32(...words: number[]): string {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, index) => bytes.writeUInt32BE(word >>> 0, 4 * index));
  return bytes.toString('base64');
}

function crc32(): Checksum {
  let crc = 0;
  return {
    update: (chunk) => void (crc = zlib.crc32(chunk, crc)),
    digest: () => base64OfUint32(crc),
  };
}

function crc32c(): Checksum {
  let crc = 0xffffffff;
  return {
    update(chunk) {
      let value = crc;
      for (const byte of chunk) value = (CRC32C_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
      crc = value;
    },
    digest: () => base64OfUint32(~crc),
  };
}

function crc64nvme(): Checksum {
  const table = CRC64_TABLE;
  let low = 0xffffffff;
  let high = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (table.low[index] ?? 0);
        high = (high >>> 8) ^ (table.high[index] ?? 0);
      }
    },
    digest: () => base64OfUint32(~high, ~low),
  };
}

function hash(name: 'sha1' | 'sha256'): Checksum {
  const running = createHash(name);
  return { update: (chunk) => void running.update(chunk), digest: () => running.digest('base64') };
}

export function startChecksum(algorithm: ChecksumAlgorithm): Checksum {
  if (algorithm === 'CRC32') return crc32();
  if (algorithm === 'CRC32C') return crc32c();
  if (algorithm === 'CRC64NVME') return crc64nvme();
  return hash(algorithm === 'SHA1' ? 'sha1' : 'sha256');
}
