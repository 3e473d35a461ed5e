/** What a bench found, ready for the terminal and for `docs/bench.md`. */
export interface BenchTable {
  readonly title: string;
  /** Heads, the first of the column that names the rows; figures are aligned to the right. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How it was measured, and whether each budget is held, a sentence each. */
  readonly notes: readonly string[];
}

/** The table as GitHub's Markdown, with columns as wide as their widest cell. */
export function toMarkdown({ title, columns, rows, notes }: BenchTable): string {
  const widths = columns.map((head, n) => Math.max(3, ...[head, ...rows.map((row) => row[n]!)].map(length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join(' | ')} |`;
  const rule = widths.map((width, n) => (n === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const lines = [line(columns), line(rule), ...rows.map(line)];
  return [`## ${title}`, '', ...lines, '', ...notes.map((note) => `- ${note}`), ''].join('\n');
}

function length(text: string): number {
  return text.length;
}

/** `document` with the section `name` replaced by `markdown`, or with it added at the end. */
export function replaceSection(document: string, name: string, markdown: string): string {
  const [from, to] = [`<!-- bench ${name} -->`, `<!-- end of bench ${name} -->`];
  const section = `${from}\n\n${markdown}\n${to}`;
  const start = document.indexOf(from);
  const end = document.indexOf(to);
  if (start === -1 || end < start) return `${document.trimEnd()}\n\n${section}\n`;
  return document.slice(0, start) + section + document.slice(end + to.length);
}
