import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { reachablePlace, type Place } from './owner.ts';

/** Only root can give a folder to another user, and only for root this matters. */
const asRoot = process.getuid?.() === 0 ? it : it.skip;
const owner = { uid: 65_534, gid: 65_534 };

let closed: string;
let wanted: Place;
const lines: string[] = [];
const places = new Set<string>();

beforeEach(async () => {
  closed = await mkdtemp(path.join(os.tmpdir(), 'kratos-closed-'));
  await chmod(closed, 0o700);
  const root = path.join(closed, 'programs');
  await mkdir(path.join(root, 'bin'), { recursive: true });
  const program = (name: string): string => path.join(root, 'bin', name);
  for (const name of ['initdb', 'postgres', 'pg_ctl']) await writeFile(program(name), name, { mode: 0o755 });
  wanted = {
    dataDir: path.join(closed, 'home', 'postgres'),
    binaries: { root, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') },
  };
  lines.length = 0;
});
afterEach(async () => {
  await rm(closed, { recursive: true });
  for (const place of places) await rm(place, { recursive: true, force: true });
  places.clear();
});

async function placeFor(installation: string): Promise<Place> {
  const place = await reachablePlace(wanted, owner, installation, (line) => lines.push(line));
  if (place.dataDir.startsWith('/var/tmp/')) places.add(path.dirname(place.dataDir));
  return place;
}

describe('the place of a database whose user cannot enter its home', () => {
  asRoot('is a folder of /var/tmp with the programs beside the data, said once and found again', async () => {
    const place = await placeFor('secret of one');
    expect(path.dirname(place.dataDir)).toMatch(/^\/var\/tmp\/kratos-/);
    expect(existsSync(place.binaries.postgres)).toBe(true);
    expect(place.binaries.postgres.startsWith(path.dirname(place.dataDir))).toBe(true);
    expect(lines).toEqual([
      `PostgreSQL runs as "postgres", who cannot enter ${closed}: its files are in ${path.dirname(place.dataDir)}`,
    ]);
    expect(await placeFor('secret of one')).toEqual(place);
  });

  asRoot('is another one after the home was deleted to start anew, and the old one is removed', async () => {
    const first = await placeFor('secret of one');
    const second = await placeFor('secret of another');
    expect(second.dataDir).not.toBe(first.dataDir);
    expect(existsSync(path.dirname(first.dataDir))).toBe(false);
    expect(await readdir(path.dirname(second.dataDir))).toEqual(['postgresql']);
  });

  asRoot('is the wanted one where the way to it is open', async () => {
    await chmod(closed, 0o755);
    expect(await placeFor('secret of one')).toEqual(wanted);
    expect(lines).toEqual([]);
  });

  it('is the wanted one where the server runs as ourselves', async () => {
    expect(await reachablePlace(wanted, undefined, 'secret', (line) => lines.push(line))).toEqual(wanted);
  });
});
