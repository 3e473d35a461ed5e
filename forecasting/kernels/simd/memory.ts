const PAGE = 65_536;
const MEGABYTE = 1_048_576;
/** Arrays start and end at cache lines. */
const LINE = 64;

/** A stretch of memory: its first byte and its length in bytes. */
interface Stretch {
  at: number;
  bytes: number;
}

/**
 * The memory of one WebAssembly instance, handed out as `Float32Array`s. Its size is fixed, since growing it
 * would detach every array given out; the operating system provides only the pages that are written to.
 */
export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  readonly #free: Stretch[];
  readonly #taken = new Map<number, number>();
  readonly #megabytes: number;

  constructor(megabytes: number) {
    const pages = Math.ceil((megabytes * MEGABYTE) / PAGE);
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.#megabytes = megabytes;
    // The first line stays unused, so that no array has the address 0.
    this.#free = [{ at: LINE, bytes: pages * PAGE - LINE }];
  }

  /** A zeroed array of `length` numbers; throws a `RangeError` that says how to get more when none is left. */
  allocate(length: number): Float32Array {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`allocate: length must be a whole number, was given ${length}`);
    }
    const bytes = Math.max(LINE, Math.ceil((length * 4) / LINE) * LINE);
    const index = this.#free.findIndex((stretch) => stretch.bytes >= bytes);
    const found = this.#free[index];
    if (found === undefined) {
      throw new RangeError(
        `allocate: no room for ${length} numbers in the kernel's ${this.#megabytes} MB;` +
          ` use smaller batches or load the kernel with more memoryMegabytes`,
      );
    }
    const at = found.at;
    found.at += bytes;
    found.bytes -= bytes;
    if (found.bytes === 0) this.#free.splice(index, 1);
    this.#taken.set(at, bytes);
    return new Float32Array(this.memory.buffer, at, length).fill(0);
  }

  /** Takes an array from `allocate` back; throws when it is none or was given back before. */
  release(array: Float32Array): void {
    const at = array.byteOffset;
    const bytes = this.owns(array) ? this.#taken.get(at) : undefined;
    if (bytes === undefined) {
      throw new Error('release: expected an array from allocate that was not released before');
    }
    this.#taken.delete(at);
    const after = this.#free.findIndex((stretch) => stretch.at > at);
    const index = after === -1 ? this.#free.length : after;
    this.#free.splice(index, 0, { at, bytes });
    this.#join(index);
    this.#join(index - 1);
  }

  /** Whether the array lies in this memory, so that its `byteOffset` is its address. */
  owns(array: Float32Array): boolean {
    return array.buffer === this.memory.buffer;
  }

  /** Makes one of the free stretches at `index` and after it, if they touch. */
  #join(index: number): void {
    const left = this.#free[index];
    const right = this.#free[index + 1];
    if (left === undefined || right === undefined || left.at + left.bytes !== right.at) return;
    left.bytes += right.bytes;
    this.#free.splice(index + 1, 1);
  }
}
