import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, cp, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PostgresBinaries } from './binaries.ts';
import { stopLeftover } from './leftover.ts';

const run = promisify(execFile);

/** Whom the server runs as; undefined = as ourselves. PostgreSQL refuses to run as root. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

export async function findOwner(): Promise<Owner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await postgresUser();
  if (known) return known;
  try {
    await run('groupadd', ['--force', 'postgres']);
    await run('useradd', ['--gid', 'postgres', '--no-create-home', 'postgres']);
  } catch (error) {
    throw new Error(
      'PostgreSQL does not run as root, and no user "postgres" could be made. Start the store as another user.',
      { cause: error },
    );
  }
  const made = await postgresUser();
  if (!made)
    throw new Error('the user "postgres" was made but cannot be found; start the store as another user');
  return made;
}

async function postgresUser(): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** The first folder on the way to `target` that the owner may not enter; undefined = it can reach it. */
export async function blockedAt(target: string, owner: Owner): Promise<string | undefined> {
  let existing = path.resolve(target);
  while (!(await stat(existing).catch(() => undefined))) existing = path.dirname(existing);
  existing = await realpath(existing);
  const { root } = path.parse(existing);
  const parts = path.relative(root, existing).split(path.sep).filter(Boolean);
  for (let i = 0; i <= parts.length; i += 1) {
    const folder = path.join(root, ...parts.slice(0, i));
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return undefined;
}

export interface Place {
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
}

/**
 * As root below a closed folder (such as a home of mode 0700) the owner reaches neither the data nor the programs.
 * Then both stand in a folder of /var/tmp that is named after the wanted one, so that each start finds it again, and
 * after the installation, so that one whose home was deleted to start anew does not find the old data. The folder of
 * such an old one is removed.
 */
export async function reachablePlace(
  wanted: Place,
  owner: Owner | undefined,
  /** What tells this installation from another one in the same place; a secret is not shown. */
  installation: string,
  log: (line: string) => void,
): Promise<Place> {
  await mkdir(path.dirname(wanted.dataDir), { recursive: true });
  if (!owner) return wanted;
  const blocked =
    (await blockedAt(path.dirname(wanted.dataDir), owner)) ??
    (await blockedAt(wanted.binaries.initdb, owner));
  if (blocked === undefined) return wanted;
  const family = `kratos-${shortHash(path.resolve(wanted.dataDir))}-`;
  const name = `${family}${shortHash(installation)}`;
  const place = path.join(elsewhere, name);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const { uid } = await stat(place);
  if (uid !== 0 && uid !== owner.uid) {
    throw new Error(`the user "postgres" cannot enter ${blocked}, and ${place} belongs to somebody else`);
  }
  await chown(place, owner.uid, owner.gid);
  await removeOthers(family, name, log);
  log(`PostgreSQL runs as "postgres", who cannot enter ${blocked}: its files are in ${place}`);
  const root = path.join(place, 'postgresql');
  if (!(await stat(path.join(root, 'bin')).catch(() => undefined))) {
    await cp(wanted.binaries.root, root, { recursive: true, verbatimSymlinks: true });
  }
  const moved = (file: string): string => path.join(root, path.relative(wanted.binaries.root, file));
  const { initdb, postgres, pgCtl } = wanted.binaries;
  return {
    dataDir: path.join(place, 'data'),
    binaries: { root, initdb: moved(initdb), postgres: moved(postgres), pgCtl: moved(pgCtl) },
  };
}

const elsewhere = '/var/tmp';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

async function removeOthers(family: string, own: string, log: (line: string) => void): Promise<void> {
  for (const name of await readdir(elsewhere)) {
    if (!name.startsWith(family) || name === own) continue;
    await stopLeftover(path.join(elsewhere, name, 'data'), log);
    await rm(path.join(elsewhere, name), { recursive: true, force: true });
  }
}
