import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileKernel } from './compile.ts';

const target = join(import.meta.dirname, 'module.ts');
const binary = await compileKernel();
await writeFile(
  target,
  `/** The compiled kernel, in base64. Written by \`npm run build:kernel\` from assembly/; do not edit. */
// prettier-ignore
export const kernelModule = '${binary.toString('base64')}';
`,
);
process.stdout.write(`${target}: ${binary.length} bytes of WebAssembly\n`);
