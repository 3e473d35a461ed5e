import { load4, store4 } from './math';

/** Bytes of an array that whole groups of four cover. */
@inline
function wholeFours(length: i32): usize {
  return (<usize>(length & ~3)) << 2;
}

/** Each row of source `[groups, columns]` into `repeat` rows of target. */
export function repeatRows(source: usize, target: usize, groups: i32, repeat: i32, columns: i32): void {
  const row: usize = (<usize>columns) << 2;
  for (let group = 0; group < groups; group++) {
    for (let n = 0; n < repeat; n++) {
      memory.copy(target, source, row);
      target += row;
    }
    source += row;
  }
}

/** Each row of target `[groups, columns]` = the sum of its `repeat` rows of source. */
export function sumRows(source: usize, target: usize, groups: i32, repeat: i32, columns: i32): void {
  const row: usize = (<usize>columns) << 2;
  const fours = wholeFours(columns);
  for (let group = 0; group < groups; group++) {
    let at: usize = 0;
    for (; at < fours; at += 16) store4(target + at, sumOf(source + at, row, repeat, true), true);
    for (; at < row; at += 4) store4(target + at, sumOf(source + at, row, repeat, false), false);
    source += row * <usize>repeat;
    target += row;
  }
}

@inline
function sumOf(from: usize, row: usize, repeat: i32, full: bool): v128 {
  let sum = f32x4.splat(0.0);
  for (let n = 0; n < repeat; n++) {
    sum = f32x4.add(sum, load4(from, full));
    from += row;
  }
  return sum;
}

/** values = max(0, values); NaN becomes 0, as in the comparison `x > 0`. */
export function relu(values: usize, length: i32): void {
  const zero = f32x4.splat(0.0);
  const fours = wholeFours(length);
  const end: usize = (<usize>length) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) store4(values + at, f32x4.pmax(zero, load4(values + at, true)), true);
  for (; at < end; at += 4) store4(values + at, f32x4.pmax(zero, load4(values + at, false)), false);
}

/** gradient = 0 where output is not above 0. */
export function reluBackward(output: usize, gradient: usize, length: i32): void {
  const fours = wholeFours(length);
  const end: usize = (<usize>length) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) keepWhereAbove0(output + at, gradient + at, true);
  for (; at < end; at += 4) keepWhereAbove0(output + at, gradient + at, false);
}

@inline
function keepWhereAbove0(output: usize, gradient: usize, full: bool): void {
  const above = f32x4.gt(load4(output, full), f32x4.splat(0.0));
  store4(gradient, v128.and(load4(gradient, full), above), full);
}

/** target += source. */
export function add(source: usize, target: usize, length: i32): void {
  const fours = wholeFours(length);
  const end: usize = (<usize>length) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    v128.store(target + at, f32x4.add(v128.load(target + at), v128.load(source + at)));
  }
  for (; at < end; at += 4) store<f32>(target + at, load<f32>(target + at) + load<f32>(source + at));
}

/** target *= factor. */
export function multiply(factor: usize, target: usize, length: i32): void {
  const fours = wholeFours(length);
  const end: usize = (<usize>length) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    v128.store(target + at, f32x4.mul(v128.load(target + at), v128.load(factor + at)));
  }
  for (; at < end; at += 4) store<f32>(target + at, load<f32>(target + at) * load<f32>(factor + at));
}

/**
 * values = values·keep − rate1·m / (√(v·unbias2) + epsilon) with the moments m and v moved towards gradient and
 * its square; rate1 holds the rate and the first moment's correction.
 */
export function adam(
  values: usize,
  first: usize,
  second: usize,
  gradient: usize,
  length: i32,
  beta1: f32,
  beta2: f32,
  rate1: f32,
  unbias2: f32,
  epsilon: f32,
  keep: f32,
): void {
  const fours = wholeFours(length);
  const end: usize = (<usize>length) << 2;
  let at: usize = 0;
  for (; at < fours; at += 16) {
    adamOf(values + at, first + at, second + at, gradient + at, beta1, beta2, rate1, unbias2, epsilon, keep, true);
  }
  for (; at < end; at += 4) {
    adamOf(values + at, first + at, second + at, gradient + at, beta1, beta2, rate1, unbias2, epsilon, keep, false);
  }
}

@inline
function adamOf(
  value: usize,
  first: usize,
  second: usize,
  gradient: usize,
  beta1: f32,
  beta2: f32,
  rate1: f32,
  unbias2: f32,
  epsilon: f32,
  keep: f32,
  full: bool,
): void {
  const g = load4(gradient, full);
  const m = mix(load4(first, full), g, beta1);
  const v = mix(load4(second, full), f32x4.mul(g, g), beta2);
  store4(first, m, full);
  store4(second, v, full);
  const root = f32x4.sqrt(f32x4.mul(v, f32x4.splat(unbias2)));
  const move = f32x4.div(f32x4.mul(f32x4.splat(rate1), m), f32x4.add(root, f32x4.splat(epsilon)));
  store4(value, f32x4.sub(f32x4.mul(load4(value, full), f32x4.splat(keep)), move), full);
}

/** before·share + now·(1 − share). */
@inline
function mix(before: v128, now: v128, share: f32): v128 {
  return f32x4.add(f32x4.mul(before, f32x4.splat(share)), f32x4.mul(now, f32x4.splat(<f32>1.0 - share)));
}
