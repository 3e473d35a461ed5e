import type { AdamSlots, GemmSize, LstmShape, LstmWeights, Product, RowGroups } from './kernel.ts';

/** Throws a `RangeError` unless `array` has exactly `expected` elements, which `shape` spells out. */
export function expectLength(name: string, array: Float32Array, expected: number, shape: string): void {
  if (array.length !== expected) {
    throw new RangeError(`${name}: expected ${expected} numbers ${shape}, was given ${array.length}`);
  }
}

/** Throws a `RangeError` unless every size is a positive integer. */
export function expectSizes(where: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`${where}: ${name} must be a positive integer, was given ${size}`);
    }
  }
}

export function checkLstmShape(shape: LstmShape): void {
  const { steps, batch, inputs, hidden } = shape;
  expectSizes('lstm', { steps, batch, inputs, hidden });
}

export function checkWeights(what: string, shape: LstmShape, weights: LstmWeights): void {
  const { inputs, hidden } = shape;
  const gates = 4 * hidden;
  expectLength(`${what}.input`, weights.input, inputs * gates, `[${inputs}, ${gates}]`);
  expectLength(`${what}.recurrent`, weights.recurrent, hidden * gates, `[${hidden}, ${gates}]`);
  expectLength(`${what}.bias`, weights.bias, gates, `[${gates}]`);
}

export function checkForward(
  shape: LstmShape,
  x: Float32Array,
  weights: LstmWeights,
  last: Float32Array,
): void {
  const { steps, batch, inputs, hidden } = shape;
  expectLength('x', x, steps * batch * inputs, `[${steps}, ${batch}, ${inputs}]`);
  checkWeights('weights', shape, weights);
  expectLength('last', last, batch * hidden, `[${batch}, ${hidden}]`);
}

export function checkBackward(shape: LstmShape, lastGradient: Float32Array, gradients: LstmWeights): void {
  const { batch, hidden } = shape;
  expectLength('lastGradient', lastGradient, batch * hidden, `[${batch}, ${hidden}]`);
  checkWeights('gradients', shape, gradients);
}

export function checkGemm(
  product: Product,
  size: GemmSize,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
): void {
  const { m, n, k } = size;
  expectSizes('gemm', { m, n, k });
  expectLength('gemm a', a, m * k, product === 'tn' ? `[${k}, ${m}]` : `[${m}, ${k}]`);
  expectLength('gemm b', b, k * n, product === 'nt' ? `[${n}, ${k}]` : `[${k}, ${n}]`);
  expectLength('gemm c', c, m * n, `[${m}, ${n}]`);
}

/** `few` is the array with a row a group, `many` the one with `repeat` rows a group. */
export function checkRows(where: string, size: RowGroups, few: Float32Array, many: Float32Array): void {
  const { groups, repeat, columns } = size;
  expectSizes(where, { groups, repeat, columns });
  expectLength(`${where}, a row a group`, few, groups * columns, `[${groups}, ${columns}]`);
  expectLength(
    `${where}, a row a repeat`,
    many,
    groups * repeat * columns,
    `[${groups * repeat}, ${columns}]`,
  );
}

export function checkPair(where: string, source: Float32Array, target: Float32Array): void {
  expectLength(`${where}, second array`, target, source.length, 'as in the first');
}

export function checkAdam(slots: AdamSlots, gradient: Float32Array, step: number): void {
  expectSizes('adam', { step });
  const { length } = slots.values;
  expectLength('adam first', slots.first, length, 'as in values');
  expectLength('adam second', slots.second, length, 'as in values');
  expectLength('adam gradient', gradient, length, 'as in values');
}

/** Thrown by `backward` when the layer holds no forward pass. */
export function noForwardPass(): Error {
  return new Error('lstm backward: forward must be called first, and once for each backward');
}

/** Thrown by `forward` of a layer that was released. */
export function layerReleased(): Error {
  return new Error('lstm forward: the layer was released');
}
