import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import path from 'node:path';

/** What is wrong with one row. */
export interface Problem {
  /** The line of the file where the row begins; the header is line 1. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

const shownProblems = 50;

/** Collects the problems of one import: the first 50 to show, all of them in a report. */
export class ProblemLog {
  readonly shown: Problem[] = [];
  readonly reportFile: string;
  readonly #fileName: string;
  #total = 0;
  #lines = new Set<number>();
  #report: WriteStream | undefined;

  constructor(reportFile: string, fileName: string) {
    this.reportFile = reportFile;
    this.#fileName = fileName;
  }

  get total(): number {
    return this.#total;
  }

  /** Rows with at least one problem. */
  get rows(): number {
    return this.#lines.size;
  }

  async open(): Promise<void> {
    await mkdir(path.dirname(this.reportFile), { recursive: true });
    this.#report = createWriteStream(this.reportFile);
    this.#report.write('file,line,column,value,reason\n');
  }

  add(problem: Problem): void {
    this.#total += 1;
    this.#lines.add(problem.line);
    if (this.shown.length < shownProblems) this.shown.push(problem);
    const cells = [this.#fileName, String(problem.line), problem.column, problem.value, problem.reason];
    this.#report?.write(`${cells.map(cell).join(',')}\n`);
  }

  /** Without a problem no report stays behind. */
  async close(): Promise<void> {
    if (!this.#report) return;
    this.#report.end();
    await finished(this.#report);
    if (this.#total === 0) await rm(this.reportFile, { force: true });
  }

  describe(): string {
    const lines = this.shown.map(
      ({ line, column, value, reason }) =>
        `${this.#fileName}:${line}  ${column === '' ? '' : `${column} `}"${shorten(value)}" ${reason}`,
    );
    const more = this.#total - this.shown.length;
    return [
      ...lines,
      ...(more > 0 ? [`... and ${more} more`] : []),
      `${this.#total} problems in ${this.rows} rows; all are in ${this.reportFile}`,
    ].join('\n');
  }
}

function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 80)}…` : value;
}

/** A spreadsheet must not take a stranger's text for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
