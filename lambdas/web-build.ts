import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface WebBuild {
  /** Folder with index.html. */
  readonly dir: string;
  /** True when what stood there was made of the same sources. */
  readonly cached: boolean;
}

/** What the application is made of, relative to the repository's root; `domain` is what it may import. */
const sources = ['web', 'domain', 'package-lock.json'];

/** Builds the single-page application into `<home>/web`, unless it already holds what these sources make. */
export async function buildWeb(root: string, home: string, signal?: AbortSignal): Promise<WebBuild> {
  const dir = path.join(home, 'web');
  const keyFile = path.join(home, 'web.key');
  const key = await sourcesKey(root);
  const known = await readFile(keyFile, 'utf8').catch(() => '');
  const page = await stat(path.join(dir, 'index.html')).catch(() => undefined);
  if (known === key && page) return { dir, cached: true };
  const fresh = `${dir}.new`;
  await rm(fresh, { recursive: true, force: true });
  await rm(keyFile, { force: true });
  await vite(root, home, fresh, signal);
  await rm(dir, { recursive: true, force: true });
  await rename(fresh, dir);
  await writeFile(keyFile, key);
  return { dir, cached: false };
}

/** In a process of its own: a build needs a few hundred MB, which the store should not keep. */
async function vite(root: string, home: string, outDir: string, signal?: AbortSignal): Promise<void> {
  const program = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const { PATH = '' } = process.env;
  try {
    await run(process.execPath, [program, 'build', '--config', path.join(root, 'web', 'vite.config.ts')], {
      cwd: root,
      maxBuffer: 2 ** 24,
      signal,
      env: { PATH, TMPDIR: path.join(home, 'tmp'), NODE_ENV: 'production', KRATOS_WEB_OUT: outDir },
    });
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string };
    throw new Error(`the single-page application could not be built:\n${stdout}\n${stderr}`, {
      cause: error,
    });
  }
}

async function sourcesKey(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of await filesOf(path.join(root, source))) {
      hash.update(`\0${path.relative(root, file)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

/** Every file that can reach the build: tests and former builds cannot. */
async function filesOf(place: string): Promise<string[]> {
  if ((await stat(place)).isFile()) return [place];
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !path.relative(place, file).startsWith('dist'))
    .sort();
}
