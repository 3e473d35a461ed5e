import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../local/cli/command.ts';
import { storeHome } from '../local/home.ts';
import {
  countsInOutput,
  resultsOfJest,
  skippedNames,
  total,
  words,
  type Counts,
  type JestReport,
  type Results,
} from './results.ts';

const help = `npm test -- [--again PATTERN]

Everything: lint, format, types, unit tests, tests on PostgreSQL, the web's, and the browser's. The last line is the
total; the status is not 0 when anything failed.

  --again PATTERN   runs only the Jest files whose path matches, and gives the total of the last whole run with their
                    results in place of the former ones
  --help            shows this`;

const repository = path.resolve(import.meta.dirname, '..');
const folder = path.join(storeHome(), 'test');
const resultsFile = path.join(folder, 'results.json');
const node = process.execPath;
const binary = (...parts: string[]): string => path.join(repository, 'node_modules', ...parts);

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a program of this repository; its output is shown as it comes, or kept. */
function run(args: readonly string[], show: boolean): Promise<Ended> {
  const child = spawn(node, args, { cwd: repository, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (show) process.stdout.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

function sayEnd(name: string, passed: boolean, started: number, detail = ''): void {
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${passed ? '✓' : '✗'} ${name}${detail === '' ? '' : `: ${detail}`} (${took})`);
}

/** A check that passes or fails as a whole; what it says is shown when it fails. */
async function check(name: string, args: readonly string[]): Promise<Results> {
  const started = performance.now();
  const { code, output } = await run(args, false);
  sayEnd(name, code === 0, started);
  if (code !== 0) console.log(output);
  return { [name]: { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 } };
}

async function jest(patterns: readonly string[]): Promise<Results> {
  const started = performance.now();
  const reportFile = path.join(folder, 'jest.json');
  await rm(reportFile, { force: true });
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const workers = String(Math.max(2, Math.min(4, os.availableParallelism())));
  const jestFlags = ['--maxWorkers', workers, '--json', '--outputFile', reportFile, ...patterns];
  const { code, output } = await run([...flags, binary('jest', 'bin', 'jest.js'), ...jestFlags], false);
  const text = await readFile(reportFile, 'utf8').catch(() => undefined);
  if (text === undefined) {
    console.log(output);
    sayEnd('Jest', false, started, 'ended without a report');
    return { Jest: { passed: 0, failed: 1, skipped: 0 } };
  }
  const report = JSON.parse(text) as JestReport;
  const results = resultsOfJest(report);
  const counts = total(results);
  if (code !== 0) console.log(failuresOf(output));
  for (const name of skippedNames(report)) console.log(`  skipped: ${name}`);
  sayEnd('Jest: unit, PostgreSQL, web', code === 0, started, words(counts));
  // A status without a failed test (a leak, a broken tear-down) must not pass.
  return code !== 0 && counts.failed === 0
    ? { ...results, Jest: { passed: 0, failed: 1, skipped: 0 } }
    : results;
}

/** Jest's own report without the JSON and the files that passed. */
function failuresOf(output: string): string {
  return output
    .split('\n')
    .filter((line) => !/^PASS |^\{"numFailed/.test(line))
    .join('\n');
}

async function browser(): Promise<Results> {
  const started = performance.now();
  const { code, output } = await run(['--import', 'tsx', path.join('e2e', 'run.ts')], true);
  const counted = countsInOutput(output);
  const failed: Counts = {
    passed: counted?.passed ?? 0,
    failed: Math.max(1, counted?.failed ?? 0),
    skipped: 0,
  };
  const counts = code === 0 && counted ? counted : failed;
  sayEnd('browser', code === 0, started, counted ? words(counts) : 'ended without a count');
  return { browser: counts };
}

async function everything(): Promise<Results> {
  const typesOf = (project: string): string[] => [binary('typescript', 'bin', 'tsc'), '-p', project];
  // Two processors: the type checker and the linter side by side, then Jest, which takes both.
  const [types, lint] = await Promise.all([
    check('types', typesOf('tsconfig.json')).then(async (first) => ({
      ...first,
      ...(await check('types of the web', typesOf('web/tsconfig.json'))),
      ...(await check('format', [
        binary('prettier', 'bin', 'prettier.cjs'),
        '--check',
        '--log-level',
        'warn',
        '.',
      ])),
    })),
    check('lint', [binary('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.']),
  ]);
  return { ...types, ...lint, ...(await jest([])), ...(await browser()) };
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { again: { type: 'string' } } });
  const started = performance.now();
  await mkdir(folder, { recursive: true });
  let results: Results;
  if (values.again === undefined) results = await everything();
  else {
    const former = await readFile(resultsFile, 'utf8').catch(() => '{}');
    results = { ...(JSON.parse(former) as Results), ...(await jest([values.again])) };
  }
  await writeFile(resultsFile, JSON.stringify(results, null, 1));
  const counts = total(results);
  console.log(`\nin ${Math.round((performance.now() - started) / 1000)} s`);
  console.log(words(counts));
  if (counts.failed > 0) process.exitCode = 1;
}

await runCommand(help, main);
