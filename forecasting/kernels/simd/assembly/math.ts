/** Added to a small number and taken away again it leaves the nearest whole one: 1.5 · 2^23. */
const TO_WHOLE: f32 = 12582912.0;

/**
 * e^x for four numbers: x = n·ln 2 + r with |r| <= ln 2 / 2, a polynomial for e^r (the coefficients of the
 * Cephes library's expf) and 2^n put into the exponent bits. Relative error below 2e-7; NaN stays NaN. No
 * relaxed instruction, hence the same bits on every host.
 */
@inline
function exp4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87.0)), f32x4.splat(87.0));
  // The whole number n stands in the lowest bits too, from where the shift below takes it.
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(TO_WHOLE));
  const n = f32x4.sub(shifted, f32x4.splat(TO_WHOLE));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1.0));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23));
  return f32x4.mul(p, power);
}

@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1.0);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh(x) = 2·sigmoid(2x) − 1; absolute error below 3e-7. */
@inline
export function tanh4(x: v128): v128 {
  const two = f32x4.splat(2.0);
  return f32x4.sub(f32x4.mul(two, sigmoid4(f32x4.mul(two, x))), f32x4.splat(1.0));
}

/** Four numbers at `at`, or, when not `full`, only the first and zeros beside it. */
@inline
export function load4(at: usize, full: bool): v128 {
  return full ? v128.load(at) : v128.load32_zero(at);
}

/** Stores what `load4` loaded: four numbers, or, when not `full`, the first. */
@inline
export function store4(at: usize, value: v128, full: bool): void {
  if (full) v128.store(at, value);
  else v128.store_lane<f32>(at, value, 0);
}
