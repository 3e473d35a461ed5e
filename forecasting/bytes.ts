import { createHash } from 'node:crypto';

/**
 * A file of typed arrays: four letters, the header's length (uint32, little-endian), the header as JSON, then each
 * array in the order of the header, every one starting at a multiple of 8 bytes. The same content gives the same
 * bytes: nothing depends on time, place or the order of a map.
 */
export interface ArrayFile {
  readonly header: unknown;
  readonly arrays: readonly NumberArray[];
}

export type NumberArray = Float32Array | Float64Array | Uint8Array;

interface Envelope {
  readonly header: unknown;
  readonly arrays: readonly { readonly type: 'f32' | 'f64' | 'u8'; readonly length: number }[];
}

const aligned = (offset: number): number => Math.ceil(offset / 8) * 8;

function typeOf(array: NumberArray): 'f32' | 'f64' | 'u8' {
  if (array instanceof Float32Array) return 'f32';
  return array instanceof Float64Array ? 'f64' : 'u8';
}

export function packArrays(magic: string, file: ArrayFile): Uint8Array {
  const envelope: Envelope = {
    header: file.header,
    arrays: file.arrays.map((array) => ({ type: typeOf(array), length: array.length })),
  };
  const json = new TextEncoder().encode(JSON.stringify(envelope));
  let size = aligned(8 + json.length);
  for (const array of file.arrays) size = aligned(size + array.byteLength);
  const bytes = new Uint8Array(size);
  bytes.set(new TextEncoder().encode(magic).subarray(0, 4), 0);
  new DataView(bytes.buffer).setUint32(4, json.length, true);
  bytes.set(json, 8);
  let at = aligned(8 + json.length);
  for (const array of file.arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at = aligned(at + array.byteLength);
  }
  return bytes;
}

/** Throws an error that says what is wrong when the bytes are not what `packArrays` wrote under this name. */
export function unpackArrays(magic: string, bytes: Uint8Array): { header: unknown; arrays: NumberArray[] } {
  const name = new TextDecoder().decode(bytes.subarray(0, 4));
  if (name !== magic) throw new Error(`expected a file of kind "${magic}", was given "${name}"`);
  const jsonLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const envelope = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + jsonLength))) as Envelope;
  const sizes = { f32: 4, f64: 8, u8: 1 };
  let at = aligned(8 + jsonLength);
  const arrays: NumberArray[] = [];
  for (const { type, length } of envelope.arrays) {
    const end = at + length * sizes[type];
    if (end > bytes.length) throw new Error(`a file of kind "${magic}" was cut off at byte ${bytes.length}`);
    // `slice` of a Buffer would share the memory instead of copying it.
    const copy = new Uint8Array(bytes.subarray(at, end));
    if (type === 'f32') arrays.push(new Float32Array(copy.buffer));
    else if (type === 'f64') arrays.push(new Float64Array(copy.buffer));
    else arrays.push(copy);
    at = aligned(end);
  }
  return { header: envelope.header, arrays };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
