/** Rows of C and length of the sums that are worked on at once, so that their parts of A and B stay in cache. */
const ROWS: i32 = 64;
const SUMS: i32 = 256;

/** Where a strip of B is copied to: 8 columns of `SUMS` rows, 8,192 bytes. */
let scratch: usize = 0;

/** Gives the module its scratch memory of 8,192 bytes; must come before any product. */
export function useScratch(at: usize): void {
  scratch = at;
}

/**
 * C `[m, n]` += A·B. `rowA` and `sumA` are the bytes from one row of A to the next and from one summand to the
 * next, so A may be given transposed; B `[k, n]` and C are row-major without gaps.
 */
export function accumulate(
  a: usize,
  rowA: usize,
  sumA: usize,
  b: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
): void {
  const row: usize = (<usize>n) << 2;
  for (let firstSum = 0; firstSum < k; firstSum += SUMS) {
    const sums = min(SUMS, k - firstSum);
    const fromB = b + <usize>firstSum * row;
    for (let firstRow = 0; firstRow < m; firstRow += ROWS) {
      const rows = min(ROWS, m - firstRow);
      const fromA = a + <usize>firstRow * rowA + <usize>firstSum * sumA;
      block(fromA, rowA, sumA, fromB, c + <usize>firstRow * row, rows, n, sums);
    }
  }
}

function block(a: usize, rowA: usize, sumA: usize, b: usize, c: usize, m: i32, n: i32, k: i32): void {
  const row: usize = (<usize>n) << 2;
  let column = 0;
  for (; column + 8 <= n; column += 8) {
    const at: usize = (<usize>column) << 2;
    let i = 0;
    copyStrip(b + at, row, k);
    for (; i + 4 <= m; i += 4) four8(a + <usize>i * rowA, rowA, sumA, c + <usize>i * row + at, row, k);
    for (; i < m; i++) one8(a + <usize>i * rowA, sumA, b + at, c + <usize>i * row + at, row, k);
  }
  for (; column + 4 <= n; column += 4) {
    const at: usize = (<usize>column) << 2;
    let i = 0;
    for (; i + 4 <= m; i += 4) four4(a + <usize>i * rowA, rowA, sumA, b + at, c + <usize>i * row + at, row, k);
    for (; i < m; i++) one4(a + <usize>i * rowA, sumA, b + at, c + <usize>i * row + at, row, k);
  }
  for (; column < n; column++) {
    const at: usize = (<usize>column) << 2;
    for (let i = 0; i < m; i++) one1(a + <usize>i * rowA, sumA, b + at, c + <usize>i * row + at, row, k);
  }
}

/**
 * Eight columns of B, one row after the other. Rows that are a power of two apart share few places in the first
 * cache and push each other out, and the strip is read for every four rows of C.
 */
function copyStrip(b: usize, row: usize, k: i32): void {
  const end = scratch + ((<usize>k) << 5);
  for (let target = scratch; target < end; target += 32) {
    v128.store(target, v128.load(b));
    v128.store(target, v128.load(b, 16), 16);
    b += row;
  }
}

@inline
function fma(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** Four rows and eight columns of C in eight registers over all k, with the strip of B that was copied. */
@inline
function four8(a: usize, rowA: usize, sumA: usize, c: usize, row: usize, k: i32): void {
  let b = scratch;
  const c1 = c + row;
  const c2 = c1 + row;
  const c3 = c2 + row;
  let s00 = v128.load(c);
  let s01 = v128.load(c, 16);
  let s10 = v128.load(c1);
  let s11 = v128.load(c1, 16);
  let s20 = v128.load(c2);
  let s21 = v128.load(c2, 16);
  let s30 = v128.load(c3);
  let s31 = v128.load(c3, 16);
  const a1 = rowA;
  const a2 = a1 + rowA;
  const a3 = a2 + rowA;
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    s00 = fma(s00, x, b0);
    s01 = fma(s01, x, b1);
    x = v128.load32_splat(a + a1);
    s10 = fma(s10, x, b0);
    s11 = fma(s11, x, b1);
    x = v128.load32_splat(a + a2);
    s20 = fma(s20, x, b0);
    s21 = fma(s21, x, b1);
    x = v128.load32_splat(a + a3);
    s30 = fma(s30, x, b0);
    s31 = fma(s31, x, b1);
    a += sumA;
    b += 32;
  }
  v128.store(c, s00);
  v128.store(c, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

@inline
function four4(a: usize, rowA: usize, sumA: usize, b: usize, c: usize, row: usize, k: i32): void {
  const c1 = c + row;
  const c2 = c1 + row;
  const c3 = c2 + row;
  let s0 = v128.load(c);
  let s1 = v128.load(c1);
  let s2 = v128.load(c2);
  let s3 = v128.load(c3);
  const a1 = rowA;
  const a2 = a1 + rowA;
  const a3 = a2 + rowA;
  for (let p = 0; p < k; p++) {
    const b0 = v128.load(b);
    s0 = fma(s0, v128.load32_splat(a), b0);
    s1 = fma(s1, v128.load32_splat(a + a1), b0);
    s2 = fma(s2, v128.load32_splat(a + a2), b0);
    s3 = fma(s3, v128.load32_splat(a + a3), b0);
    a += sumA;
    b += row;
  }
  v128.store(c, s0);
  v128.store(c1, s1);
  v128.store(c2, s2);
  v128.store(c3, s3);
}

@inline
function one8(a: usize, sumA: usize, b: usize, c: usize, row: usize, k: i32): void {
  let s0 = v128.load(c);
  let s1 = v128.load(c, 16);
  for (let p = 0; p < k; p++) {
    const x = v128.load32_splat(a);
    s0 = fma(s0, x, v128.load(b));
    s1 = fma(s1, x, v128.load(b, 16));
    a += sumA;
    b += row;
  }
  v128.store(c, s0);
  v128.store(c, s1, 16);
}

@inline
function one4(a: usize, sumA: usize, b: usize, c: usize, row: usize, k: i32): void {
  let s0 = v128.load(c);
  for (let p = 0; p < k; p++) {
    s0 = fma(s0, v128.load32_splat(a), v128.load(b));
    a += sumA;
    b += row;
  }
  v128.store(c, s0);
}

@inline
function one1(a: usize, sumA: usize, b: usize, c: usize, row: usize, k: i32): void {
  let sum = load<f32>(c);
  for (let p = 0; p < k; p++) {
    sum += load<f32>(a) * load<f32>(b);
    a += sumA;
    b += row;
  }
  store<f32>(c, sum);
}

/** The transpose of `matrix` `[rows, columns]` into `target` `[columns, rows]`. */
export function transpose(matrix: usize, target: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      store<f32>(target + ((<usize>(j * rows + i)) << 2), load<f32>(matrix + ((<usize>(i * columns + j)) << 2)));
    }
  }
}
