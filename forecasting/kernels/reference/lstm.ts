import type { LstmLayer, LstmShape, LstmWeights } from '../kernel.ts';
import { checkBackward, checkForward, checkLstmShape, layerReleased, noForwardPass } from '../shapes.ts';
import { accumulateProduct, transposed } from './gemm.ts';

/** What a forward pass leaves for the gradient; in double precision, T steps (states: T + 1, the first is 0). */
interface Tape {
  readonly x: Float32Array;
  readonly recurrent: Float32Array;
  /** i, f, g, o after their activations, `[T, B, 4H]`. */
  readonly gates: Float64Array;
  /** h and c before each step and after the last, `[T + 1, B, H]`. */
  readonly states: Float64Array;
  readonly cells: Float64Array;
}

/** The LSTM as its equations read, in double precision: the oracle for the other kernels. */
export class ReferenceLstm implements LstmLayer {
  readonly shape: LstmShape;
  #tape: Tape | undefined;
  #released = false;

  constructor(shape: LstmShape) {
    checkLstmShape(shape);
    this.shape = shape;
  }

  forward(x: Float32Array, weights: LstmWeights, last: Float32Array): void {
    if (this.#released) throw layerReleased();
    checkForward(this.shape, x, weights, last);
    const tape = runSequence(this.shape, x, weights);
    last.set(tape.states.subarray(tape.states.length - last.length));
    this.#tape = tape;
  }

  backward(lastGradient: Float32Array, gradients: LstmWeights): void {
    checkBackward(this.shape, lastGradient, gradients);
    if (this.#tape === undefined) throw noForwardPass();
    runBackward(this.shape, this.#tape, lastGradient, gradients);
    this.#tape = undefined;
  }

  release(): void {
    this.#released = true;
    this.#tape = undefined;
  }
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

function runSequence(shape: LstmShape, x: Float32Array, weights: LstmWeights): Tape {
  const { steps: T, batch: B, inputs: F, hidden: H } = shape;
  const G = 4 * H;
  const gates = new Float64Array(T * B * G);
  const states = new Float64Array((T + 1) * B * H);
  const cells = new Float64Array((T + 1) * B * H);
  for (let row = 0; row < T * B; row++) gates.set(weights.bias, row * G);
  for (let t = 0; t < T; t++) {
    const z = { array: gates, at: t * B * G };
    const features = { array: x, at: t * B * F, row: F, column: 1 };
    const before = { array: states, at: t * B * H, row: H, column: 1 };
    accumulateProduct({ m: B, n: G, k: F }, features, { array: weights.input, at: 0 }, z);
    accumulateProduct({ m: B, n: G, k: H }, before, { array: weights.recurrent, at: 0 }, z);
    activateStep(shape, t, { gates, states, cells });
  }
  return { x, recurrent: weights.recurrent, gates, states, cells };
}

/** Turns step t's z into gates, in place, and writes the state and cell after it. */
function activateStep(shape: LstmShape, t: number, tape: Pick<Tape, 'gates' | 'states' | 'cells'>): void {
  const { batch: B, hidden: H } = shape;
  const { gates, states, cells } = tape;
  for (let n = 0; n < B; n++) {
    for (let unit = 0; unit < H; unit++) {
      const z = (t * B + n) * 4 * H + unit;
      const at = (t * B + n) * H + unit;
      const after = at + B * H;
      const i = sigmoid(gates[z]!);
      const f = sigmoid(gates[z + H]!);
      const g = Math.tanh(gates[z + 2 * H]!);
      const o = sigmoid(gates[z + 3 * H]!);
      const cell = f * cells[at]! + i * g;
      cells[after] = cell;
      states[after] = o * Math.tanh(cell);
      gates[z] = i;
      gates[z + H] = f;
      gates[z + 2 * H] = g;
      gates[z + 3 * H] = o;
    }
  }
}

function runBackward(shape: LstmShape, tape: Tape, lastGradient: Float32Array, out: LstmWeights): void {
  const { steps: T, batch: B, inputs: F, hidden: H } = shape;
  const G = 4 * H;
  const backward = transposed(tape.recurrent, H, G);
  const dState = Float64Array.from(lastGradient);
  const dCell = new Float64Array(B * H);
  const dz = new Float64Array(B * G);
  const dInput = { array: new Float64Array(F * G), at: 0 };
  const dRecurrent = { array: new Float64Array(H * G), at: 0 };
  const dBias = new Float64Array(G);
  for (let t = T - 1; t >= 0; t--) {
    gradientOfStep(shape, t, tape, { dState, dCell, dz });
    const features = { array: tape.x, at: t * B * F, row: 1, column: F };
    const before = { array: tape.states, at: t * B * H, row: 1, column: H };
    accumulateProduct({ m: F, n: G, k: B }, features, { array: dz, at: 0 }, dInput);
    accumulateProduct({ m: H, n: G, k: B }, before, { array: dz, at: 0 }, dRecurrent);
    for (let n = 0; n < dz.length; n++) dBias[n % G]! += dz[n]!;
    const rows = { array: dz, at: 0, row: G, column: 1 };
    dState.fill(0);
    accumulateProduct({ m: B, n: H, k: G }, rows, { array: backward, at: 0 }, { array: dState, at: 0 });
  }
  out.input.set(dInput.array);
  out.recurrent.set(dRecurrent.array);
  out.bias.set(dBias);
}

interface StepGradients {
  /** Gradient of the state after the step, `[B, H]`. */
  readonly dState: Float64Array;
  /** Gradient of the cell after the step on entry, of the cell before it on return, `[B, H]`. */
  readonly dCell: Float64Array;
  /** Receives the gradient of z, `[B, 4H]`. */
  readonly dz: Float64Array;
}

function gradientOfStep(shape: LstmShape, t: number, tape: Tape, gradients: StepGradients): void {
  const { batch: B, hidden: H } = shape;
  const { gates, cells } = tape;
  const { dState, dCell, dz } = gradients;
  for (let n = 0; n < B; n++) {
    for (let unit = 0; unit < H; unit++) {
      const own = n * 4 * H + unit;
      const z = t * B * 4 * H + own;
      const at = n * H + unit;
      const i = gates[z]!;
      const f = gates[z + H]!;
      const g = gates[z + 2 * H]!;
      const o = gates[z + 3 * H]!;
      const q = Math.tanh(cells[(t + 1) * B * H + at]!);
      const dc = dCell[at]! + dState[at]! * o * (1 - q * q);
      dz[own] = dc * g * i * (1 - i);
      dz[own + H] = dc * cells[t * B * H + at]! * f * (1 - f);
      dz[own + 2 * H] = dc * i * (1 - g * g);
      dz[own + 3 * H] = dState[at]! * q * o * (1 - o);
      dCell[at] = dc * f;
    }
  }
}
