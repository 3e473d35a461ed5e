import { accumulate } from './gemm';
import { load4, sigmoid4, store4, tanh4 } from './math';

/**
 * Runs the sequence. Pointers to 32-bit floats: x `[T, B, F]`, input `[F, 4H]`, recurrent `[H, 4H]`, bias `[4H]`;
 * written for the gradient: gates `[T, B, 4H]` after their activations, states and cells `[T + 1, B, H]` (the
 * first of both must be 0), squashed = tanh(cell) `[T, B, H]`.
 */
export function lstmForward(
  x: usize,
  input: usize,
  recurrent: usize,
  bias: usize,
  gates: usize,
  states: usize,
  cells: usize,
  squashed: usize,
  T: i32,
  B: i32,
  F: i32,
  H: i32,
): void {
  const perStep: usize = (<usize>(B * H)) << 2;
  const gateRow: usize = (<usize>H) << 4;
  for (let t = 0; t < T; t++) {
    const at = <usize>t * perStep;
    const z = gates + (at << 2);
    for (let n = 0; n < B; n++) memory.copy(z + <usize>n * gateRow, bias, gateRow);
    const features = x + ((<usize>(t * B * F)) << 2);
    accumulate(features, (<usize>F) << 2, 4, input, z, B, 4 * H, F);
    if (t > 0) accumulate(states + at, (<usize>H) << 2, 4, recurrent, z, B, 4 * H, H);
    activate(z, cells + at, squashed + at, states + at + perStep, perStep, B, H);
  }
}

/** Turns one step's z into gates, in place; `perStep` bytes after `cell` stands the next one. */
function activate(z: usize, cell: usize, squashed: usize, state: usize, perStep: usize, B: i32, H: i32): void {
  const row: usize = (<usize>H) << 2;
  for (let n = 0; n < B; n++) {
    let at: usize = 0;
    for (; at + 16 <= row; at += 16) {
      activateUnits(z + at, row, cell + at, squashed + at, state + at, perStep, true);
    }
    for (; at < row; at += 4) activateUnits(z + at, row, cell + at, squashed + at, state + at, perStep, false);
    z += row << 2;
    cell += row;
    squashed += row;
    state += row;
  }
}

@inline
function activateUnits(
  z: usize,
  row: usize,
  cell: usize,
  squashed: usize,
  state: usize,
  perStep: usize,
  full: bool,
): void {
  const i = sigmoid4(load4(z, full));
  const f = sigmoid4(load4(z + row, full));
  const g = tanh4(load4(z + 2 * row, full));
  const o = sigmoid4(load4(z + 3 * row, full));
  const next = f32x4.add(f32x4.mul(f, load4(cell, full)), f32x4.mul(i, g));
  const q = tanh4(next);
  store4(cell + perStep, next, full);
  store4(squashed, q, full);
  store4(state, f32x4.mul(o, q), full);
  store4(z, i, full);
  store4(z + row, f, full);
  store4(z + 2 * row, g, full);
  store4(z + 3 * row, o, full);
}

/**
 * The gradient of `lstmForward`, over what it wrote. recurrentT `[4H, H]` is the transpose of recurrent; dState
 * `[B, H]` holds the gradient of the last state and is used up; dCell `[B, H]` must be 0 and is used up; gates
 * are overwritten. The gradients dInput, dRecurrent and dBias, shaped as the weights, must be 0 on entry.
 */
export function lstmBackward(
  x: usize,
  recurrentT: usize,
  gates: usize,
  states: usize,
  cells: usize,
  squashed: usize,
  dState: usize,
  dCell: usize,
  dInput: usize,
  dRecurrent: usize,
  dBias: usize,
  T: i32,
  B: i32,
  F: i32,
  H: i32,
): void {
  const perStep: usize = (<usize>(B * H)) << 2;
  const G = 4 * H;
  for (let t = T - 1; t >= 0; t--) {
    const at = <usize>t * perStep;
    const z = gates + (at << 2);
    gradientOfStep(z, cells + at, squashed + at, dState, dCell, B, H);
    // The weights' gradients take each step's part while it is in cache.
    accumulate(x + ((<usize>(t * B * F)) << 2), 4, (<usize>F) << 2, z, dInput, F, G, B);
    addRows(z, dBias, B, G);
    if (t == 0) return;
    accumulate(states + at, 4, (<usize>H) << 2, z, dRecurrent, H, G, B);
    memory.fill(dState, 0, perStep);
    accumulate(z, (<usize>G) << 2, 4, recurrentT, dState, B, H, G);
  }
}

/** Turns one step's gates into the gradient of z, in place, and dCell into that of the cell before. */
function gradientOfStep(z: usize, cell: usize, squashed: usize, dState: usize, dCell: usize, B: i32, H: i32): void {
  const row: usize = (<usize>H) << 2;
  for (let n = 0; n < B; n++) {
    let at: usize = 0;
    for (; at + 16 <= row; at += 16) {
      gradientOfUnits(z + at, row, cell + at, squashed + at, dState + at, dCell + at, true);
    }
    for (; at < row; at += 4) {
      gradientOfUnits(z + at, row, cell + at, squashed + at, dState + at, dCell + at, false);
    }
    z += row << 2;
    cell += row;
    squashed += row;
    dState += row;
    dCell += row;
  }
}

@inline
function gradientOfUnits(
  z: usize,
  row: usize,
  cell: usize,
  squashed: usize,
  dState: usize,
  dCell: usize,
  full: bool,
): void {
  const one = f32x4.splat(1.0);
  const i = load4(z, full);
  const f = load4(z + row, full);
  const g = load4(z + 2 * row, full);
  const o = load4(z + 3 * row, full);
  const q = load4(squashed, full);
  const dh = load4(dState, full);
  const throughState = f32x4.mul(f32x4.mul(dh, o), f32x4.sub(one, f32x4.mul(q, q)));
  const dc = f32x4.add(load4(dCell, full), throughState);
  store4(z, f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i))), full);
  const throughForget = f32x4.mul(dc, load4(cell, full));
  store4(z + row, f32x4.mul(throughForget, f32x4.mul(f, f32x4.sub(one, f))), full);
  store4(z + 2 * row, f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g))), full);
  store4(z + 3 * row, f32x4.mul(f32x4.mul(dh, q), f32x4.mul(o, f32x4.sub(one, o))), full);
  store4(dCell, f32x4.mul(dc, f), full);
}

/** target `[columns]` += the sum of the rows of source `[rows, columns]`; columns is a multiple of 4. */
function addRows(source: usize, target: usize, rows: i32, columns: i32): void {
  const row: usize = (<usize>columns) << 2;
  for (let at: usize = 0; at < row; at += 16) {
    let sum = v128.load(target + at);
    let from = source + at;
    for (let n = 0; n < rows; n++) {
      sum = f32x4.add(sum, v128.load(from));
      from += row;
    }
    v128.store(target + at, sum);
  }
}
