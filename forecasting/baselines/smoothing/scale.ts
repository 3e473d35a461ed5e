import type { Series } from '../series.ts';

/** The scale on which a series is smoothed: where parts add up, they are shares of the level, or units. */
export interface Scale {
  readonly name: 'logarithms' | 'units';
  readonly of: (units: number) => number;
  /** Units again, never below 0; on logarithms `smearing` times as high (counted from −1). */
  readonly back: (value: number, smearing: number) => number;
  /** ln of the derivative of `of`, which makes likelihoods on different scales comparable. */
  readonly logSlope: (units: number) => number;
}

export const scales: readonly Scale[] = [
  {
    name: 'logarithms',
    of: Math.log1p,
    back: (value, smearing) => Math.max(0, Math.expm1(value) * smearing + (smearing - 1)),
    logSlope: (units) => -Math.log1p(units),
  },
  { name: 'units', of: (units) => units, back: (value) => Math.max(0, value), logSlope: () => 0 },
];

/** The series on a scale; NaN where not observed. `[days]` */
export function scaled({ units, observed }: Series, scale: Scale): Float64Array {
  return Float64Array.from(units, (value, day) => (observed[day] === 1 ? scale.of(value) : NaN));
}
