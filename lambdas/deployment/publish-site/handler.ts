import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { contentTypeOf } from '../../content-types.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { customResourceHandler } from '../custom-resource.ts';
import { deployedFolders } from '../functions.ts';
import { cacheControlOf, siteKeys } from './site-files.ts';

const s3 = new S3Client({});

/**
 * Puts the built application, which lies beside this module, into its bucket. Files of former versions stay: a page
 * that is open asks for them. The page itself is never kept by the edge, so nothing has to be invalidated.
 */
export const handler = customResourceHandler({
  async apply() {
    const bucket = requireEnvironment(environmentNames.siteBucket);
    const directory = path.join(path.dirname(fileURLToPath(import.meta.url)), deployedFolders.site);
    const keys = await siteKeys(directory);
    for (const key of keys) {
      const Body = await readFile(path.join(directory, key));
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: key,
          Body,
          ContentType: contentTypeOf(key),
          CacheControl: cacheControlOf(key),
        }),
      );
    }
    return { data: { files: String(keys.length) } };
  },
});
