import { describe, expect, it } from '@jest/globals';
import { errorOf, FUNCTION, one, runMachine, task } from './machine-for-tests.ts';

const types = (events: { type: string }[]) => events.map(({ type }) => type);

describe('a Task', () => {
  it('gives the function its payload and takes its result', async () => {
    const call = ({ n }: { n: number }) => ({ doubled: 2 * n });
    const { result, events } = await runMachine(one(task()), { input: { n: 21 }, call });
    expect(result).toEqual({ doubled: 42 });
    expect(types(events)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('without Output gives what the integration gives', async () => {
    const { Output: _, ...state } = task();
    const { result } = await runMachine(one(state), { call: () => 'done' });
    expect(result).toEqual({ ExecutedVersion: '$LATEST', Payload: 'done', StatusCode: 200 });
  });

  it('may name a function by its ARN alone', async () => {
    const state = { Type: 'Task', Resource: FUNCTION, End: true };
    const { result, events } = await runMachine(one(state), { input: { n: 1 }, call: (payload) => payload });
    expect(result).toEqual({ n: 1 });
    expect(types(events)).toContain('LambdaFunctionSucceeded');
  });

  it('fails with the type of the function’s error and a cause in JSON', async () => {
    const { status, error, cause } = await runMachine(one(task()), {
      call: () => Promise.reject(errorOf('OutOfStock', 'no keys left')),
    });
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'OutOfStock' });
    expect(JSON.parse(cause ?? '')).toMatchObject({ errorType: 'OutOfStock', errorMessage: 'no keys left' });
  });

  it('that takes longer than TimeoutSeconds fails, and its function is told', async () => {
    let told = false;
    const { error, events } = await runMachine(one(task({ TimeoutSeconds: 5 })), {
      instantly: ['timeout'],
      call: (_payload, _call, signal) =>
        new Promise(() => signal.addEventListener('abort', () => (told = true))),
    });
    expect(error).toBe('States.Timeout');
    expect(types(events)).toContain('TaskTimedOut');
    expect(told).toBe(true);
  });

  it('with an argument that is not implemented ends the execution beyond any Catch', async () => {
    const state = task({
      Arguments: { FunctionName: FUNCTION, Qualifier: 'blue' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      Next: 'Caught',
    });
    const { error, cause } = await runMachine({
      StartAt: 'Only',
      States: { Only: state, Caught: { Type: 'Succeed' } },
    });
    expect(error).toBe('States.Runtime');
    expect(cause).toContain('Qualifier');
  });
});

describe('Retry', () => {
  const retrier = (more: object) => task({ Retry: [{ ErrorEquals: ['Flaky'], ...more }] });
  const flaky = (failures: number) => (_payload: unknown, call: number) =>
    call < failures ? Promise.reject(errorOf('Flaky')) : { call };
  const pauses = (slept: { milliseconds: number; purpose: string }[]) =>
    slept.filter(({ purpose }) => purpose === 'retry').map(({ milliseconds }) => milliseconds);

  it('tries three times more, each pause twice the one before', async () => {
    const { result, slept } = await runMachine(one(retrier({})), { call: flaky(3) });
    expect(result).toEqual({ call: 3 });
    expect(pauses(slept)).toEqual([1000, 2000, 4000]);
  });

  it('gives up after MaxAttempts', async () => {
    const { error, slept } = await runMachine(one(retrier({ MaxAttempts: 2 })), { call: flaky(9) });
    expect(error).toBe('Flaky');
    expect(slept).toHaveLength(2);
  });

  it('never pauses longer than MaxDelaySeconds', async () => {
    const state = retrier({ IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 4 });
    const { slept } = await runMachine(one(state), { call: flaky(4) });
    expect(pauses(slept)).toEqual([2000, 6000, 10_000, 10_000]);
  });

  it('with full jitter pauses anything up to that', async () => {
    const state = retrier({ JitterStrategy: 'FULL', MaxAttempts: 2 });
    const { slept } = await runMachine(one(state), { call: flaky(2), random: () => 0.25 });
    expect(pauses(slept)).toEqual([250, 500]);
  });

  it('counts each retrier for itself and tells the state how often', async () => {
    const state = task({
      Retry: [
        { ErrorEquals: ['A'], MaxAttempts: 1 },
        { ErrorEquals: ['B'], MaxAttempts: 1 },
      ],
      Arguments: { FunctionName: FUNCTION, Payload: '{% $states.context.State.RetryCount %}' },
    });
    const seen: unknown[] = [];
    const { error } = await runMachine(one(state), {
      call: (payload, call) => {
        seen.push(payload);
        return Promise.reject(errorOf(['A', 'B', 'A'][call] ?? 'C'));
      },
    });
    expect(seen).toEqual([0, 1, 2]);
    expect(error).toBe('A');
  });

  it('does not take a time-out for a failed task', async () => {
    const { slept, error } = await runMachine(
      one(task({ TimeoutSeconds: 1, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] })),
      { instantly: ['timeout', 'retry'], call: () => new Promise(() => undefined) },
    );
    expect(error).toBe('States.Timeout');
    expect(slept.filter(({ purpose }) => purpose === 'retry')).toEqual([]);
  });
});

describe('Catch', () => {
  const caughtBy = (names: string[]) => ({
    StartAt: 'Try',
    States: {
      Try: task({
        Catch: [
          {
            ErrorEquals: names,
            Assign: { problem: '{% $states.errorOutput.Error %}' },
            Output: '{% $states.input %}',
            Next: 'After',
          },
        ],
        Next: 'After',
      }),
      After: { Type: 'Succeed', Output: { problem: '{% $problem %}', input: '{% $states.input %}' } },
    },
  });

  it.each([['Broken'], ['States.TaskFailed'], ['States.ALL']])(
    'of %s keeps the input and tells the error',
    async (name) => {
      const { result } = await runMachine(caughtBy([name]), {
        input: { id: 7 },
        call: () => Promise.reject(errorOf('Broken')),
      });
      expect(result).toEqual({ problem: 'Broken', input: { id: 7 } });
    },
  );

  it('of another name lets the error through', async () => {
    const { error } = await runMachine(caughtBy(['Other']), {
      call: () => Promise.reject(errorOf('Broken')),
    });
    expect(error).toBe('Broken');
  });

  it('of everything does not see a result of more than 262,144 bytes', async () => {
    const { error, cause } = await runMachine(caughtBy(['States.ALL']), { call: () => 'x'.repeat(262_144) });
    expect(error).toBe('States.DataLimitExceeded');
    expect(cause).toContain('262144');
  });

  it('sees an expression of its own state that fails', async () => {
    const states = caughtBy(['States.QueryEvaluationError']);
    const { result, events } = await runMachine(
      {
        ...states,
        States: { ...states.States, Try: { ...states.States.Try, Output: '{% $states.result.absent %}' } },
      },
      { input: { id: 7 } },
    );
    expect(result).toEqual({ problem: 'States.QueryEvaluationError', input: { id: 7 } });
    expect(types(events)).toContain('EvaluationFailed');
  });
});

describe('Choice', () => {
  const choice = (condition: string, more: object = {}) => ({
    StartAt: 'Which',
    States: {
      Which: { Type: 'Choice', Choices: [{ Condition: condition, Next: 'Yes' }], ...more },
      Yes: { Type: 'Succeed', Output: 'yes' },
      No: { Type: 'Succeed', Output: 'no' },
    },
  });

  it('goes where the first condition that holds points', async () => {
    expect((await runMachine(choice('{% $states.input.n > 1 %}'), { input: { n: 2 } })).result).toBe('yes');
  });

  it('goes to Default when none holds', async () => {
    expect((await runMachine(choice('{% false %}', { Default: 'No' }))).result).toBe('no');
  });

  it('fails when none holds and there is no Default', async () => {
    expect((await runMachine(choice('{% false %}'))).error).toBe('States.NoChoiceMatched');
  });

  it('fails when a condition is not a boolean', async () => {
    expect((await runMachine(choice("{% 'yes' %}"))).error).toBe('States.QueryEvaluationError');
  });
});

describe('Wait', () => {
  it.each([
    [{ Seconds: 7 }, 7000],
    [{ Seconds: '{% $states.input.pause %}' }, 2500],
    [{ Timestamp: '2026-01-02T03:05:05.678Z' }, 60_000],
    [{ Timestamp: '2020-01-01T00:00:00Z' }, 0],
  ])('%j takes %d ms', async (fields, milliseconds) => {
    const { slept, status } = await runMachine(one({ Type: 'Wait', ...fields, End: true }), {
      input: { pause: 2.5 },
    });
    expect({ status, slept }).toEqual({ status: 'SUCCEEDED', slept: [{ milliseconds, purpose: 'wait' }] });
  });
});
