import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, rmdir, stat, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { ServiceError } from '../service-error.ts';
import type { WriteCondition } from './conditions.ts';
import { noSuchBucket } from './errors.ts';
import { checkBucketName } from './key-path.ts';
import { KeyedLock } from './keyed-lock.ts';
import {
  DEFAULT_CONTENT_TYPE,
  type Description,
  type ObjectInfo,
  type StoredChecksum,
} from './object-metadata.ts';
import { ObjectPaths } from './object-paths.ts';

/** The metadata file of an object. Size and time tell whether it still describes the file beside it. */
interface Stored extends Description {
  size: number;
  mtimeMs: number;
  etag: string;
  checksum?: StoredChecksum;
}

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
const isAbsent = (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

/** Objects as plain files, each replaced at once and together with its metadata. */
export class ObjectStore {
  readonly paths: ObjectPaths;
  readonly #lock = new KeyedLock();

  constructor(root: string) {
    this.paths = new ObjectPaths(root);
  }

  /** Makes the folders and throws away what a killed process was writing. */
  async open(): Promise<void> {
    await rm(this.paths.staging, { recursive: true, force: true });
    await mkdir(this.paths.staging, { recursive: true });
    await mkdir(this.paths.uploads, { recursive: true });
  }

  async createBucket(bucket: string): Promise<void> {
    checkBucketName(bucket);
    await mkdir(this.paths.bucket(bucket), { recursive: true });
  }

  async requireBucket(bucket: string): Promise<void> {
    const found = await stat(this.paths.bucket(bucket)).catch(() => undefined);
    if (!found?.isDirectory()) throw noSuchBucket(bucket);
  }

  /** Undefined if there is no such object. */
  async head(bucket: string, key: string): Promise<ObjectInfo | undefined> {
    const found = await this.read(bucket, key);
    await found?.file.close();
    return found?.info;
  }

  /** The object's file, opened: it stays this version whatever is written meanwhile. The caller closes it. */
  async read(bucket: string, key: string): Promise<{ info: ObjectInfo; file: FileHandle } | undefined> {
    return this.#lock.run(`${bucket}/${key}`, () => this.#read(bucket, key));
  }

  /** Puts a staged file in the place of the object, if the condition holds for what stands there. */
  async commit(
    bucket: string,
    key: string,
    staged: string,
    description: Description & { etag: string; checksum?: StoredChecksum },
    condition?: WriteCondition,
  ): Promise<ObjectInfo> {
    return this.#lock.run(`${bucket}/${key}`, async () => {
      if (condition) condition(await this.#info(bucket, key));
      const { size, mtimeMs, mtime } = await stat(staged);
      const { headers, user, etag, checksum } = description;
      const stored: Stored = { size, mtimeMs, etag, headers, user, ...(checksum && { checksum }) };
      const stagedMetadata = this.paths.stage();
      await writeFile(stagedMetadata, JSON.stringify(stored));
      await place(staged, this.paths.object(bucket, key));
      await place(stagedMetadata, this.paths.metadata(bucket, key));
      return { ...description, size, lastModified: mtime };
    });
  }

  async delete(bucket: string, key: string, condition?: WriteCondition): Promise<void> {
    await this.#lock.run(`${bucket}/${key}`, async () => {
      if (condition) condition(await this.#info(bucket, key));
      await removeFile(this.paths.object(bucket, key), this.paths.bucket(bucket));
      await removeFile(this.paths.metadata(bucket, key), this.paths.metadataOfBucket(bucket));
    });
  }

  async #info(bucket: string, key: string): Promise<ObjectInfo | undefined> {
    const found = await this.#read(bucket, key);
    await found?.file.close();
    return found?.info;
  }

  async #read(bucket: string, key: string): Promise<{ info: ObjectInfo; file: FileHandle } | undefined> {
    const file = await open(this.paths.object(bucket, key)).catch((error: unknown) => {
      if (isAbsent(error)) return undefined;
      throw error;
    });
    if (!file) return undefined;
    const status = await file.stat();
    if (!status.isFile()) {
      await file.close();
      return undefined;
    }
    const { size, mtimeMs, mtime } = status;
    const metadata = this.paths.metadata(bucket, key);
    const text = await readFile(metadata, 'utf8').catch(() => '{}');
    const stored = JSON.parse(text) as Partial<Stored>;
    const current =
      stored.size === size && stored.mtimeMs === mtimeMs
        ? (stored as Stored)
        : await this.#adopt(this.paths.object(bucket, key), metadata, size, mtimeMs);
    const { headers, user, etag, checksum } = current;
    return { file, info: { headers, user, etag, size, lastModified: mtime, ...(checksum && { checksum }) } };
  }

  /** Describes a file that somebody put or changed by hand, or whose writer was killed between the two renames. */
  async #adopt(object: string, metadata: string, size: number, mtimeMs: number): Promise<Stored> {
    const md5 = createHash('md5');
    for await (const chunk of createReadStream(object)) md5.update(chunk as Buffer);
    const stored: Stored = {
      size,
      mtimeMs,
      etag: `"${md5.digest('hex')}"`,
      headers: { 'content-type': DEFAULT_CONTENT_TYPE },
      user: {},
    };
    const staged = this.paths.stage();
    await writeFile(staged, JSON.stringify(stored));
    await place(staged, metadata);
    return stored;
  }
}

/** Renames over the target, making its folders; again if a delete has just taken them away. */
async function place(staged: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(staged, target);
      return;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST') throw keyIsAPrefix();
      if (code !== 'ENOENT' || attempt === 5) throw error;
      await mkdir(path.dirname(target), { recursive: true }).catch((made: unknown) => {
        throw codeOf(made) === 'EEXIST' || codeOf(made) === 'ENOTDIR' ? keyIsAPrefix() : made;
      });
    }
  }
}

const keyIsAPrefix = () =>
  new ServiceError(
    'NotImplemented',
    501,
    'The local S3 keeps objects as plain files: a key cannot be both an object and, with a slash, the beginning of another.',
  );

/** Removes a file and the folders that it leaves empty, up to `top`. */
async function removeFile(file: string, top: string): Promise<void> {
  await rm(file, { force: true }).catch((error: unknown) => {
    if (codeOf(error) !== 'ERR_FS_EISDIR' && !isAbsent(error)) throw error;
  });
  for (let folder = path.dirname(file); folder !== top; folder = path.dirname(folder)) {
    const emptied = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!emptied) return;
  }
}
