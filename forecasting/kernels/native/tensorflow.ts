import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** The native part of @tensorflow/tfjs-node, which runs any TensorFlow op by name. */
export interface TensorFlowBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_TYPE: number;
  /** The tensor may share the memory of `values`, which must then not change until `deleteTensor`. */
  createTensor(shape: readonly number[], type: number, values: Float32Array | Int32Array): number;
  deleteTensor(id: number): void;
  /** A copy of the tensor's values. */
  tensorDataSync(id: number): Float32Array;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): { readonly id: number }[];
}

export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean;
}

/** What the package exports, as far as it is used here. */
export interface TfjsNode {
  readonly version: Readonly<Record<string, string>>;
  /** By its name, since another backend may be the current one. */
  findBackend(name: 'tensorflow'): { readonly binding?: TensorFlowBinding } | null;
}

/** Folders whose `node_modules` may hold the package: the working directory's, and what `tfjs:native` built. */
export function defaultNativeFolders(): string[] {
  const home = process.env['KRATOS_HOME'] ?? '.kratos';
  return [process.cwd(), join(resolve(home), 'tfjs-native')];
}

/**
 * Loads @tensorflow/tfjs-node from the first folder where it works; else a reason a folder. Found at run time and
 * not by an import, so that bundles and machines without it are whole.
 */
export function loadTfjsNode(folders: readonly string[]): TfjsNode | { readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  for (const folder of folders) {
    const require = createRequire(join(folder, 'package.json'));
    try {
      // TensorFlow reads this when it starts: without it each start prints what the processor can do.
      process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
      // Both cores are used by two threads that load this, and one op is too small to gain by being divided.
      process.env['TF_NUM_INTRAOP_THREADS'] ??= '1';
      restoreUtil(require('node:util') as Record<string, unknown>);
      return require('@tensorflow/tfjs-node') as TfjsNode;
    } catch (error) {
      // Not `instanceof Error`: what native code throws may come from another realm than this one.
      const { message } = error as { message?: unknown };
      reasons.push(`${folder}: ${String(message ?? error).split('\n')[0]}`);
    }
  }
  return { reasons };
}

/** tfjs-node 4.22 calls a function of `node:util` that Node 23 dropped. */
function restoreUtil(util: Record<string, unknown>): void {
  util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
}
