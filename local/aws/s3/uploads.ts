import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../service-error.ts';
import { startChecksum, type ChecksumAlgorithm } from './checksums.ts';
import { badDigest, noSuchUpload } from './errors.ts';
import type { Description, StoredChecksum } from './object-metadata.ts';
import type { ObjectPaths } from './object-paths.ts';
import type { Received } from './receive-body.ts';

const MIN_PART_BYTES = 5 * 2 ** 20;

/** A multipart upload that has begun. */
export interface Upload {
  bucket: string;
  key: string;
  description: Description;
  algorithm: ChecksumAlgorithm;
  type: StoredChecksum['type'];
  /** Whether the caller chose the algorithm: then every part must come with it. */
  chosen: boolean;
}

/** A part as the completing request names it. */
export interface NamedPart {
  number: number;
  etag: string;
  checksum?: string;
}

/** Uploads in progress, a folder each, so that a restart loses none. */
export class Uploads {
  readonly #paths: ObjectPaths;

  constructor(paths: ObjectPaths) {
    this.#paths = paths;
  }

  async begin(upload: Upload): Promise<string> {
    const id = randomUUID().replaceAll('-', '');
    await mkdir(this.#folder(id), { recursive: true });
    await writeFile(path.join(this.#folder(id), 'upload.json'), JSON.stringify(upload));
    return id;
  }

  /** The upload of this bucket, key and id; throws NoSuchUpload. */
  async find(bucket: string, key: string, id: string): Promise<Upload> {
    if (!/^[0-9a-f]{32}$/.test(id)) throw noSuchUpload();
    const text = await readFile(path.join(this.#folder(id), 'upload.json'), 'utf8').catch(() => {
      throw noSuchUpload();
    });
    const upload = JSON.parse(text) as Upload;
    if (upload.bucket !== bucket || upload.key !== key) throw noSuchUpload();
    return upload;
  }

  async addPart(id: string, number: number, staged: string, received: Received): Promise<void> {
    await rename(staged, this.#part(id, number));
    await writeFile(`${this.#part(id, number)}.json`, JSON.stringify(received));
  }

  async end(id: string): Promise<void> {
    await rm(this.#folder(id), { recursive: true, force: true });
  }

  /** Joins the parts into one staged file. */
  async join(
    id: string,
    upload: Upload,
    parts: NamedPart[],
  ): Promise<{ staged: string; etag: string; checksum: StoredChecksum }> {
    const received = await Promise.all(parts.map((part) => this.#checkPart(id, part)));
    received.slice(0, -1).forEach(({ size }, index) => {
      if (size < MIN_PART_BYTES) {
        throw new ServiceError(
          'EntityTooSmall',
          400,
          `Part ${parts[index]?.number} has ${size} bytes, at least 5 MiB expected`,
        );
      }
    });
    const staged = this.#paths.stage();
    const whole = startChecksum(upload.algorithm);
    const target = await open(staged, 'wx');
    try {
      for (const { number } of parts) {
        for await (const chunk of createReadStream(this.#part(id, number), { highWaterMark: 2 ** 20 })) {
          whole.update(chunk as Buffer);
          await target.write(chunk as Buffer);
        }
      }
    } finally {
      await target.close();
    }
    const md5 = createHash('md5');
    for (const part of received) md5.update(part.md5, 'hex');
    const etag = `"${md5.digest('hex')}-${parts.length}"`;
    return { staged, etag, checksum: checksumOf(upload, received, whole.digest()) };
  }

  async #checkPart(id: string, part: NamedPart): Promise<Received> {
    const text = await readFile(`${this.#part(id, part.number)}.json`, 'utf8').catch(() => '');
    const received = text === '' ? undefined : (JSON.parse(text) as Received);
    if (!received || received.md5 !== part.etag.replaceAll('"', '')) {
      throw new ServiceError('InvalidPart', 400, `Part ${part.number} was not uploaded or has another ETag`);
    }
    if (part.checksum !== undefined && part.checksum !== received.checksum.value) {
      throw badDigest(`The checksum of part ${part.number} is not the one that was uploaded`);
    }
    return received;
  }

  #folder(id: string): string {
    return path.join(this.#paths.uploads, id);
  }

  #part(id: string, number: number): string {
    return path.join(this.#folder(id), `part-${number}`);
  }
}

/** A composite checksum is that of the parts' checksums, one after another. */
function checksumOf(upload: Upload, parts: Received[], whole: string): StoredChecksum {
  const { algorithm, type } = upload;
  if (type === 'FULL_OBJECT') return { algorithm, type, value: whole };
  const composite = startChecksum(algorithm);
  for (const part of parts) composite.update(Buffer.from(part.checksum.value, 'base64'));
  return { algorithm, type, value: `${composite.digest()}-${parts.length}` };
}
