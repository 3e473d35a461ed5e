import type { GemmSize, Product } from '../kernel.ts';
import { checkGemm } from '../shapes.ts';

type Numbers = Float32Array | Float64Array;

/** A matrix as its array, the offset of its first element, and the steps from row to row and column to column. */
interface Strided {
  readonly array: Numbers;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/**
 * C += A·B in double precision, one row of C at a time; B and C are row-major without gaps.
 * `c` `[m, n]`, A `[m, k]` as its strides say, B `[k, n]`.
 */
export function accumulateProduct(
  size: { readonly m: number; readonly n: number; readonly k: number },
  a: Strided,
  b: { readonly array: Numbers; readonly at: number },
  c: { readonly array: Float64Array; readonly at: number },
): void {
  const { m, n, k } = size;
  const left = a.array;
  const right = b.array;
  const sums = c.array;
  for (let i = 0; i < m; i++) {
    const row = c.at + i * n;
    for (let p = 0; p < k; p++) {
      const factor = left[a.at + i * a.row + p * a.column]!;
      const from = b.at + p * n;
      for (let j = 0; j < n; j++) sums[row + j]! += factor * right[from + j]!;
    }
  }
}

/** The transpose of `matrix` `[rows, columns]`, `[columns, rows]`. */
export function transposed(matrix: Numbers, rows: number, columns: number): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = matrix[row * columns + column]!;
  }
  return out;
}

/** See `LstmKernel.gemm`; sums are taken in double precision. */
export function gemm(
  product: Product,
  size: GemmSize,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
): void {
  checkGemm(product, size, a, b, c);
  const { m, n, k, accumulate = false } = size;
  const sums = accumulate ? Float64Array.from(c) : new Float64Array(m * n);
  const left = { array: a, at: 0, row: product === 'tn' ? 1 : k, column: product === 'tn' ? m : 1 };
  const right = { array: product === 'nt' ? transposed(b, n, k) : b, at: 0 };
  accumulateProduct({ m, n, k }, left, right, { array: sums, at: 0 });
  c.set(sums);
}
