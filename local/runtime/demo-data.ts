import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { dayOf } from '../../domain/days.ts';
import { continueDemo, seedDemo } from '../demo/index.ts';
import { bucketFolder, mediaBucket } from '../home.ts';
import type { InstallationState } from './installation.ts';

/** Fills an empty store, or adds the days since its last start. Returns what it did, in words. */
export async function bringDemoUpToDate(
  pool: pg.Pool,
  home: string,
  state: InstallationState,
  now: Date,
): Promise<string> {
  const anchor = dayOf(state.anchor);
  const { rowCount } = await pool.query(`SELECT 1 FROM users WHERE id LIKE 'demo-shopper-%' LIMIT 1`);
  let words: string[] = [];
  if (rowCount === 0) {
    const summary = await seedDemo({ pool, anchor, putCover: (key, svg) => putCover(home, key, svg) });
    words = [
      `${summary.games} games`,
      `${summary.orderLines.toLocaleString('en')} order lines`,
      `${summary.historyRows.toLocaleString('en')} days of history`,
    ];
  }
  const added = await continueDemo({ pool, anchor, now });
  if (added > 0) words.push(`${added.toLocaleString('en')} order lines since the last start`);
  return words.join(', ');
}

/** Objects are plain files; nobody reads the bucket before the store is open. */
async function putCover(home: string, key: string, svg: string): Promise<void> {
  const file = path.join(bucketFolder(home, mediaBucket), key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, svg);
}
