import { describe, expect, it } from '@jest/globals';
import { DefinitionError, parseDefinition } from './parse-definition.ts';

function problemsOf(state: object, machine: object = {}): readonly string[] {
  try {
    parseDefinition({ QueryLanguage: 'JSONata', StartAt: 'Only', States: { Only: state }, ...machine });
    return [];
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
}

const pass = { Type: 'Pass', End: true };
const invoke = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };
const inner = { StartAt: 'In', States: { In: pass } };

describe('a definition', () => {
  it('with everything that the runner knows is accepted, as text too', () => {
    const machine = {
      Comment: 'whole',
      QueryLanguage: 'JSONata',
      TimeoutSeconds: 60,
      StartAt: 'Call',
      States: {
        Call: {
          ...invoke,
          Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
          TimeoutSeconds: 5,
          Retry: [{ ErrorEquals: ['States.ALL'], MaxDelaySeconds: 5, JitterStrategy: 'FULL' }],
          Catch: [{ ErrorEquals: ['States.ALL'], Assign: {}, Output: {}, Next: 'Each' }],
        },
        Each: {
          Type: 'Map',
          Items: [],
          ItemSelector: {},
          MaxConcurrency: 4,
          ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inner },
          End: true,
        },
      },
    };
    expect(parseDefinition(JSON.stringify(machine))).toEqual(machine);
  });

  it.each([
    [
      'a query language other than JSONata',
      pass,
      { QueryLanguage: 'JSONPath' },
      'QueryLanguage: only "JSONata"',
    ],
    [
      'a field of JSONPath',
      { ...pass, ResultPath: '$.x' },
      {},
      'States.Only.ResultPath: this field is not implemented',
    ],
    ['a heartbeat', { ...invoke, HeartbeatSeconds: 5 }, {}, 'States.Only.HeartbeatSeconds'],
    [
      'a callback',
      { ...invoke, Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken' },
      {},
      'States.Only.Resource',
    ],
    [
      'an integration of an SDK',
      { ...invoke, Resource: 'arn:aws:states:::aws-sdk:s3:putObject' },
      {},
      'States.Only.Resource',
    ],
    [
      'waiting for another machine',
      { ...invoke, Resource: 'arn:aws:states:::states:startExecution.sync:2' },
      {},
      'States.Only.Resource',
    ],
    [
      'a distributed map',
      { Type: 'Map', End: true, ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...inner } },
      {},
      'States.Only.ItemProcessor.ProcessorConfig',
    ],
    [
      'a reader of items',
      { Type: 'Map', End: true, ItemProcessor: inner, ItemReader: {} },
      {},
      'States.Only.ItemReader',
    ],
    [
      'a state that does not exist',
      { Type: 'Pass', Next: 'Nowhere' },
      {},
      'States.Only.Next: there is no state "Nowhere"',
    ],
    ['a start that does not exist', pass, { StartAt: 'Nowhere' }, 'StartAt: there is no state "Nowhere"'],
    ['a type that does not exist', { Type: 'Dance' }, {}, 'States.Only.Type: expected one of'],
    [
      'an expression that does not compile',
      { ...pass, Output: { a: ['{% 1 + %}'] } },
      {},
      'States.Only.Output.a[0]',
    ],
    ['$eval', { ...pass, Output: "{% $eval('1') %}" }, {}, 'States.Only.Output: $eval is not available'],
    [
      'States.ALL beside other names',
      { ...invoke, Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] },
      {},
      'Retry[0].ErrorEquals',
    ],
    [
      'a backoff below 1',
      { ...invoke, Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] },
      {},
      'Retry[0].BackoffRate',
    ],
    [
      'a condition that is plain text',
      { Type: 'Choice', Choices: [{ Condition: 'true', Next: 'Only' }] },
      {},
      'Choices[0].Condition',
    ],
    ['a Wait for nothing', { Type: 'Wait', End: true }, {}, 'either Seconds or Timestamp'],
    [
      'a fault inside a branch',
      { Type: 'Parallel', Branches: [{ StartAt: 'X', States: {} }], End: true },
      {},
      'States.Only.Branches[0].StartAt',
    ],
  ])('with %s is refused, and the place is named', (_what, state, machine, problem) => {
    expect(problemsOf(state, machine)).toEqual([expect.stringContaining(problem)]);
  });

  it('with several faults names all of them', () => {
    expect(problemsOf({ Type: 'Pass', InputPath: '$', Next: 'Nowhere' })).toHaveLength(2);
  });
});
