/** How many of the threads that an ensemble may use have nothing to do, counted in memory that they all see. */
export class SpareThreads {
  readonly #count: Int32Array;

  /** @param bytes at least four, given to every thread; the count that stands in them goes on */
  constructor(bytes: SharedArrayBuffer) {
    this.#count = new Int32Array(bytes, 0, 1);
  }

  /** A count of its own that begins with `count`, and the memory to hand to other threads. */
  static of(count: number): { readonly bytes: SharedArrayBuffer; readonly spare: SpareThreads } {
    const bytes = new SharedArrayBuffer(4);
    const spare = new SpareThreads(bytes);
    spare.giveBack(count);
    return { bytes, spare };
  }

  /** Takes one, if there is any. */
  take(): boolean {
    for (let count = Atomics.load(this.#count, 0); count > 0;) {
      const found = Atomics.compareExchange(this.#count, 0, count, count - 1);
      if (found === count) return true;
      count = found;
    }
    return false;
  }

  giveBack(count = 1): void {
    Atomics.add(this.#count, 0, count);
  }
}
