import { join, resolve } from 'node:path';

/** The binding, and the TensorFlow library and headers to build it against; sha256 of the wheel as PyPI has it. */
export const TFJS_NODE = '4.22.0';
export const TENSORFLOW = {
  requirement: 'tensorflow-cpu==2.13.1',
  wheel: 'tensorflow_cpu-2.13.1-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  sha256: 'bfedeee206ccf8130d14d8990dbe991946324df92458ee1bdbeed1c21497beb3',
} as const;

/** N-API headers where the running Node does not bring its own. */
export const NAPI_HEADERS = 'node-api-headers@1.5.0';

export interface Folders {
  /** Where `node_modules/@tensorflow/tfjs-node` ends up. */
  readonly target: string;
  /** What was downloaded; may be deleted at any time. */
  readonly cache: string;
  /** The package itself. */
  readonly binding: string;
}

export function foldersUnder(home: string): Folders {
  const target = join(resolve(home), 'tfjs-native');
  return {
    target,
    cache: join(resolve(home), 'cache', 'tfjs-native'),
    binding: join(target, 'node_modules', '@tensorflow', 'tfjs-node'),
  };
}
