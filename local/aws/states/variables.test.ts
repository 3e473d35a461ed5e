import { describe, expect, it } from '@jest/globals';
import { one, runMachine, task } from './machine-for-tests.ts';

describe('variables', () => {
  it('are visible from the next state on, not to the Output of the state that assigns them', async () => {
    const { result } = await runMachine({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { x: 1 }, Next: 'Second' },
        Second: { Type: 'Pass', Assign: { x: 2 }, Output: '{% $x %}', Next: 'Third' },
        Third: { Type: 'Pass', Output: ['{% $states.input %}', '{% $x %}'], End: true },
      },
    });
    expect(result).toEqual([1, 2]);
  });

  it('of a branch stay in the branch', async () => {
    const inner = (value: number) => ({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { mine: value }, Next: 'Tell' },
        Tell: { Type: 'Pass', Output: '{% [$mine, $outer] %}', End: true },
      },
    });
    const { result } = await runMachine({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 0 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [inner(1), inner(2)], Next: 'After' },
        After: {
          Type: 'Pass',
          Output: { branches: '{% $states.input %}', leaked: '{% $exists($mine) %}' },
          End: true,
        },
      },
    });
    expect(result).toEqual({
      branches: [
        [1, 0],
        [2, 0],
      ],
      leaked: false,
    });
  });
});

describe('the language’s own functions', () => {
  it.each([
    ['$hash("a", "SHA-256")', 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb'],
    ['$random(7) = $random(7)', true],
    ['$random()', 0.5],
    ['$uuid()', 'id-0'],
    ['$range(5, 1, -2)', [5, 3, 1]],
    ['$partition([1,2,3,4], 3)', [[1, 2, 3], [4]]],
  ])('%s', async (expression, value) => {
    const { result } = await runMachine(one({ Type: 'Pass', Output: `{% ${expression} %}`, End: true }));
    expect(result).toEqual(value);
  });
});

describe('an execution', () => {
  it('that takes longer than the machine’s TimeoutSeconds is TIMED_OUT', async () => {
    const { status } = await runMachine(
      { ...one(task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Only' }] })), TimeoutSeconds: 60 },
      { instantly: ['timeout'], call: () => new Promise(() => undefined) },
    );
    expect(status).toBe('TIMED_OUT');
  });

  it('fails at 25,000 events', async () => {
    const { status, error, events } = await runMachine({
      StartAt: 'Loop',
      States: { Loop: { Type: 'Pass', Next: 'Loop' } },
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.Runtime' });
    expect(events).toHaveLength(25_000);
    expect(events.at(-1)?.type).toBe('ExecutionFailed');
  });
});
