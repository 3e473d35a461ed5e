import { DECODER_FEATURES, decoderColumns, UNKNOWN_AGE_FEATURE } from '../features/windows.ts';
import type { DecoderState } from '../model/decoder-state.ts';
import { unitsOf } from '../model/predict.ts';
import { OUTPUTS } from '../model/parameters.ts';
import { withoutDiscount } from './decoders.ts';
import type { Decoders } from './decoders.ts';

export const driverNames = [
  'recent level',
  'rhythm',
  'planned discounts',
  'calendar',
  'last year',
  'age',
] as const;
export type DriverName = (typeof driverNames)[number];

export interface Driver {
  readonly name: DriverName;
  /** Its part of what all groups move on the days together; all shares add up to 1, or to 0 where nothing moves. */
  readonly share: number;
  /** How many more units the 60 days have because of it, as a part of what they would have without it. */
  readonly effect: number;
}

const MEAN = OUTPUTS - 1;
const WEEK = 7;

/**
 * What moves a forecast, by ablation: each group of inputs is set to what says nothing (the level of the last 112 days
 * instead of 28, every weekday alike, no discount, no calendar, no year before, an unknown age) and the decoders are
 * asked again; how far the days move, as the mean of |ln(mean + 1)| differences, is the group's weight. What the encoder
 * has read of the past stays, so recent level and rhythm count for less here than they truly do.
 */
export function driversOf(decoders: Decoders, state: DecoderState): Driver[] {
  const whole = meansOf(state, decoders.answerInputs(state, state));
  const moved = driverNames.map((name) => {
    const neutral = neutralised(state, name);
    const without = meansOf(neutral, decoders.answerInputs(state, neutral));
    const weight = whole.reduce(
      (sum, units, h) => sum + Math.abs(Math.log((1 + units) / (1 + without[h]!))),
      0,
    );
    const total = (means: readonly number[]): number => means.reduce((sum, units) => sum + units, 0);
    return { name, weight, effect: (1 + total(whole)) / (1 + total(without)) - 1 };
  });
  const all = moved.reduce((sum, { weight }) => sum + weight, 0);
  return moved.map(({ name, weight, effect }) => ({ name, share: all > 0 ? weight / all : 0, effect }));
}

type Inputs = Pick<DecoderState, 'level' | 'ceiling' | 'base' | 'anchor' | 'decoder'>;

function meansOf(inputs: Pick<Inputs, 'level' | 'ceiling' | 'base'>, answers: Float32Array): number[] {
  return Array.from(inputs.base, (_, h) => unitsOf(answers[h * OUTPUTS + MEAN]!, inputs));
}

function neutralised(state: DecoderState, name: DriverName): Inputs {
  const { level, ceiling, base, anchor } = state;
  const decoder = state.decoder.slice();
  const rows = state.base.length;
  const set = (column: number, value: number): void => {
    for (let h = 0; h < rows; h++) decoder[h * DECODER_FEATURES + column] = value;
  };
  const clear = ([from, to]: readonly [number, number]): void => {
    for (let column = from; column < to; column++) set(column, 0);
  };
  if (name === 'recent level') {
    const { level7, level112, heights } = decoderColumns;
    const longer = decoder[level112]!;
    for (const column of [level7, level112]) set(column, 0);
    clear(heights);
    return { level: level + longer, ceiling, base, anchor, decoder };
  }
  if (name === 'rhythm') {
    const smooth = weekly(base);
    clear(decoderColumns.base);
    smooth.forEach((value, h) => (decoder[h * DECODER_FEATURES + decoderColumns.base[0]] = value));
    return { level, ceiling, base: smooth, anchor: weekly(anchor), decoder };
  }
  if (name === 'planned discounts') {
    return { level, ceiling, base, anchor, decoder: withoutDiscount(state, decoder) };
  }
  if (name === 'calendar') clear(decoderColumns.calendar);
  if (name === 'last year') clear(decoderColumns.yearAgo);
  if (name === 'age') set(decoderColumns.age, UNKNOWN_AGE_FEATURE);
  return { level, ceiling, base, anchor, decoder };
}

/** The mean of each day and the six around it, fewer at the ends. */
function weekly(values: Float32Array): Float32Array {
  return values.map((_, h) => {
    const from = Math.max(0, Math.min(h - 3, values.length - WEEK));
    const days = values.subarray(from, from + WEEK);
    return days.reduce((sum, value) => sum + value, 0) / days.length;
  });
}
