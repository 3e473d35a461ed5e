const keptLines = 30;

/** The last lines of a program's output: what an error must show, since the program itself names the reason there. */
export class LogTail {
  readonly #lines: string[] = [];
  #rest = '';
  readonly #log: ((line: string) => void) | undefined;
  readonly #waiting: { text: string; resolve: () => void }[] = [];

  constructor(log?: (line: string) => void) {
    this.#log = log;
  }

  add(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      this.#log?.(line);
      this.#lines.push(line);
      if (this.#lines.length > keptLines) this.#lines.shift();
      for (const { text, resolve } of this.#waiting) if (line.includes(text)) resolve();
    }
  }

  /** Resolves when a line holds the text. */
  wait(text: string): Promise<undefined> {
    return new Promise((resolve) => this.#waiting.push({ text, resolve: () => resolve(undefined) }));
  }

  text(): string {
    return [...this.#lines, this.#rest].join('\n').trim();
  }

  error(message: string): Error {
    const text = this.text();
    return new Error(text === '' ? message : `${message}. Its last lines:\n${text}`);
  }
}
