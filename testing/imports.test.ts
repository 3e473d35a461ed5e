import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const folders = [
  'domain',
  'forecasting',
  'database',
  'stepfunctions',
  'lambdas',
  'cdk',
  'local',
  'web',
  'bench',
  'e2e',
  'testing',
];

async function sourceFiles(): Promise<string[]> {
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(path.join(root, folder), { recursive: true }).catch(() => []);
      return names.filter((name) => /\.tsx?$/.test(name)).map((name) => path.join(folder, name));
    }),
  );
  return lists.flat().filter((file) => !file.includes('node_modules') && !file.includes('assembly'));
}

/** Imports that exist at run time; a type alone makes no cycle. */
async function importsOf(file: string): Promise<string[]> {
  const source = await readFile(path.join(root, file), 'utf8');
  const found = source.matchAll(
    /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s+'(\.[^']+)'|^import\s+'(\.[^']+)'/gm,
  );
  return [...found].map((match) => path.join(path.dirname(file), match[1] ?? match[2] ?? ''));
}

function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): string[] | undefined => {
    const start = trail.indexOf(file);
    if (start >= 0) return [...trail.slice(start), file];
    if (done.has(file)) return undefined;
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...trail, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}

describe('imports', () => {
  it('never go round in a circle', async () => {
    const files = await sourceFiles();
    const graph = new Map(
      await Promise.all(files.map(async (file) => [file, await importsOf(file)] as const)),
    );
    expect(graph.size).toBeGreaterThan(50);
    expect(findCycle(graph)).toBeUndefined();
  });
});
