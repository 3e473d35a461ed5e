import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './command.ts';
import { type Folders, TENSORFLOW } from './settings.ts';

/** Takes the two libraries and the C headers out of a wheel, argv: wheel, folder. */
const UNPACK = `
import shutil, sys, zipfile
from pathlib import Path
wheel, folder = zipfile.ZipFile(sys.argv[1]), Path(sys.argv[2])
include = 'tensorflow/include/tensorflow/'
headers = (include + 'c/', include + 'tsl/c/', include + 'core/platform/ctstring', include + 'tsl/platform/ctstring')
for name in wheel.namelist():
    if name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'):
        to = folder / 'lib' / Path(name).name
    elif name.startswith(headers) and name.endswith('.h'):
        to = folder / 'include' / Path(name).relative_to('tensorflow/include')
    elif name.endswith('.dist-info/LICENSE') or name == 'tensorflow/THIRD_PARTY_NOTICES.txt':
        to = folder / Path(name).name
    else:
        continue
    to.parent.mkdir(parents=True, exist_ok=True)
    with wheel.open(name) as source, open(to, 'wb') as target:
        shutil.copyfileobj(source, target, 1 << 20)
`;

/** Whether an earlier build from the same TensorFlow stands complete. */
export async function isBuilt(folders: Folders): Promise<boolean> {
  const mark = join(folders.binding, 'deps', 'built-from');
  return existsSync(mark) && (await readFile(mark, 'utf8')) === TENSORFLOW.sha256;
}

/** Lays TensorFlow out where the package looks for it: `deps/lib` and `deps/include`. */
export function unpackTensorFlow(folders: Folders, wheel: string): void {
  const deps = join(folders.binding, 'deps');
  rmSync(deps, { recursive: true, force: true });
  mkdirSync(deps, { recursive: true });
  run('python3', ['-c', UNPACK, wheel, deps], { cwd: folders.target });
  const lib = join(deps, 'lib');
  // The names under which the linker and the package's own scripts look for the libraries.
  symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so.2'));
  symlinkSync('libtensorflow_cc.so.2', join(lib, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(lib, 'libtensorflow_framework.so'));
}

/** Compiles the binding. It uses N-API 8 only, so one binary serves every Node that has it. */
export function compileBinding(folders: Folders, nodeHeaders: string): void {
  const target = join(folders.binding, 'lib', 'napi-v8');
  mkdirSync(target, { recursive: true });
  const built = join(folders.cache, 'tfjs_binding.node');
  const sources = [join('binding', 'tfjs_backend.cc'), join('binding', 'tfjs_binding.cc')];
  const headers = [`-I${nodeHeaders}`, `-I${join('deps', 'include')}`, '-Ibinding'];
  const options = ['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'];
  const libraries = ['-Ldeps/lib', '-ltensorflow', '-ltensorflow_framework'];
  const findAtRunTime = '-Wl,-rpath,$ORIGIN/../../deps/lib';
  run('g++', [...options, ...headers, ...sources, ...libraries, findAtRunTime, '-o', built], {
    cwd: folders.binding,
    env: { TMPDIR: folders.cache },
  });
  cpSync(built, join(target, 'tfjs_binding.node'));
  rmSync(built);
}

/** Notes what was built, last of all, so that an interrupted build is not taken for a whole one. */
export function markBuilt(folders: Folders): void {
  writeFileSync(join(folders.binding, 'deps', 'built-from'), TENSORFLOW.sha256);
}
