import type { LstmLayer, LstmShape, LstmWeights } from '../kernel.ts';
import { checkBackward, checkForward, checkLstmShape, layerReleased, noForwardPass } from '../shapes.ts';
import type { KernelExports } from './exports.ts';
import type { KernelMemory } from './memory.ts';
import { withAddresses } from './staging.ts';

/** What one shape needs between and during the passes; shapes as in `assembly/lstm.ts`. */
interface Workspace {
  readonly gates: Float32Array;
  readonly states: Float32Array;
  readonly cells: Float32Array;
  readonly squashed: Float32Array;
  readonly recurrentT: Float32Array;
  readonly dState: Float32Array;
  readonly dCell: Float32Array;
}

export class SimdLstm implements LstmLayer {
  readonly shape: LstmShape;
  readonly #exports: KernelExports;
  readonly #memory: KernelMemory;
  readonly #space: Workspace;
  /** The layer's copy of inputs that lie outside the kernel's memory, made when the first such come. */
  #inputs: Float32Array | undefined;
  /** Address of the inputs of the forward pass that waits for its backward. */
  #pending: number | undefined;
  #released = false;

  constructor(exports: KernelExports, memory: KernelMemory, shape: LstmShape) {
    checkLstmShape(shape);
    const { steps: T, batch: B, hidden: H } = shape;
    this.shape = shape;
    this.#exports = exports;
    this.#memory = memory;
    this.#space = {
      gates: memory.allocate(T * B * 4 * H),
      states: memory.allocate((T + 1) * B * H),
      cells: memory.allocate((T + 1) * B * H),
      squashed: memory.allocate(T * B * H),
      recurrentT: memory.allocate(4 * H * H),
      dState: memory.allocate(B * H),
      dCell: memory.allocate(B * H),
    };
  }

  forward(x: Float32Array, weights: LstmWeights, last: Float32Array): void {
    if (this.#released) throw layerReleased();
    checkForward(this.shape, x, weights, last);
    const { steps: T, batch: B, inputs: F, hidden: H } = this.shape;
    const { gates, states, cells, squashed, recurrentT } = this.#space;
    const inputs = this.#stageInputs(x);
    withAddresses(
      this.#memory,
      [
        ['in', weights.input],
        ['in', weights.recurrent],
        ['in', weights.bias],
      ],
      (input, recurrent, bias) => {
        const tape = [gates, states, cells, squashed].map((array) => array.byteOffset);
        this.#exports.lstmForward(inputs, input, recurrent, bias, ...tape, T, B, F, H);
        this.#exports.transpose(recurrent, recurrentT.byteOffset, H, 4 * H);
      },
    );
    last.set(states.subarray(T * B * H));
    this.#pending = inputs;
  }

  backward(lastGradient: Float32Array, gradients: LstmWeights): void {
    checkBackward(this.shape, lastGradient, gradients);
    const inputs = this.#pending;
    if (inputs === undefined) throw noForwardPass();
    const { steps: T, batch: B, inputs: F, hidden: H } = this.shape;
    const { gates, states, cells, squashed, recurrentT, dState, dCell } = this.#space;
    dState.set(lastGradient);
    dCell.fill(0);
    const { input, recurrent, bias } = gradients;
    for (const array of [input, recurrent, bias]) array.fill(0);
    withAddresses(
      this.#memory,
      [
        ['inout', input],
        ['inout', recurrent],
        ['inout', bias],
      ],
      (...addresses) => {
        const space = [recurrentT, gates, states, cells, squashed, dState, dCell].map((a) => a.byteOffset);
        this.#exports.lstmBackward(inputs, ...space, ...addresses, T, B, F, H);
      },
    );
    this.#pending = undefined;
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#pending = undefined;
    for (const array of Object.values(this.#space) as Float32Array[]) this.#memory.release(array);
    if (this.#inputs !== undefined) this.#memory.release(this.#inputs);
  }

  #stageInputs(x: Float32Array): number {
    if (this.#memory.owns(x)) return x.byteOffset;
    this.#inputs ??= this.#memory.allocate(x.length);
    this.#inputs.set(x);
    return this.#inputs.byteOffset;
  }
}
