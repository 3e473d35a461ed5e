import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** One entry of Vite's manifest: a file and the files that come with it. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

export interface Weight {
  readonly what: string;
  /** Kilobytes (1,000 bytes) of gzip that the browser fetches for it, beyond the entry where it is a route. */
  readonly kilobytes: number;
  readonly budget: number;
}

const ENTRY_KB = 210;
const ROUTE_KB = 40;
const PUBLISHER_KB = 110;

/** Routes whose pages only publishers and operators open: they may weigh more and must not weigh on the shop. */
const OFFICE = ['src/routes/publisher-area.tsx', 'src/routes/operator-area.tsx'];

/** Builds the pages and weighs what a reader fetches first, and then for each route. */
export async function weighPages(): Promise<readonly Weight[]> {
  const out = await mkdtemp(join(tmpdir(), 'kratos-web-'));
  try {
    await build({
      configFile: resolve(import.meta.dirname, 'vite.config.ts'),
      logLevel: 'silent',
      build: { outDir: out },
    });
    const manifest = JSON.parse(await readFile(join(out, '.vite', 'manifest.json'), 'utf8')) as Manifest;
    return await weigh(manifest, out);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

async function weigh(manifest: Manifest, folder: string): Promise<readonly Weight[]> {
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true);
  if (entry === undefined) throw new Error('The build has no entry');
  const first = filesOf(manifest, entry);
  const sizes = new Map<string, number>();
  for (const chunk of Object.values(manifest)) {
    if (!chunk.file.endsWith('.js')) continue;
    sizes.set(chunk.file, gzipSync(await readFile(join(folder, chunk.file))).length / 1000);
  }
  const sum = (files: Iterable<string>): number =>
    [...files].reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
  const routes = Object.keys(manifest).filter((key) => key.startsWith('src/routes/'));
  const forbidden = OFFICE.filter((route) => first.has(manifest[route]?.file ?? ''));
  if (forbidden.length > 0) throw new Error(`In the shopper's entry: ${forbidden.join(', ')}`);
  return [
    { what: 'entry', kilobytes: sum(first), budget: ENTRY_KB },
    ...routes.map((route) => ({
      what: route,
      kilobytes: sum([...filesOf(manifest, route)].filter((file) => !first.has(file))),
      budget: OFFICE.includes(route) ? PUBLISHER_KB : ROUTE_KB,
    })),
  ];
}

/** A chunk's script and every script that it cannot start without. */
function filesOf(manifest: Manifest, key: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined || found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const next of chunk.imports ?? []) filesOf(manifest, next, found);
  return found;
}
