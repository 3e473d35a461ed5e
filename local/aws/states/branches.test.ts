import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { errorOf, one, runMachine, task } from './machine-for-tests.ts';

const map = (more: object = {}, inner: object = one(task())) => ({
  Type: 'Map',
  Items: '{% $states.input.items %}',
  ItemProcessor: inner,
  End: true,
  ...more,
});
const items = (count: number) => ({ items: Array.from({ length: count }, (_, index) => index) });

/** A function that notes how many of its calls run at once. */
function gauge() {
  let now = 0;
  const counter = { most: 0, calls: 0 };
  const call = async (payload: unknown) => {
    counter.calls += 1;
    counter.most = Math.max(counter.most, ++now);
    await sleep(2);
    now -= 1;
    return payload;
  };
  return { counter, call };
}

describe('a Map', () => {
  it('gives the results in the order of the items', async () => {
    const call = async (n: number) => {
      await sleep(10 - n);
      return n * n;
    };
    const { result } = await runMachine(one(map()), { input: items(8), call });
    expect(result).toEqual([0, 1, 4, 9, 16, 25, 36, 49]);
  });

  it('runs at most MaxConcurrency iterations at once', async () => {
    const { counter, call } = gauge();
    await runMachine(one(map({ MaxConcurrency: '{% 2 + 1 %}' })), { input: items(20), call });
    expect(counter).toEqual({ most: 3, calls: 20 });
  });

  it.each([[0], [1000]])(
    'never runs more than 40 at once, whatever MaxConcurrency %d says',
    async (MaxConcurrency) => {
      const { counter, call } = gauge();
      await runMachine(one(map({ MaxConcurrency })), { input: items(100), call });
      expect(counter).toEqual({ most: 40, calls: 100 });
    },
  );

  it('hands each iteration what ItemSelector makes of its item', async () => {
    const ItemSelector = {
      n: '{% $states.context.Map.Item.Value %}',
      at: '{% $states.context.Map.Item.Index %}',
      of: '{% $count($states.input.items) %}',
    };
    const { result } = await runMachine(one(map({ ItemSelector })), {
      input: items(2),
      call: (payload) => payload,
    });
    expect(result).toEqual([
      { n: 0, at: 0, of: 2 },
      { n: 1, at: 1, of: 2 },
    ]);
  });

  it('fails with the first error; what waits never begins and what runs stops at its next step', async () => {
    const begun: number[] = [];
    const finished: number[] = [];
    const inner = {
      StartAt: 'Work',
      States: { Work: task({ Next: 'Then' }), Then: task() },
    };
    const { error, events } = await runMachine(one(map({ MaxConcurrency: 2 }, inner)), {
      input: items(10),
      call: async (n: number) => {
        begun.push(n);
        await sleep(n === 0 ? 10 : 30);
        if (n === 0) throw errorOf('Broken');
        finished.push(n);
        return n;
      },
    });
    expect(error).toBe('Broken');
    expect(begun).toEqual([0, 1]);
    await sleep(60);
    // The call that ran beside it came to its end, as on AWS; nothing followed it.
    expect(finished).toEqual([1]);
    expect(begun).toEqual([0, 1]);
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['MapIterationFailed', 'MapStateFailed', 'ExecutionFailed']),
    );
  });

  it('whose iterations catch everything goes on to the end', async () => {
    const inner = {
      StartAt: 'Work',
      States: {
        Work: task({
          Catch: [{ ErrorEquals: ['States.ALL'], Output: 'failed', Next: 'Done' }],
          Next: 'Done',
        }),
        Done: { Type: 'Pass', End: true },
      },
    };
    const { result } = await runMachine(one(map({}, inner)), {
      input: items(4),
      call: (n: number) => (n === 2 ? Promise.reject(errorOf('Broken')) : n),
    });
    expect(result).toEqual([0, 1, 'failed', 3]);
  });

  it('may be tried again as a whole', async () => {
    const { result } = await runMachine(one(map({ Retry: [{ ErrorEquals: ['Flaky'] }] })), {
      input: items(2),
      call: (n: number, call) => (call === 0 ? Promise.reject(errorOf('Flaky')) : n),
    });
    expect(result).toEqual([0, 1]);
  });

  it('of results that together exceed 262,144 bytes ends the execution', async () => {
    const { error } = await runMachine(one(map()), { input: items(3), call: () => 'x'.repeat(100_000) });
    expect(error).toBe('States.DataLimitExceeded');
  });

  it('of 500 batches stays well below the limit of the history', async () => {
    const { status, events } = await runMachine(one(map({ MaxConcurrency: 10 })), { input: items(500) });
    expect(status).toBe('SUCCEEDED');
    expect(events.length).toBeLessThan(5000);
  });
});

describe('a Parallel', () => {
  const branch = (state: object) => ({ StartAt: 'In', States: { In: state } });

  it('gives the outputs of its branches in their order', async () => {
    const state = {
      Type: 'Parallel',
      Arguments: { n: '{% $states.input.n + 1 %}' },
      Branches: [branch({ Type: 'Pass', Output: '{% $states.input.n %}', End: true }), branch(task())],
      End: true,
    };
    const { result } = await runMachine(one(state), {
      input: { n: 1 },
      call: ({ n }: { n: number }) => n * 10,
    });
    expect(result).toEqual([2, 20]);
  });

  it('fails as soon as one branch does', async () => {
    const state = {
      Type: 'Parallel',
      Branches: [
        branch({ Type: 'Wait', Seconds: 3600, End: true }),
        branch({ Type: 'Fail', Error: 'Broken' }),
      ],
      End: true,
    };
    expect((await runMachine(one(state), { instantly: [] })).error).toBe('Broken');
  });
});
