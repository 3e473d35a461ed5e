import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** Throws, naming each rule and element, if the page breaks a rule of WCAG 2.2 A or AA. */
export async function checkAccessibility(page: Page, what: string): Promise<void> {
  await page.evaluate(source);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: TAGS } });
  const result = await page.evaluate<{ violations: readonly Violation[] }>(`axe.run(document, ${options})`);
  if (result.violations.length === 0) return;
  const lines = result.violations.flatMap(({ id, help, nodes }) => [
    `${id}: ${help}`,
    ...nodes
      .slice(0, 5)
      .map((node) => `    ${node.target.join(' ')}\n      ${node.failureSummary.replaceAll('\n', ' ')}`),
  ]);
  throw new Error(`${what} breaks accessibility rules:\n${lines.join('\n')}`);
}
