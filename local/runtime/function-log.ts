import { createWriteStream, mkdirSync, openSync, renameSync, statSync, type WriteStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One line of `logs/<function>.jsonl`. */
export interface LogRecord {
  /** Instant, ISO 8601. */
  readonly at: string;
  readonly level: string;
  readonly function: string;
  readonly requestId: string | null;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Size in bytes at which a file is set aside as `<function>.1.jsonl`; the one set aside before is dropped. */
const rotateAt = 5_000_000;

interface OpenFile {
  stream: WriteStream;
  bytes: number;
}

/** What the functions print, a file a function and a line of JSON a line of output. */
export class FunctionLogs {
  readonly #dir: string;
  readonly #now: () => Date;
  readonly #rotateAt: number;
  readonly #files = new Map<string, OpenFile>();

  constructor(dir: string, options: { readonly now?: () => Date; readonly rotateAt?: number } = {}) {
    this.#dir = dir;
    this.#now = options.now ?? (() => new Date());
    this.#rotateAt = options.rotateAt ?? rotateAt;
    mkdirSync(dir, { recursive: true });
  }

  /** Takes what a function printed: structured lines keep their fields, others become the message. */
  print(name: string, requestId: string | null, text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() !== '') this.write(name, requestId, fieldsOf(line));
    }
  }

  write(name: string, requestId: string | null, fields: Readonly<Record<string, unknown>>): void {
    const record: LogRecord = {
      at: this.#now().toISOString(),
      level: 'info',
      message: '',
      ...fields,
      function: name,
      requestId: typeof fields.requestId === 'string' ? fields.requestId : requestId,
    };
    const line = `${JSON.stringify(record)}\n`;
    const file = this.#open(name);
    file.stream.write(line);
    file.bytes += Buffer.byteLength(line);
  }

  /**
   * Lines that belong to a request, a run or an execution, oldest first and at most `limit` of them.
   *
   * @param id a request id, a run id, or the name or ARN of an execution.
   */
  async read(id: string, limit = 500): Promise<LogRecord[]> {
    await this.#flush();
    const found: LogRecord[] = [];
    for (const entry of await readdir(this.#dir)) {
      if (!entry.endsWith('.jsonl')) continue;
      for (const line of (await readFile(path.join(this.#dir, entry), 'utf8')).split('\n')) {
        if (!line.includes(id)) continue;
        const record = parse(line);
        if (record && Object.values(record).some((value) => concerns(value, id))) found.push(record);
      }
    }
    return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(0, limit);
  }

  async close(): Promise<void> {
    const streams = [...this.#files.values()].map((file) => file.stream);
    this.#files.clear();
    await Promise.all(streams.map((stream) => new Promise((resolve) => stream.end(resolve))));
  }

  #open(name: string): OpenFile {
    const target = path.join(this.#dir, `${name}.jsonl`);
    const known = this.#files.get(name);
    if (known && known.bytes < this.#rotateAt) return known;
    if (known) {
      known.stream.end();
      renameSync(target, path.join(this.#dir, `${name}.1.jsonl`));
    }
    const stream = createWriteStream(target, { fd: openSync(target, 'a') });
    // A full disk must not end the store; the lines are lost.
    stream.on('error', () => this.#files.delete(name));
    const fresh: OpenFile = { stream, bytes: statSync(target, { throwIfNoEntry: false })?.size ?? 0 };
    this.#files.set(name, fresh);
    return fresh;
  }

  async #flush(): Promise<void> {
    await Promise.all(
      [...this.#files.values()].map((file) => new Promise((resolve) => file.stream.write('', resolve))),
    );
  }
}

function fieldsOf(line: string): Record<string, unknown> {
  if (!line.startsWith('{')) return { message: line };
  const value = parse(line);
  return value ?? { message: line };
}

function parse(line: string): LogRecord | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as LogRecord) : undefined;
  } catch {
    return undefined;
  }
}

function concerns(value: unknown, id: string): boolean {
  return typeof value === 'string' && (value === id || value.endsWith(`:${id}`));
}
