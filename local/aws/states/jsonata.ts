import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { StatesError } from './errors.ts';

/** What expressions may draw on besides their input. */
export interface Chance {
  /** Uniform in [0, 1). */
  random(): number;
  newId(): string;
}

/** Names that an expression sees: variables, and `states` with input, result, errorOutput and context. */
export interface Scope {
  variables: Readonly<Record<string, unknown>>;
  states: Readonly<Record<string, unknown>>;
}

const compiled = new Map<string, jsonata.Expression>();

/** The expression inside `{% … %}`, or undefined for any other text. */
export function expressionOf(text: string): string | undefined {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1];
}

/** Replaces every expression in a template by its value; one that yields nothing is an error. */
export async function evaluate(template: unknown, scope: Scope, chance: Chance): Promise<unknown> {
  if (Array.isArray(template)) return Promise.all(template.map((one) => evaluate(one, scope, chance)));
  if (typeof template === 'object' && template !== null) {
    const fields = Object.entries(template).map(
      async ([name, value]) => [name, await evaluate(value, scope, chance)] as const,
    );
    return Object.fromEntries(await Promise.all(fields));
  }
  const expression = typeof template === 'string' ? expressionOf(template) : undefined;
  return expression === undefined ? template : run(expression, scope, chance);
}

async function run(source: string, scope: Scope, chance: Chance): Promise<unknown> {
  try {
    let expression = compiled.get(source);
    if (!expression) compiled.set(source, (expression = jsonata(source)));
    const bindings = { ...scope.variables, states: scope.states, ...languageFunctions(chance) };
    const value: unknown = await expression.evaluate(undefined, bindings);
    if (value === undefined) throw new Error('the expression returned nothing (undefined)');
    // JSONata's sequences carry marks of their own, functions have no JSON form.
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) throw new Error('the expression returned a function');
    return JSON.parse(json) as unknown;
  } catch (error) {
    const reason = (error as { message?: unknown }).message;
    throw new StatesError('States.QueryEvaluationError', `"${source.trim()}": ${String(reason)}`);
  }
}

/** The functions that Step Functions adds to JSONata. */
function languageFunctions(chance: Chance) {
  return {
    partition: (list: unknown[], size: number) => partition(list, size),
    range: (first: number, last: number, step: number) => range(first, last, step),
    hash: (value: unknown, algorithm: string) => digest(value, algorithm),
    random: (seed?: number) => (seed === undefined ? chance.random() : seeded(seed)),
    uuid: () => chance.newId(),
    parse: (text: string) => JSON.parse(text) as unknown,
    eval: () => {
      throw new Error('$eval is not available in state machines');
    },
  };
}

function partition(list: unknown[], size: number): unknown[][] {
  if (!Array.isArray(list)) throw new Error('$partition expects an array');
  if (!(size >= 1)) throw new Error(`$partition expects a size of at least 1, got ${size}`);
  const whole = Math.floor(size);
  return Array.from({ length: Math.ceil(list.length / whole) }, (_, index) =>
    list.slice(index * whole, (index + 1) * whole),
  );
}

function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new Error('$range expects a step other than 0');
  const count = Math.floor((last - first) / step) + 1;
  if (count > 1000) throw new Error(`$range gives at most 1000 numbers, not ${count}`);
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
}

const HASHES: Record<string, string> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function digest(value: unknown, algorithm: string): string {
  const name = HASHES[algorithm];
  if (name === undefined) throw new Error(`$hash knows ${Object.keys(HASHES).join(', ')}, not ${algorithm}`);
  return createHash(name)
    .update(typeof value === 'string' ? value : JSON.stringify(value))
    .digest('hex');
}

/** One number from a seed, the same every time (mulberry32). */
function seeded(seed: number): number {
  let mixed = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}
