import type { OpAttribute, TensorFlowBinding } from './tensorflow.ts';

/** A TensorFlow tensor by its number in the binding. */
export type TensorId = number;

/** Runs TensorFlow ops on tensors that live outside JavaScript and frees what a scope made. */
export class Ops {
  readonly #binding: TensorFlowBinding;
  readonly #float: OpAttribute;
  #scope: TensorId[] | undefined;

  constructor(binding: TensorFlowBinding) {
    this.#binding = binding;
    this.#float = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  }

  /** Runs `work` and frees every tensor made in it, except those that it passed to `keep`. */
  scoped<Result>(work: (keep: (id: TensorId) => TensorId) => Result): Result {
    const outer = this.#scope;
    const made: TensorId[] = [];
    const kept = new Set<TensorId>();
    this.#scope = made;
    try {
      return work((id) => {
        kept.add(id);
        return id;
      });
    } finally {
      this.#scope = outer;
      this.free(made.filter((id) => !kept.has(id)));
    }
  }

  free(ids: Iterable<TensorId>): void {
    for (const id of ids) this.#binding.deleteTensor(id);
  }

  tensor(shape: readonly number[], values: Float32Array): TensorId {
    return this.#made(this.#binding.createTensor(shape, this.#binding.TF_FLOAT, values));
  }

  integers(values: readonly number[]): TensorId {
    return this.#made(
      this.#binding.createTensor([values.length], this.#binding.TF_INT32, Int32Array.from(values)),
    );
  }

  /** A 64-bit scalar below 2^31, which the binding takes as its two halves, the low one first. */
  long(value: number): TensorId {
    return this.#made(this.#binding.createTensor([], this.#binding.TF_INT64, Int32Array.of(value, 0)));
  }

  read(id: TensorId): Float32Array {
    return this.#binding.tensorDataSync(id);
  }

  slice(of: TensorId, begin: TensorId, size: TensorId): TensorId {
    const index = { name: 'Index', type: this.#binding.TF_ATTR_TYPE, value: this.#binding.TF_INT32 };
    return this.#run('Slice', [this.#float, index], [of, begin, size], 1)[0]!;
  }

  /** Inputs: length, x, c0, h0, w, three peepholes, b. Outputs `[T, B, H]`: i, c, f, o, g, tanh c, h. */
  blockLstm(inputs: readonly TensorId[]): TensorId[] {
    const noClip = { name: 'cell_clip', type: this.#binding.TF_ATTR_FLOAT, value: 0 };
    return this.#run('BlockLSTMV2', [this.#float, this.#flag('use_peephole', false), noClip], inputs, 7);
  }

  /**
   * Inputs: those of `blockLstm`, its outputs, the gradients of c and h `[T, B, H]`. Outputs: the gradients of x,
   * c0, h0, w `[F + H, 4H]`, three peepholes and b `[4H]`.
   */
  blockLstmGradient(inputs: readonly TensorId[]): TensorId[] {
    return this.#run('BlockLSTMGradV2', [this.#float, this.#flag('use_peephole', false)], inputs, 8);
  }

  #run(
    op: string,
    attributes: readonly OpAttribute[],
    inputs: readonly TensorId[],
    outputs: number,
  ): TensorId[] {
    return this.#binding.executeOp(op, attributes, inputs, outputs).map(({ id }) => this.#made(id));
  }

  #flag(name: string, value: boolean): OpAttribute {
    return { name, type: this.#binding.TF_ATTR_BOOL, value };
  }

  #made(id: TensorId): TensorId {
    this.#scope?.push(id);
    return id;
  }
}
