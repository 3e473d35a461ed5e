/**
 * Runs before each npm script, with nothing but Node: says clearly when Node is too old, and installs the pinned
 * dependencies when they are absent or are not the ones of the lock file.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldest = [20, 19];

/** What is wrong with this Node version, or undefined. */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined;
  return (
    `This project needs Node.js ${oldest.join('.')} or newer; this is ${version} (${process.execPath}). ` +
    'Install a newer one from https://nodejs.org and try again.'
  );
}

/**
 * Whether what is installed is what the lock file asks for. The time stamps decide the usual case; a lock file that
 * only looks newer (a fresh checkout of the same commit) is compared by versions.
 */
export function isInstalled(root) {
  const lock = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  if (statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true;
  const wanted = JSON.parse(readFileSync(lock, 'utf8')).packages;
  const present = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const same = Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' || (present[path] ? present[path].version === entry.version : entry.optional),
  );
  if (same) utimesSync(installed, new Date(), new Date());
  return same;
}

function install(root) {
  console.log('Installing the dependencies of package-lock.json …');
  const status = npm(['ci'], root);
  if (status === 0) return;
  console.error(
    'npm ci failed; its messages stand above. The npm registry must be reachable for the first start.',
  );
  process.exit(status);
}

function npm(args, root) {
  const program = process.env.npm_execpath;
  const result = program
    ? spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  return result.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problem = nodeVersionProblem(process.version);
  if (problem) {
    console.error(problem);
    process.exit(1);
  }
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  if (!isInstalled(root)) install(root);
}
