import { open } from 'node:fs/promises';
import path from 'node:path';
import { contentTypeOf } from '../../lambdas/content-types.ts';
import { bucketFolder, mediaBucket } from '../home.ts';
import type { MediaObject } from './gateway.ts';

/** Reads objects of the media bucket, which the local S3 keeps as plain files. */
export function mediaReader(home: string): (key: string) => Promise<MediaObject | undefined> {
  const folder = bucketFolder(home, mediaBucket);
  return async (key) => {
    const file = path.join(folder, key);
    if (key.includes('\0') || !file.startsWith(folder + path.sep)) return undefined;
    const handle = await open(file).catch(() => undefined);
    if (!handle) return undefined;
    const stats = await handle.stat();
    if (!stats.isFile()) {
      await handle.close();
      return undefined;
    }
    return {
      bytes: stats.size,
      etag: `"${stats.size.toString(36)}-${Math.round(stats.mtimeMs).toString(36)}"`,
      contentType: contentTypeOf(file),
      body: handle.createReadStream(),
    };
  };
}
