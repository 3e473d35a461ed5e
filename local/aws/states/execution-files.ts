import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessMark } from './process-mark.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution without its history. Inputs and outputs are JSON text, times milliseconds. */
export interface ExecutionRecord {
  arn: string;
  machine: string;
  name: string;
  status: ExecutionStatus;
  startDate: number;
  input: string;
  /** The process that runs it. */
  process: ProcessMark;
  stopDate?: number;
  output?: string;
  error?: string;
  cause?: string;
}

/** Executions on disk: `<root>/<machine>/<name>/execution.json` with `history.jsonl` beside it. */
export class ExecutionFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    mkdirSync(root, { recursive: true });
  }

  folder(machine: string, name: string): string {
    return path.join(this.#root, machine, name);
  }

  history({ machine, name }: ExecutionRecord): string {
    return path.join(this.folder(machine, name), 'history.jsonl');
  }

  /** Replaces the record at once, so that no reader sees half of it. */
  save(record: ExecutionRecord): void {
    const folder = this.folder(record.machine, record.name);
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'execution.json');
    writeFileSync(`${file}.new`, JSON.stringify(record, null, 1));
    renameSync(`${file}.new`, file);
  }

  remove({ machine, name }: ExecutionRecord): void {
    rmSync(this.folder(machine, name), { recursive: true, force: true });
  }

  /** All records. A folder whose process was killed before its record stood is removed. */
  load(): ExecutionRecord[] {
    return foldersOf(this.#root).flatMap((machine) =>
      foldersOf(path.join(this.#root, machine)).flatMap((name) => {
        const record = this.#read(machine, name);
        return record ? [record] : [];
      }),
    );
  }

  #read(machine: string, name: string): ExecutionRecord | undefined {
    try {
      return JSON.parse(
        readFileSync(path.join(this.folder(machine, name), 'execution.json'), 'utf8'),
      ) as ExecutionRecord;
    } catch {
      rmSync(this.folder(machine, name), { recursive: true, force: true });
      return undefined;
    }
  }
}

function foldersOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
