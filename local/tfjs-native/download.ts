import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SetupError, run } from './command.ts';
import { type Folders, NAPI_HEADERS, TENSORFLOW, TFJS_NODE } from './settings.ts';

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** The TensorFlow wheel, from the cache or through pip from PyPI; its path. */
export async function fetchWheel(folders: Folders): Promise<string> {
  const wheel = join(folders.cache, TENSORFLOW.wheel);
  if (existsSync(wheel) && (await sha256(wheel)) === TENSORFLOW.sha256) return wheel;
  await rm(wheel, { force: true });
  const platforms = ['manylinux_2_17_x86_64', 'manylinux2014_x86_64'].flatMap((name) => ['--platform', name]);
  const choice = ['--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.10', ...platforms];
  const to = ['--no-deps', '--no-cache-dir', '-d', folders.cache];
  run('python3', ['-m', 'pip', 'download', '-q', ...to, ...choice, TENSORFLOW.requirement], {
    cwd: folders.cache,
    env: { TMPDIR: folders.cache },
  });
  const found = await sha256(wheel);
  if (found !== TENSORFLOW.sha256) {
    throw new SetupError(`${wheel}: expected sha256 ${TENSORFLOW.sha256}, found ${found}`);
  }
  return wheel;
}

/** Runs npm with its cache beside the other downloads and without any install script. */
function npmInstall(folders: Folders, folder: string, what: string): void {
  mkdirSync(folder, { recursive: true });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];
  run('npm', ['install', '--prefix', folder, ...quiet, what], {
    cwd: folder,
    env: { npm_config_cache: join(folders.cache, 'npm') },
  });
}

/** The npm package and what it depends on, without the script that downloads TensorFlow. */
export function installPackage(folders: Folders): void {
  if (existsSync(join(folders.binding, 'package.json'))) return;
  npmInstall(folders, folders.target, `@tensorflow/tfjs-node@${TFJS_NODE}`);
}

/** A folder that holds `node_api.h`: the running Node's own, or the npm package of the same headers. */
export function findNodeHeaders(folders: Folders): string {
  const own = join(process.execPath, '..', '..', 'include', 'node');
  if (existsSync(join(own, 'node_api.h'))) return own;
  const folder = join(folders.cache, 'node-headers');
  const headers = join(folder, 'node_modules', 'node-api-headers', 'include');
  if (!existsSync(join(headers, 'node_api.h'))) npmInstall(folders, folder, NAPI_HEADERS);
  return headers;
}
