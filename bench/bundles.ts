import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundleFunctions } from '../lambdas/bundle.ts';
import { environmentNames } from '../lambdas/environment.ts';
import { functions } from '../lambdas/functions.ts';
import { storeHome } from '../local/home.ts';
import type { BenchTable } from './table.ts';

const rounds = 9;
const budget = { megabytes: 1.8, importMs: 150 } as const;

/** Loads the module named first and tells the milliseconds and the CPU of that alone. */
const probe = `
const before = process.cpuUsage();
const start = performance.now();
await import(process.argv[1]);
const wall = performance.now() - start;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ wall, cpu: (user + system) / 1000 }));
process.exit();`;

interface Import {
  readonly wall: number;
  readonly cpu: number;
}

/** Size of each API function's bundle, and what importing it takes in a process of its own. */
export async function benchBundles(): Promise<BenchTable> {
  const parent = path.join(storeHome(), 'bench');
  await mkdir(parent, { recursive: true });
  const outDir = await mkdtemp(path.join(parent, 'bundles-'));
  try {
    const api = Object.fromEntries(Object.entries(functions).filter(([name]) => name.startsWith('api-')));
    const root = path.join(import.meta.dirname, '..');
    const bundles = await bundleFunctions({ root, outDir, functions: api });
    const imports = bundles.map((): Import[] => []);
    // In turns, so that a machine that is busy for a while slows all of them.
    for (let round = 0; round < rounds; round++) {
      bundles.forEach(({ file }, n) => imports[n]?.push(importOnce(file)));
    }
    return toTable(
      bundles.map(({ name, bytes }, n) => ({
        name,
        bytes,
        wall: Math.min(...(imports[n] ?? []).map(({ wall }) => wall)),
        cpu: Math.min(...(imports[n] ?? []).map(({ cpu }) => cpu)),
      })),
    );
  } finally {
    await rm(outDir, { recursive: true, force: true });
  }
}

function importOnce(file: string): Import {
  // Anything will do: importing connects to nothing.
  const settings = Object.fromEntries(
    Object.values(environmentNames)
      .filter((name) => name !== environmentNames.databaseCaFile)
      .map((name) => [name, 'x']),
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', probe, file], {
    encoding: 'utf8',
    env: {
      ...settings,
      [environmentNames.baseUrl]: 'http://127.0.0.1:3000',
      [environmentNames.databasePort]: '5432',
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      AWS_REGION: 'us-east-1',
    },
  });
  if (status !== 0) throw new Error(`${file} cannot be imported: ${stderr}`);
  return JSON.parse(stdout) as Import;
}

function toTable(rows: readonly (Import & { name: string; bytes: number })[]): BenchTable {
  const verdict = (held: boolean) => (held ? 'held' : 'MISSED');
  const largest = Math.max(...rows.map(({ bytes }) => bytes)) / 1e6;
  const slowest = Math.max(...rows.map(({ wall }) => wall));
  return {
    title: 'API: bundles',
    columns: ['function', 'kB', 'import ms', 'of it CPU ms'],
    rows: rows.map(({ name, bytes, wall, cpu }) => [
      name,
      Math.round(bytes / 1000).toLocaleString('en'),
      wall.toFixed(0),
      cpu.toFixed(0),
    ]),
    notes: [
      `Import of the bundle in a fresh Node, its start not counted: the least of ${rounds}, in turns.`,
      `Budget of ${budget.megabytes} MB a bundle: ${verdict(largest <= budget.megabytes)}.`,
      `Budget of ${budget.importMs} ms an import: ${verdict(slowest <= budget.importMs)}, at most ${slowest.toFixed(0)} ms.`,
    ],
  };
}
