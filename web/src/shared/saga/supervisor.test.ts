import { describe, expect, it, jest } from '@jest/globals';
import { configureStore, Tuple } from '@reduxjs/toolkit';
import createSagaMiddleware, { runSaga, stdChannel } from 'redux-saga';
import { put, take } from 'typed-redux-saga';
import { fixtureStore, stage } from '../../testing/app.tsx';
import { supervise } from './supervisor.ts';

describe('the supervisor', () => {
  it('starts a feature that breaks again, three times and no more, and reports each time', async () => {
    jest.useFakeTimers();
    const { services, errors } = stage(fixtureStore());
    let starts = 0;
    runSaga(
      { context: { services }, channel: stdChannel(), dispatch: () => undefined },
      supervise,
      'broken',
      function* () {
        starts += 1;
        throw new Error(`start ${starts}`);
      },
    );
    await jest.advanceTimersByTimeAsync(60_000);
    jest.useRealTimers();
    expect(starts).toBe(4);
    expect(errors).toHaveLength(4);
  });

  it('keeps the other features running when one breaks', () => {
    const { services } = stage(fixtureStore());
    const sagas = createSagaMiddleware({ context: { services } });
    const seen: unknown[] = [];
    const store = configureStore({
      reducer: (state: null = null, action) => {
        seen.push(action);
        return state;
      },
      middleware: () => new Tuple(sagas),
    });
    sagas.run(supervise, 'broken', function* () {
      yield* take('go');
      throw new Error('broken');
    });
    sagas.run(supervise, 'sound', function* () {
      yield* take('go');
      yield* put({ type: 'went' });
    });
    store.dispatch({ type: 'go' });
    expect(seen).toContainEqual({ type: 'went' });
  });
});
