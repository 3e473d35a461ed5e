import { describe, expect, it } from '@jest/globals';
import { orAborted } from './environment.ts';

/** Rejections that nobody listened to while the work ran. */
async function unhandledDuring(work: () => Promise<void>): Promise<unknown[]> {
  const seen: unknown[] = [];
  const listen = (reason: unknown): void => void seen.push(reason);
  process.on('unhandledRejection', listen);
  await work();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  process.off('unhandledRejection', listen);
  return seen;
}

describe('waiting for work that may be abandoned', () => {
  it('hands on the result, or the reason of whoever stopped waiting', async () => {
    const { signal } = new AbortController();
    expect(await orAborted(Promise.resolve(7), signal)).toBe(7);
    const stopped = AbortSignal.abort(new Error('halted'));
    await expect(orAborted(new Promise(() => undefined), stopped)).rejects.toThrow('halted');
  });

  it('never leaves the failure of abandoned work unheard, whether it was stopped before or meanwhile', async () => {
    const unheard = await unhandledDuring(async () => {
      const stopped = AbortSignal.abort(new Error('halted'));
      await orAborted(Promise.reject(new Error('late')), stopped).catch(() => undefined);
      const controller = new AbortController();
      let fail: (error: Error) => void = () => undefined;
      const waiting = orAborted(new Promise((_, reject) => (fail = reject)), controller.signal);
      controller.abort(new Error('halted'));
      await expect(waiting).rejects.toThrow('halted');
      fail(new Error('late'));
    });
    expect(unheard).toEqual([]);
  });
});
