import type { KernelMemory } from './memory.ts';

/** How a call uses an array: reads it, overwrites all of it, or changes it. */
export type Use = 'in' | 'out' | 'inout';

/**
 * Runs `call` with an address for each array. What lies outside the kernel's memory is copied in before the
 * call, unless it is only written, and out after it, unless it is only read.
 */
export function withAddresses(
  memory: KernelMemory,
  arrays: readonly (readonly [Use, Float32Array])[],
  call: (...addresses: number[]) => void,
): void {
  const copies: { use: Use; array: Float32Array; copy: Float32Array }[] = [];
  try {
    const addresses = arrays.map(([use, array]) => {
      if (memory.owns(array)) return array.byteOffset;
      const copy = memory.allocate(array.length);
      copies.push({ use, array, copy });
      if (use !== 'out') copy.set(array);
      return copy.byteOffset;
    });
    call(...addresses);
    for (const { use, array, copy } of copies) if (use !== 'in') array.set(copy);
  } finally {
    for (const { copy } of copies) memory.release(copy);
  }
}
