import type { Writable } from 'node:stream';

/** What `npm start` writes: one line a step with its duration, and a live line where the terminal can redraw one. */
export class Terminal {
  readonly #out: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  #live = '';
  #lastPlain = '';

  constructor(out: Writable & { readonly isTTY?: boolean; readonly columns?: number } = process.stdout) {
    this.#out = out;
  }

  line(text: string): void {
    this.#clear();
    this.#out.write(`${text}\n`);
    this.#draw();
  }

  /** Runs a step and writes how long it took. `describe` says what came out of it. */
  async step<T>(
    name: string,
    work: () => Promise<T>,
    describe: (result: T) => string = () => '',
  ): Promise<T> {
    const started = performance.now();
    const result = await work();
    const detail = describe(result);
    this.line(
      `  ✓ ${name}${detail === '' ? '' : `, ${detail}`} ${this.dim(seconds(performance.now() - started))}`,
    );
    return result;
  }

  /**
   * Shows what is going on; the next call replaces it, and `undefined` ends it. Where output is no terminal it is a
   * line of its own, and the same text is not repeated.
   */
  live(text: string | undefined): void {
    if (!this.#out.isTTY) {
      if (text !== undefined && text !== this.#lastPlain) this.#out.write(`    ${text}\n`);
      this.#lastPlain = text ?? '';
      return;
    }
    this.#clear();
    this.#live = text ?? '';
    this.#draw();
  }

  dim(text: string): string {
    return this.#out.isTTY ? `\x1b[2m${text}\x1b[22m` : text;
  }

  bold(text: string): string {
    return this.#out.isTTY ? `\x1b[1m${text}\x1b[22m` : text;
  }

  #clear(): void {
    if (this.#live !== '') this.#out.write('\r\x1b[2K');
  }

  #draw(): void {
    if (this.#live !== '') this.#out.write(`  ${this.#live.slice(0, (this.#out.columns ?? 80) - 4)}`);
  }
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
