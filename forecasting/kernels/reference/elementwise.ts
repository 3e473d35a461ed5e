import type { AdamSlots, AdamStep, LstmKernel, RowGroups } from '../kernel.ts';
import { checkAdam, checkPair, checkRows } from '../shapes.ts';

type Elementwise = Pick<
  LstmKernel,
  'repeatRows' | 'sumRows' | 'relu' | 'reluBackward' | 'add' | 'multiply' | 'adam'
>;

/** The element-wise part of the interface in plain loops, where a kernel has nothing faster. */
export const elementwise: Elementwise = { repeatRows, sumRows, relu, reluBackward, add, multiply, adam };

function repeatRows(size: RowGroups, source: Float32Array, target: Float32Array): void {
  checkRows('repeatRows', size, source, target);
  const { groups, repeat, columns } = size;
  for (let group = 0; group < groups; group++) {
    const row = source.subarray(group * columns, (group + 1) * columns);
    for (let n = 0; n < repeat; n++) target.set(row, (group * repeat + n) * columns);
  }
}

function sumRows(size: RowGroups, source: Float32Array, target: Float32Array): void {
  checkRows('sumRows', size, target, source);
  const { groups, repeat, columns } = size;
  const sums = new Float64Array(columns);
  for (let group = 0; group < groups; group++) {
    sums.fill(0);
    let at = group * repeat * columns;
    for (let n = 0; n < repeat; n++) {
      for (let column = 0; column < columns; column++) sums[column]! += source[at++]!;
    }
    target.set(sums, group * columns);
  }
}

function relu(values: Float32Array): void {
  for (let n = 0; n < values.length; n++) if (!(values[n]! > 0)) values[n] = 0;
}

function reluBackward(output: Float32Array, gradient: Float32Array): void {
  checkPair('reluBackward', output, gradient);
  for (let n = 0; n < output.length; n++) if (!(output[n]! > 0)) gradient[n] = 0;
}

function add(source: Float32Array, target: Float32Array): void {
  checkPair('add', source, target);
  for (let n = 0; n < source.length; n++) target[n]! += source[n]!;
}

function multiply(factor: Float32Array, target: Float32Array): void {
  checkPair('multiply', factor, target);
  for (let n = 0; n < factor.length; n++) target[n]! *= factor[n]!;
}

function adam(slots: AdamSlots, gradient: Float32Array, options: AdamStep): void {
  const { step, rate, beta1, beta2, epsilon, decay } = options;
  checkAdam(slots, gradient, step);
  const { values, first, second } = slots;
  const unbias1 = 1 / (1 - beta1 ** step);
  const unbias2 = 1 / (1 - beta2 ** step);
  const keep = 1 - rate * decay;
  for (let n = 0; n < values.length; n++) {
    const g = gradient[n]!;
    const m = beta1 * first[n]! + (1 - beta1) * g;
    const v = beta2 * second[n]! + (1 - beta2) * g * g;
    first[n] = m;
    second[n] = v;
    values[n] = values[n]! * keep - (rate * m * unbias1) / (Math.sqrt(v * unbias2) + epsilon);
  }
}
