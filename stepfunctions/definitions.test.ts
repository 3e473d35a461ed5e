import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import jsonata from 'jsonata';
import { functionNames } from '../lambdas/functions.ts';
import { functionSubstitution, substitute, substitutions, transformConcurrency } from './substitutions.ts';

interface State {
  readonly Type: string;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly { ErrorEquals: readonly string[]; JitterStrategy?: string }[];
  readonly Catch?: readonly { ErrorEquals: readonly string[]; Next: string }[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
  readonly MaxConcurrency?: number;
}
interface Definition {
  readonly QueryLanguage: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.asl.json'));
const read = (name: string): string => readFileSync(path.join(import.meta.dirname, name), 'utf8');

function* states(of: Readonly<Record<string, State>>): Generator<[string, State]> {
  for (const [name, state] of Object.entries(of)) {
    yield [name, state];
    if (state.ItemProcessor) yield* states(state.ItemProcessor.States);
  }
}

/** Every text of the form `{% … %}`, with where it stands. */
function* expressions(value: unknown, at = '$'): Generator<[string, string]> {
  if (typeof value === 'string' && /^\{%.*%\}$/s.test(value)) yield [at, value.slice(2, -2)];
  else if (Array.isArray(value))
    for (const [i, item] of value.entries()) yield* expressions(item, `${at}[${i}]`);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* expressions(item, `${at}.${key}`);
  }
}

function problemOf(expression: string): string | undefined {
  try {
    jsonata(expression);
    return undefined;
  } catch (error) {
    return (error as { message: string }).message;
  }
}

describe.each(files)('%s', (name) => {
  const text = read(name);
  const definition = JSON.parse(text) as Definition;

  it('is valid Amazon States Language', () => {
    const { isValid, errors } = validate(definition);
    expect({ isValid, errors }).toEqual({ isValid: true, errors: [] });
  });

  it('holds only JSONata expressions that compile', () => {
    const found = [...expressions(definition)];
    expect(found.length).toBeGreaterThan(0);
    for (const [at, expression] of found) {
      expect({ at, expression, problem: problemOf(expression) }).toEqual({
        at,
        expression,
        problem: undefined,
      });
    }
  });

  it('names only functions of the table', () => {
    const values = substitutions((known) => `arn:of:${known}`);
    expect(() => substitute(text, values)).not.toThrow();
    for (const [, substitution] of text.matchAll(/\$\{([A-Za-z0-9]+)\}/g)) {
      expect(functionNames.map(functionSubstitution)).toContain(substitution);
    }
  });

  it('gives every task a time-out and a retry with jitter', () => {
    for (const [state, { Type, TimeoutSeconds, Retry }] of states(definition.States)) {
      if (Type !== 'Task') continue;
      expect({ state, timeout: TimeoutSeconds }).toEqual({ state, timeout: expect.any(Number) });
      expect({ state, retry: Retry?.[0]?.JitterStrategy }).toEqual({ state, retry: 'FULL' });
    }
  });
});

describe('sales-etl.asl.json', () => {
  const definition = JSON.parse(read('sales-etl.asl.json')) as Definition;

  it('transforms as many batches at once as the one writer takes', () => {
    expect(definition.States['TransformGames']?.MaxConcurrency).toBe(transformConcurrency);
  });

  it('leads every failure to the clean-up, and that of a batch to the other batches', () => {
    const next = { CleanUp: 'Judge', TransformBatch: 'BatchBroken' } as Readonly<Record<string, string>>;
    for (const [name, { Type, Catch }] of states(definition.States)) {
      if (Type !== 'Task' && Type !== 'Map') continue;
      expect({ name, caught: Catch?.map((catcher) => [catcher.ErrorEquals, catcher.Next]) }).toEqual({
        name,
        caught: [[['States.ALL'], next[name] ?? 'CleanUp']],
      });
    }
  });
});
