/** No day sells more units and no price is higher; sums and multiples of these stay finite in 32-bit numbers. */
export const LARGEST_NUMBER = 1e12;

const DECIMAL = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a cell holds; NaN where it is none, or lies beyond ± `LARGEST_NUMBER`. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  const value = DECIMAL.test(trimmed) ? Number(trimmed) : NaN;
  return Math.abs(value) <= LARGEST_NUMBER ? value : NaN;
}
