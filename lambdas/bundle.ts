import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { build, stop, version as esbuildVersion, type BuildOptions, type Metafile } from 'esbuild';
import { bundleTrims, bundleTrimsKey } from './bundle-trims.ts';
import type { FunctionDefinition } from './functions.ts';

/**
 * Packages that stay outside the bundles: native code that is used where it loads, and what a library asks for
 * only in a mode that is never switched on here.
 */
export const externalPackages = ['@tensorflow/tfjs-node', 'pg-native', 'pg-hstore'] as const;

/** How each function becomes one file. The deployment and the local runtime use the same. */
export const bundleSettings = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  keepNames: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  mainFields: ['module', 'main'],
  conditions: ['module'],
  external: [...externalPackages],
  loader: { '.wasm': 'binary', '.sql': 'text' },
  outExtension: { '.js': '.mjs' },
  // CommonJS packages inside an ES module still call require for Node's own modules.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
  tsconfigRaw: { compilerOptions: { target: 'ES2022', verbatimModuleSyntax: true } },
} as const satisfies BuildOptions;

export interface BundleRequest {
  /** The repository's root: entries of the table are relative to it. */
  readonly root: string;
  /** Receives a folder `<name>/` with `index.mjs` for each function, and the cache's records in `.cache/`. */
  readonly outDir: string;
  readonly functions: Readonly<Record<string, Pick<FunctionDefinition, 'entry' | 'workers'>>>;
}

export interface FunctionBundle {
  readonly name: string;
  /** The folder that is deployed. */
  readonly directory: string;
  /** The module that exports `handler`. */
  readonly file: string;
  /** Size of `index.mjs` in bytes, without its source map. */
  readonly bytes: number;
  /** True when what stood there already was made of the same sources. */
  readonly cached: boolean;
}

/** What a bundle was made of: enough to tell, without bundling, whether it would come out the same. */
interface CacheRecord {
  readonly key: string;
  /** Own source files, relative to the root; packages are covered by the lock file's hash. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

type Target = Pick<FunctionDefinition, 'entry' | 'workers'>;

/**
 * Bundles every function of the table that changed since the last time, all of them in one pass so that shared
 * modules are read once.
 *
 * @throws Error naming the function and the file when an entry does not exist or does not compile.
 */
export async function bundleFunctions(request: BundleRequest): Promise<FunctionBundle[]> {
  await refuseMissingEntries(request);
  const base = await baseKey(request.root);
  const names = Object.keys(request.functions);
  const fresh = new Set<string>();
  await Promise.all(
    names.map(async (name) => {
      if (await isFresh(request, name, base)) fresh.add(name);
    }),
  );
  const stale = names.filter((name) => !fresh.has(name));
  if (stale.length > 0) await bundle(request, stale, base);
  return Promise.all(
    names.map(async (name) => {
      const directory = join(request.outDir, name);
      const file = join(directory, 'index.mjs');
      return { name, directory, file, bytes: (await stat(file)).size, cached: fresh.has(name) };
    }),
  );
}

async function refuseMissingEntries({ root, functions }: BundleRequest): Promise<void> {
  for (const [name, target] of Object.entries(functions)) {
    for (const file of [target.entry, ...(target.workers ?? [])]) {
      const found = await stat(join(root, file)).catch(() => undefined);
      if (!found?.isFile()) throw new Error(`function ${name}: its file ${file} does not exist`);
    }
  }
}

/** Where each source file of a function goes, below the output folder and without its extension. */
function outputs(name: string, target: Target): { in: string; out: string }[] {
  return [
    { in: target.entry, out: `${name}/index` },
    ...(target.workers ?? []).map((worker) => ({
      in: worker,
      out: `${name}/${basename(worker).replace(/\.[^.]+$/, '')}`,
    })),
  ];
}

async function bundle(request: BundleRequest, names: readonly string[], base: string): Promise<void> {
  const { root, outDir, functions } = request;
  const entryPoints = names.flatMap((name) => outputs(name, functions[name]!));
  // The bundler is a process of its own, which would keep what it took, some 900 MB, as long as the store is open.
  const result = await build({
    ...bundleSettings,
    plugins: [bundleTrims],
    absWorkingDir: resolve(root),
    entryPoints: entryPoints.map((entry) => ({ in: `./${entry.in}`, out: entry.out })),
    outdir: resolve(outDir),
    write: false,
    metafile: true,
    logLevel: 'silent',
  }).finally(stop);
  await Promise.all(
    result.outputFiles.map(async (file) => {
      await mkdir(dirname(file.path), { recursive: true });
      await writeWhole(file.path, file.contents);
    }),
  );
  await mkdir(join(outDir, '.cache'), { recursive: true });
  for (const name of names) {
    const entries = outputs(name, functions[name]!);
    const inputs = ownInputs(
      result.metafile,
      entries.map((entry) => entry.in),
    );
    const record: CacheRecord = {
      key: await contentKey(root, base, functions[name]!, inputs),
      inputs,
      outputs: entries.map((entry) => `${entry.out}.mjs`),
    };
    await writeWhole(recordPath(outDir, name), JSON.stringify(record, null, 1));
  }
}

/** Every own file that the entries reach, whether or not something of it was left in the bundle. */
function ownInputs(metafile: Metafile, entries: readonly string[]): string[] {
  const seen = new Set<string>();
  const queue = [...entries];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const imported of metafile.inputs[path]?.imports ?? []) {
      if (!imported.external) queue.push(imported.path);
    }
  }
  return [...seen].filter((path) => !path.includes('node_modules/') && !path.startsWith('<')).sort();
}

async function isFresh(
  { root, outDir, functions }: BundleRequest,
  name: string,
  base: string,
): Promise<boolean> {
  try {
    const record = JSON.parse(await readFile(recordPath(outDir, name), 'utf8')) as CacheRecord;
    for (const output of record.outputs) await stat(join(outDir, output));
    return record.key === (await contentKey(root, base, functions[name]!, record.inputs));
  } catch {
    // No record, an unreadable one, or a file that is gone: bundling answers all of them.
    return false;
  }
}

/** What all bundles depend on: the settings, the bundler and the pinned packages. */
async function baseKey(root: string): Promise<string> {
  const lock = await readFile(join(root, 'package-lock.json')).catch(() => Buffer.alloc(0));
  return createHash('sha256')
    .update(JSON.stringify(bundleSettings))
    .update(esbuildVersion)
    .update(bundleTrimsKey)
    .update(lock)
    .digest('hex');
}

async function contentKey(
  root: string,
  base: string,
  target: Target,
  inputs: readonly string[],
): Promise<string> {
  const hash = createHash('sha256')
    .update(base)
    .update(JSON.stringify([target.entry, target.workers ?? []]));
  for (const input of inputs) {
    hash.update(`\0${input}\0`).update(await readFile(join(root, input)));
  }
  return hash.digest('hex');
}

function recordPath(outDir: string, name: string): string {
  return join(outDir, '.cache', `${name}.json`);
}

/** Writes beside and renames, so that nobody ever loads half a file. */
async function writeWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, contents);
  await rename(partial, path);
}
