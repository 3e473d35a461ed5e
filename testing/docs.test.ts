import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const top = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
const folders = new Set([
  'cdk',
  'domain',
  'forecasting',
  'database',
  'lambdas',
  'stepfunctions',
  'web',
  'local',
  'docs',
  'bench',
  'e2e',
  'testing',
]);

async function documents(): Promise<string[]> {
  const below = await readdir(path.join(root, 'docs'), { recursive: true });
  return [...top, ...below.filter((name) => name.endsWith('.md')).map((name) => path.join('docs', name))];
}

/** Relative targets of links and pictures, and paths of this repository between backticks. */
function pathsIn(file: string, text: string): string[] {
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) =>
    path.join(path.dirname(file), match[1]!),
  );
  const quoted = [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)]
    .map((match) => match[1]!)
    .filter((name) => folders.has(name.split('/')[0]!) && !name.includes('NNNN'));
  return [...links, ...quoted];
}

describe('the documents', () => {
  it('name only files and folders that exist', async () => {
    const missing: string[] = [];
    for (const file of await documents()) {
      const text = await readFile(path.join(root, file), 'utf8');
      for (const name of pathsIn(file, text)) {
        if (!existsSync(path.join(root, name))) missing.push(`${file}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('name only scripts that exist', async () => {
    const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const unknown: string[] = [];
    for (const file of await documents()) {
      const text = await readFile(path.join(root, file), 'utf8');
      for (const [, name = ''] of text.matchAll(/npm run ([\w:-]+)/g)) {
        if (!(name in scripts)) unknown.push(`${file}: npm run ${name}`);
      }
    }
    expect(unknown).toEqual([]);
  });
});
