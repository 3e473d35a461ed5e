import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outliveReaders } from '../local/cli/command.ts';
import { benchApi } from './api.ts';
import { benchBundles } from './bundles.ts';
import { benchDamage } from './damage.ts';
import { benchEtl } from './etl.ts';
import { benchKernels, type KernelBenchOptions } from './kernels.ts';
import { benchTruth } from './truth.ts';
import { type BenchTable, replaceSection, toMarkdown } from './table.ts';

/** Every bench by its name on the command line. */
const BENCHES: Readonly<Record<string, (options: KernelBenchOptions) => Promise<BenchTable>>> = {
  kernels: benchKernels,
  etl: benchEtl,
  api: benchApi,
  bundles: benchBundles,
  truth: benchTruth,
  damage: benchDamage,
};

const HELP = `npm run bench -- [NAME...] [--write] [--with-torch PYTHON]

Measures and prints a table a bench; without a name all of them: ${Object.keys(BENCHES).join(', ')}.

  --write   puts the tables into docs/bench.md
  --help    shows this
  --with-torch PYTHON  measures the training step in PyTorch too; PYTHON must be able to import torch
`;

const document = join(import.meta.dirname, '..', 'docs', 'bench.md');

async function benchAll(
  names: readonly string[],
  write: boolean,
  options: KernelBenchOptions,
): Promise<void> {
  for (const name of names) {
    const load = loadavg()[0]!;
    const table = await BENCHES[name]!(options);
    const markdown = toMarkdown({ ...table, notes: [...table.notes, machine(load)] });
    process.stdout.write(`${markdown}\n`);
    if (write) await writeFile(document, replaceSection(await readFile(document, 'utf8'), name, markdown));
  }
}

/** @param load processes that wanted to run in the minute before */
function machine(load: number): string {
  const cores = cpus();
  const model = cores[0]?.model.replace(/\s+/g, ' ').trim() ?? 'an unknown processor';
  return `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cores.length} cores of ${model}; load ${load.toFixed(1)} before.`;
}

async function main(): Promise<number> {
  outliveReaders();
  try {
    const options = {
      write: { type: 'boolean' },
      help: { type: 'boolean' },
      'with-torch': { type: 'string' },
    } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const unknown = positionals.filter((name) => !(name in BENCHES));
    if (values.help === true) process.stdout.write(HELP);
    else if (unknown.length > 0) throw new TypeError(`no bench named ${unknown.join(', ')}\n\n${HELP}`);
    else {
      const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
      await benchAll(names, values.write === true, { withTorch: values['with-torch'] });
    }
    return 0;
  } catch (error) {
    const text = error instanceof TypeError ? error.message : error instanceof Error ? error.stack : error;
    process.stderr.write(`bench: ${String(text)}\n`);
    return 1;
  }
}

process.exitCode = await main();
