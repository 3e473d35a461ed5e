/**
 * The arithmetic under the forecast: one LSTM layer with its gradient, matrix products, and the few
 * element-wise steps that a dense layer and Adam need. Three implementations stand behind this one interface;
 * `loadKernel` picks among them.
 *
 * Every array is a `Float32Array` in row-major order: `[R, C]` means element (r, c) stands at `r * C + c`.
 * Any positive size is allowed. A wrong length throws a `RangeError` that names the array, what was expected
 * and what was given. Arrays given to one call must not overlap, unless the call says that it works in place.
 *
 * The same inputs give the same bytes on every call of the same kernel id.
 */
export interface LstmKernel {
  /** Names implementation and version, such as `simd-1`: models keep it, since other kernels round differently. */
  readonly id: string;

  /**
   * A zeroed array in the memory that this kernel reads without a copy. Every call accepts any `Float32Array`;
   * with this one (or a `subarray` of it) it is faster. Give it back with `release`.
   */
  allocate(length: number): Float32Array;

  /** Gives back an array from `allocate`, after which neither it nor a view of it may be used. */
  release(array: Float32Array): void;

  /** An LSTM layer with the working memory for one shape. Create it once and use it for every batch. */
  lstm(shape: LstmShape): LstmLayer;

  /**
   * C = A·B, or C += A·B with `accumulate`, with C `[m, n]` and `k` the length of the sums.
   * `nn`: A `[m, k]`, B `[k, n]`. `tn`: A is given as `[k, m]`. `nt`: B is given as `[n, k]`.
   */
  gemm(product: Product, size: GemmSize, a: Float32Array, b: Float32Array, c: Float32Array): void;

  /**
   * Copies each row of `source` `[groups, columns]` into `repeat` rows that follow one another of `target`
   * `[groups * repeat, columns]`. With `groups` 1 it spreads a bias, else a game's state over its days.
   */
  repeatRows(size: RowGroups, source: Float32Array, target: Float32Array): void;

  /**
   * The gradient of `repeatRows`: each row of `target` `[groups, columns]` becomes the sum of its `repeat` rows
   * of `source` `[groups * repeat, columns]`.
   */
  sumRows(size: RowGroups, source: Float32Array, target: Float32Array): void;

  /** values = max(0, values), in place. */
  relu(values: Float32Array): void;

  /** Sets `gradient` to 0 where `output`, what `relu` gave, is 0. Both of one length; `gradient` in place. */
  reluBackward(output: Float32Array, gradient: Float32Array): void;

  /** target += source, in place, both of one length. */
  add(source: Float32Array, target: Float32Array): void;

  /** target *= factor element by element, in place, both of one length (a dropout mask, say). */
  multiply(factor: Float32Array, target: Float32Array): void;

  /** One Adam step with decoupled weight decay, in place on `slots.values`, `slots.first` and `slots.second`. */
  adam(slots: AdamSlots, gradient: Float32Array, step: AdamStep): void;
}

export interface LstmShape {
  /** T: time steps. */
  readonly steps: number;
  /** B: sequences in a batch. */
  readonly batch: number;
  /** F: features a step. */
  readonly inputs: number;
  /** H: units. */
  readonly hidden: number;
}

/** The layer's weights, or their gradients. The 4H columns are four blocks of H: i, f, g (the candidate), o. */
export interface LstmWeights {
  /** W `[F, 4H]`, applied to the inputs. */
  readonly input: Float32Array;
  /** U `[H, 4H]`, applied to the state before. */
  readonly recurrent: Float32Array;
  /** b `[4H]`; a forget bias of 1 belongs into its columns H to 2H. */
  readonly bias: Float32Array;
}

/**
 * z = x·W + h·U + b; i, f, o = sigmoid, g = tanh of their blocks of z; c = f∘c + i∘g; h = o∘tanh(c), starting
 * from h = c = 0 (Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000; the gates in the
 * order of Keras). There is no mask: pad short histories on the left and tell padding apart by a feature.
 */
export interface LstmLayer {
  readonly shape: LstmShape;

  /**
   * Runs the sequence. `x` is time-major, `[T, B, F]`; `last` `[B, H]` receives the state after the last step.
   * Keeps what `backward` needs; until then neither `x` nor the weights may be changed.
   */
  forward(x: Float32Array, weights: LstmWeights, last: Float32Array): void;

  /**
   * Gradients of the latest `forward`, which can be asked for once: `lastGradient` `[B, H]` is that of `last`,
   * `gradients` (shaped as the weights) are overwritten. The gradient of `x` is not computed: nothing that is
   * learned stands below the encoder. Throws when no `forward` came before.
   */
  backward(lastGradient: Float32Array, gradients: LstmWeights): void;

  /** Gives the working memory back; the layer cannot be used after it. */
  release(): void;
}

/** Which of the factors of a matrix product is given transposed: neither, the first or the second. */
export type Product = 'nn' | 'tn' | 'nt';

export interface GemmSize {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Adds to C instead of overwriting it. */
  readonly accumulate?: boolean;
}

export interface RowGroups {
  readonly groups: number;
  readonly repeat: number;
  readonly columns: number;
}

/** Parameters and Adam's two moments, all of one length. */
export interface AdamSlots {
  readonly values: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/**
 * Kingma & Ba 2015, algorithm 1, with the decay of Loshchilov & Hutter 2019:
 * values ← values·(1 − rate·decay) − rate·m̂ / (√v̂ + epsilon).
 */
export interface AdamStep {
  /** Counts from 1; corrects the moments' bias. */
  readonly step: number;
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly decay: number;
}
