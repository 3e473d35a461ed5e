import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { keyToPath } from './key-path.ts';

/**
 * Where things lie below the root. Objects are plain files at `<bucket>/<key>`; everything else is in folders
 * that begin with a dot, which no bucket's name can.
 */
export class ObjectPaths {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  bucket(bucket: string): string {
    return path.join(this.root, bucket);
  }

  object(bucket: string, key: string): string {
    return path.join(this.root, bucket, keyToPath(key));
  }

  /** The folder of a bucket's metadata: the same tree, a JSON file in place of each object. */
  metadataOfBucket(bucket: string): string {
    return path.join(this.root, '.metadata', bucket);
  }

  metadata(bucket: string, key: string): string {
    return path.join(this.metadataOfBucket(bucket), keyToPath(key));
  }

  get uploads(): string {
    return path.join(this.root, '.uploads');
  }

  get staging(): string {
    return path.join(this.root, '.staging');
  }

  /** A new name for a file that is being written. */
  stage(): string {
    return path.join(this.staging, randomUUID());
  }
}
