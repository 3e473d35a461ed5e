import type { LstmKernel, LstmLayer, LstmShape, LstmWeights } from '../kernel.ts';
import { checkBackward, checkForward, checkLstmShape, layerReleased, noForwardPass } from '../shapes.ts';
import type { Ops, TensorId } from './ops.ts';

/** Tensors that every pass of a layer uses: they depend on its shape alone. */
interface Constants {
  /** T as a 64-bit scalar. */
  readonly length: TensorId;
  /** Zeros `[B, H]`: state and cell before the first step. */
  readonly start: TensorId;
  /** Zeros `[H]`: the peephole weights that the op wants and does not use. */
  readonly peephole: TensorId;
  /** Zeros `[T, B, H]`: the cells' gradient. */
  readonly noGradient: TensorId;
  /** Where the last step begins in `[T, B, H]`, and its size. */
  readonly lastStep: TensorId;
  readonly stepSize: TensorId;
}

/**
 * The layer by TensorFlow's fused ops, one call for the whole sequence. Their gates stand in the order i, f, c, o;
 * W and U are one matrix `[F + H, 4H]`; no forget bias is added.
 */
export class NativeLstm implements LstmLayer {
  readonly shape: LstmShape;
  readonly #ops: Ops;
  readonly #constants: Constants;
  readonly #memory: Pick<LstmKernel, 'allocate' | 'release'>;
  /** Gradient of all states `[T, B, H]`: 0 but for the last step. */
  readonly #stateGradient: Float32Array;
  /** The op's inputs and outputs of the forward pass that waits for its backward. */
  #tape: { readonly inputs: TensorId[]; readonly outputs: TensorId[] } | undefined;
  #released = false;

  /** @param memory where arrays begin at cache lines, so that TensorFlow takes them as they are */
  constructor(ops: Ops, shape: LstmShape, memory: Pick<LstmKernel, 'allocate' | 'release'>) {
    checkLstmShape(shape);
    const { steps: T, batch: B, hidden: H } = shape;
    this.shape = shape;
    this.#ops = ops;
    this.#memory = memory;
    this.#stateGradient = memory.allocate(T * B * H);
    this.#constants = {
      length: ops.long(T),
      start: ops.tensor([B, H], new Float32Array(B * H)),
      peephole: ops.tensor([H], new Float32Array(H)),
      noGradient: ops.tensor([T, B, H], new Float32Array(T * B * H)),
      lastStep: ops.integers([T - 1, 0, 0]),
      stepSize: ops.integers([1, B, H]),
    };
  }

  forward(x: Float32Array, weights: LstmWeights, last: Float32Array): void {
    if (this.#released) throw layerReleased();
    checkForward(this.shape, x, weights, last);
    this.#dropTape();
    const { steps: T, batch: B, inputs: F, hidden: H } = this.shape;
    const { length, start, peephole, lastStep, stepSize } = this.#constants;
    const both = new Float32Array((F + H) * 4 * H);
    both.set(weights.input);
    both.set(weights.recurrent, weights.input.length);
    this.#ops.scoped((keep) => {
      const features = keep(this.#ops.tensor([T, B, F], x));
      const matrix = keep(this.#ops.tensor([F + H, 4 * H], both));
      const bias = keep(this.#ops.tensor([4 * H], weights.bias));
      const inputs = [length, features, start, start, matrix, peephole, peephole, peephole, bias];
      const outputs = this.#ops.blockLstm(inputs).map(keep);
      this.#tape = { inputs, outputs };
      last.set(this.#ops.read(this.#ops.slice(outputs[6]!, lastStep, stepSize)));
    });
  }

  backward(lastGradient: Float32Array, gradients: LstmWeights): void {
    checkBackward(this.shape, lastGradient, gradients);
    const tape = this.#tape;
    if (tape === undefined) throw noForwardPass();
    const { steps: T, batch: B, hidden: H } = this.shape;
    this.#stateGradient.set(lastGradient, (T - 1) * B * H);
    this.#ops.scoped(() => {
      const states = this.#ops.tensor([T, B, H], this.#stateGradient);
      const outputs = [...tape.inputs, ...tape.outputs, this.#constants.noGradient, states];
      const [, , , matrix, , , , bias] = this.#ops.blockLstmGradient(outputs);
      const both = this.#ops.read(matrix!);
      gradients.input.set(both.subarray(0, gradients.input.length));
      gradients.recurrent.set(both.subarray(gradients.input.length));
      gradients.bias.set(this.#ops.read(bias!));
    });
    this.#dropTape();
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#dropTape();
    this.#ops.free(Object.values(this.#constants) as TensorId[]);
    this.#memory.release(this.#stateGradient);
  }

  /** Frees what the last forward pass made: x, w and b of its inputs and all of its outputs. */
  #dropTape(): void {
    if (this.#tape === undefined) return;
    const { inputs, outputs } = this.#tape;
    this.#ops.free([inputs[1]!, inputs[4]!, inputs[8]!, ...outputs]);
    this.#tape = undefined;
  }
}
