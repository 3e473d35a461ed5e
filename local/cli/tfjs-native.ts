import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KernelUnavailableError, loadKernel } from '../../forecasting/kernels/index.ts';
import { compileBinding, isBuilt, markBuilt, unpackTensorFlow } from '../tfjs-native/build.ts';
import { SetupError } from '../tfjs-native/command.ts';
import { fetchWheel, findNodeHeaders, installPackage } from '../tfjs-native/download.ts';
import { checkRequirements } from '../tfjs-native/requirements.ts';
import { foldersUnder } from '../tfjs-native/settings.ts';
import { outliveReaders } from './command.ts';

const HELP = `npm run tfjs:native -- [--force]

Builds the native kernel: the binding of @tensorflow/tfjs-node against the TensorFlow of PyPI, for machines
where the package's own download does not work. Everything goes into KRATOS_HOME (default .kratos):
tfjs-native/ (about 900 MB) and cache/tfjs-native/ (about 200 MB, may be deleted afterwards).
Needs Linux on x64, g++ and python3 with pip. Without it the store uses the SIMD kernel.

  --force   builds anew what already stands
  --help    shows this
`;

async function build(force: boolean): Promise<void> {
  const home = process.env['KRATOS_HOME'] ?? join(import.meta.dirname, '..', '..', '.kratos');
  const folders = foldersUnder(home);
  if (force || !(await isBuilt(folders))) {
    checkRequirements();
    mkdirSync(folders.cache, { recursive: true });
    say('fetching TensorFlow (178 MB) from PyPI');
    const wheel = await fetchWheel(folders);
    say('fetching @tensorflow/tfjs-node from npm');
    installPackage(folders);
    const nodeHeaders = findNodeHeaders(folders);
    say('unpacking TensorFlow');
    unpackTensorFlow(folders, wheel);
    say('compiling the binding');
    compileBinding(folders, nodeHeaders);
    markBuilt(folders);
  }
  const kernel = await loadKernel('native', { nativeFolders: [folders.target] });
  say(`ready: ${kernel.id} in ${folders.binding}`);
}

function say(line: string): void {
  process.stdout.write(`tfjs:native: ${line}\n`);
}

async function main(): Promise<number> {
  outliveReaders();
  try {
    const { values } = parseArgs({ options: { force: { type: 'boolean' }, help: { type: 'boolean' } } });
    if (values.help === true) process.stdout.write(HELP);
    else await build(values.force === true);
    return 0;
  } catch (error) {
    process.stderr.write(`tfjs:native: ${messageOf(error)}\n`);
    return 1;
  }
}

/** What the reader can act on, or else the whole stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof SetupError || error instanceof KernelUnavailableError;
  const unknownOption = error instanceof TypeError && 'code' in error;
  return expected || unknownOption ? error.message : (error.stack ?? error.message);
}

process.exitCode = await main();
