import { createHash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
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

/** An object whose file is open; whoever has it closes it. */
export interface OpenObject {
  info: ObjectInfo;
  /** File descriptor. */
  file: number;
}

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
const isAbsent = (error: unknown) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

/**
 * Objects as plain files, each replaced at once and together with its metadata.
 *
 * Reading takes a few short system calls, which are synchronous: they cost less than their way through the thread
 * pool. Writing may wait for the disk and is not. A lock for each key keeps a reader from seeing the new bytes with
 * the old description, and a writer from coming between another's condition and its rename.
 */
export class ObjectStore {
  readonly paths: ObjectPaths;
  readonly #lock = new KeyedLock();

  constructor(root: string) {
    this.paths = new ObjectPaths(root);
  }

  /** Makes the folders and throws away what a killed process was writing. */
  open(): void {
    rmSync(this.paths.staging, { recursive: true, force: true });
    mkdirSync(this.paths.staging, { recursive: true });
    mkdirSync(this.paths.uploads, { recursive: true });
  }

  createBucket(bucket: string): void {
    checkBucketName(bucket);
    mkdirSync(this.paths.bucket(bucket), { recursive: true });
  }

  requireBucket(bucket: string): void {
    const found = statSync(this.paths.bucket(bucket), { throwIfNoEntry: false });
    if (!found?.isDirectory()) throw noSuchBucket(bucket);
  }

  /** Undefined if there is no such object. */
  head(bucket: string, key: string): Promise<ObjectInfo | undefined> {
    return this.#lock.run(`${bucket}/${key}`, () => this.#head(bucket, key));
  }

  /** The object's file, opened: it stays this version whatever is written meanwhile. The caller closes it. */
  read(bucket: string, key: string): Promise<OpenObject | undefined> {
    return this.#lock.run(`${bucket}/${key}`, () => this.#read(bucket, key));
  }

  #head(bucket: string, key: string): ObjectInfo | undefined {
    const found = this.#read(bucket, key);
    if (found) closeSync(found.file);
    return found?.info;
  }

  #read(bucket: string, key: string): OpenObject | undefined {
    const file = openObject(this.paths.object(bucket, key));
    if (file === undefined) return undefined;
    try {
      const status = fstatSync(file);
      if (status.isFile()) return { file, info: this.#info(bucket, key, file, status) };
    } catch (error) {
      closeSync(file);
      throw error;
    }
    closeSync(file);
    return undefined;
  }

  /** Puts a staged file in the place of the object, if the condition holds for what stands there. */
  commit(
    bucket: string,
    key: string,
    staged: string,
    description: Description & { etag: string; checksum?: StoredChecksum },
    condition?: WriteCondition,
  ): Promise<ObjectInfo> {
    return this.#lock.run(`${bucket}/${key}`, async () => {
      try {
        condition?.(this.#head(bucket, key));
        const { size, mtimeMs, mtime } = statSync(staged);
        const { headers, user, etag, checksum } = description;
        const stored: Stored = { size, mtimeMs, etag, headers, user, ...(checksum && { checksum }) };
        const object = this.paths.object(bucket, key);
        await inFolderOf(object, () => rename(staged, object));
        // Written in place: half a description, should the process be killed here, counts as none.
        const metadata = this.paths.metadata(bucket, key);
        await inFolderOf(metadata, () => writeFile(metadata, JSON.stringify(stored)));
        return { ...description, size, lastModified: mtime };
      } catch (error) {
        rmSync(staged, { force: true });
        throw error;
      }
    });
  }

  delete(bucket: string, key: string, condition?: WriteCondition): Promise<void> {
    return this.#lock.run(`${bucket}/${key}`, () => {
      condition?.(this.#head(bucket, key));
      removeFile(this.paths.object(bucket, key), this.paths.bucket(bucket));
      removeFile(this.paths.metadata(bucket, key), this.paths.metadataOfBucket(bucket));
    });
  }

  #info(
    bucket: string,
    key: string,
    file: number,
    { size, mtimeMs, mtime }: { size: number; mtimeMs: number; mtime: Date },
  ): ObjectInfo {
    const known = readMetadata(this.paths.metadata(bucket, key));
    const isCurrent = known.size === size && known.mtimeMs === mtimeMs;
    const current = isCurrent ? (known as Stored) : this.#adopt(bucket, key, file, size, mtimeMs);
    const { headers, user, etag, checksum } = current;
    return { headers, user, etag, size, lastModified: mtime, ...(checksum && { checksum }) };
  }

  /** Describes a file that somebody put or changed by hand, or whose writer was killed half way. */
  #adopt(bucket: string, key: string, file: number, size: number, mtimeMs: number): Stored {
    const headers = { 'content-type': DEFAULT_CONTENT_TYPE };
    const stored: Stored = { size, mtimeMs, etag: `"${md5Of(file)}"`, headers, user: {} };
    const metadata = this.paths.metadata(bucket, key);
    mkdirSync(path.dirname(metadata), { recursive: true });
    writeFileSync(metadata, JSON.stringify(stored));
    return stored;
  }
}

function openObject(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function readMetadata(file: string): Partial<Stored> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>;
  } catch {
    return {};
  }
}

/** Hex; reads by position, so that the file can still be read from its beginning. */
function md5Of(file: number): string {
  const md5 = createHash('md5');
  const buffer = Buffer.alloc(2 ** 20);
  let at = 0;
  for (let length = -1; length !== 0; at += length) {
    length = readSync(file, buffer, 0, buffer.length, at);
    md5.update(buffer.subarray(0, length));
  }
  return md5.digest('hex');
}

/** Does what needs the folder of a file; makes it where it is absent, again if a delete has just removed it. */
async function inFolderOf(file: string, task: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      if (attempt > 1) mkdirSync(path.dirname(file), { recursive: true });
      await task();
      return;
    } catch (error) {
      if (['EISDIR', 'ENOTDIR', 'EEXIST'].includes(String(codeOf(error)))) throw keyIsAPrefix();
      if (codeOf(error) !== 'ENOENT' || attempt === 5) throw error;
    }
  }
}

const keyIsAPrefix = () =>
  new ServiceError(
    'NotImplemented',
    501,
    'The local S3 does not implement a key that is both an object and, with a slash, the beginning of another: objects are plain files.',
  );

/** Removes a file and the folders that it leaves empty, up to `top`. A folder of that name is no object. */
function removeFile(file: string, top: string): void {
  try {
    unlinkSync(file);
    for (let folder = path.dirname(file); folder !== top; folder = path.dirname(folder)) rmdirSync(folder);
  } catch (error) {
    const harmless = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM', 'ENOTEMPTY', 'EEXIST'];
    if (!harmless.includes(String(codeOf(error)))) throw error;
  }
}
