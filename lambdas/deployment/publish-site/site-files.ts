import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** Files whose names carry a hash of their content never change; everything else is asked for again. */
export function cacheControlOf(key: string): string {
  return key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/**
 * Keys of a built site in the order in which they are put: pages last, so that no page ever names a script that is
 * not there yet. The build's own notes (`.vite/`) stay behind.
 */
export async function siteKeys(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const keys = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'))
    .filter((key) => !key.startsWith('.vite/'))
    .sort();
  const isPage = (key: string): boolean => key.endsWith('.html');
  return [...keys.filter((key) => !isPage(key)), ...keys.filter(isPage)];
}
