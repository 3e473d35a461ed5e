import { createHash } from 'node:crypto';
import { open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { ServiceError } from '../service-error.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { CHECKSUM_ALGORITHMS, checksumHeader, startChecksum, type ChecksumAlgorithm } from './checksums.ts';
import { badDigest, invalidArgument, malformedXml, notImplemented } from './errors.ts';
import type { S3Headers } from './request.ts';

const SMALL_BYTES = 2 ** 20;
const MAX_DOCUMENT_BYTES = 2 * 2 ** 20;

/** What arrived, checked against everything that its headers and trailers claimed. */
export interface Received {
  size: number;
  /** Hex. */
  md5: string;
  checksum: { algorithm: ChecksumAlgorithm; value: string };
}

/** The checksum that headers announce, by value or as a trailer; S3's default where they announce none. */
function announcedAlgorithm(headers: S3Headers): ChecksumAlgorithm {
  const trailer = headers['x-amz-trailer']?.toLowerCase();
  const named = CHECKSUM_ALGORITHMS.filter(
    (algorithm) => headers[checksumHeader(algorithm)] !== undefined || trailer === checksumHeader(algorithm),
  );
  if (named.length > 1) throw invalidArgument('Expecting a single x-amz-checksum- header');
  if (trailer !== undefined && named.length === 0) throw notImplemented(`the trailer "${trailer}"`);
  return named[0] ?? 'CRC64NVME';
}

function isChunked(headers: S3Headers): boolean {
  const payload = headers['x-amz-content-sha256'] ?? '';
  if (payload.startsWith('STREAMING-') && payload !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    throw notImplemented(`the payload form ${payload}`);
  }
  return payload.startsWith('STREAMING-') || /\baws-chunked\b/.test(headers['content-encoding'] ?? '');
}

function checkLength(headers: S3Headers, chunked: boolean, size: number): void {
  const claimed = chunked ? headers['x-amz-decoded-content-length'] : headers['content-length'];
  if (claimed !== undefined && Number(claimed) !== size) {
    throw new ServiceError('IncompleteBody', 400, `The body has ${size} bytes, its headers say ${claimed}.`);
  }
}

/** Takes a body in, checks every claim about it, and hands its bytes to `write`. */
async function receive(
  request: Readable,
  headers: S3Headers,
  write: (chunk: Buffer) => unknown,
): Promise<Received> {
  const chunked = isChunked(headers);
  const trailers = new Map<string, string>();
  // A body that is refused half way must not take the connection, and with it the answer, down.
  const arriving = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const source = chunked ? decodeAwsChunked(arriving, trailers) : arriving;
  const algorithm = announcedAlgorithm(headers);
  const checksum = startChecksum(algorithm);
  const md5 = createHash('md5');
  const signedHash = /^[0-9a-f]{64}$/.exec(headers['x-amz-content-sha256'] ?? '')?.[0];
  const sha256 = signedHash === undefined ? undefined : createHash('sha256');
  let size = 0;
  for await (const chunk of source) {
    md5.update(chunk);
    sha256?.update(chunk);
    checksum.update(chunk);
    size += chunk.length;
    await write(chunk);
  }
  checkLength(headers, chunked, size);
  if (sha256 && sha256.digest('hex') !== signedHash) {
    throw new ServiceError('XAmzContentSHA256Mismatch', 400, 'The body does not match x-amz-content-sha256.');
  }
  const value = checksum.digest();
  const claim = headers[checksumHeader(algorithm)] ?? trailers.get(checksumHeader(algorithm));
  if (claim !== undefined && claim !== value) {
    throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`);
  }
  const digest = md5.digest();
  if (headers['content-md5'] !== undefined && headers['content-md5'] !== digest.toString('base64')) {
    throw badDigest('The Content-MD5 you specified did not match what we received.');
  }
  return { size, md5: digest.toString('hex'), checksum: { algorithm, value } };
}

/**
 * Writes the body of a request to `file` in one pass; the file is gone if any claim about the body is false.
 * A small body is written at its end, with one system call instead of one a chunk.
 */
export async function receiveFile(request: Readable, headers: S3Headers, file: string): Promise<Received> {
  const small: Buffer[] = [];
  let size = 0;
  let target: FileHandle | undefined;
  try {
    const received = await receive(request, headers, async (chunk) => {
      small.push(chunk);
      size += chunk.length;
      if (size <= SMALL_BYTES) return;
      target ??= await open(file, 'wx');
      await target.writev(small.splice(0));
    });
    if (!target) await writeFile(file, Buffer.concat(small), { flag: 'wx' });
    return received;
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await target?.close();
  }
}

/** The body of a request as text: the XML of at most 2 MiB that some operations take. */
export async function receiveText(request: Readable, headers: S3Headers): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  await receive(request, headers, (chunk) => {
    size += chunk.length;
    if (size <= MAX_DOCUMENT_BYTES) chunks.push(chunk);
  });
  if (size > MAX_DOCUMENT_BYTES) throw malformedXml('The XML is longer than 2 MiB');
  return Buffer.concat(chunks).toString();
}
