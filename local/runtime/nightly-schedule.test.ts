import { describe, expect, it } from '@jest/globals';
import { scheduleNights, type Clock } from './nightly-schedule.ts';

/** A clock that moves when it is told to, and calls what is due on the way. */
class FakeClock implements Clock {
  #time: number;
  #timers: { at: number; work: () => void }[] = [];

  constructor(start: string) {
    this.#time = Date.parse(start);
  }

  now = (): Date => new Date(this.#time);

  after = (milliseconds: number, work: () => void): (() => void) => {
    const timer = { at: this.#time + milliseconds, work };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  };

  moveTo(instant: string): void {
    const end = Date.parse(instant);
    for (;;) {
      const [due] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#time = Math.max(this.#time, due.at);
      due.work();
    }
    this.#time = end;
  }

  /** The machine sleeps: time passes and no timer fires, and each fires later by as much. */
  sleepTo(instant: string): void {
    const slept = Date.parse(instant) - this.#time;
    this.#time += slept;
    for (const timer of this.#timers) timer.at += slept;
  }

  get waiting(): number {
    return this.#timers.length;
  }
}

function nightsOf(clock: Clock, fail = false): { nights: string[]; errors: unknown[]; stop: () => void } {
  const nights: string[] = [];
  const errors: unknown[] = [];
  const stop = scheduleNights({
    clock,
    night: (now) => {
      nights.push(now.toISOString());
      return fail ? Promise.reject(new Error('no database')) : Promise.resolve();
    },
    onError: (error) => errors.push(error),
  });
  return { nights, errors, stop };
}

describe('the nightly schedule of an open store', () => {
  it('calls every night at 01:15 UTC for as long as the store is open', () => {
    const clock = new FakeClock('2026-03-01T22:00:00Z');
    const { nights, stop } = nightsOf(clock);
    clock.moveTo('2026-03-02T01:14:59Z');
    expect(nights).toEqual([]);
    clock.moveTo('2026-03-04T12:00:00Z');
    expect(nights).toEqual([
      '2026-03-02T01:15:00.000Z',
      '2026-03-03T01:15:00.000Z',
      '2026-03-04T01:15:00.000Z',
    ]);
    stop();
    expect(clock.waiting).toBe(0);
  });

  it('runs once, within a minute of waking up, when the machine slept over its times', () => {
    const clock = new FakeClock('2026-03-01T22:00:00Z');
    const { nights } = nightsOf(clock);
    clock.sleepTo('2026-03-04T09:30:00Z');
    clock.moveTo('2026-03-04T09:31:00Z');
    expect(nights).toEqual(['2026-03-04T09:31:00.000Z']);
    clock.moveTo('2026-03-05T02:00:00Z');
    expect(nights[1]).toBe('2026-03-05T01:15:00.000Z');
  });

  it('goes on with the next night after one that failed, and reports it', async () => {
    const clock = new FakeClock('2026-03-01T22:00:00Z');
    const { nights, errors } = nightsOf(clock, true);
    clock.moveTo('2026-03-03T02:00:00Z');
    await new Promise(setImmediate);
    expect(nights).toHaveLength(2);
    expect(errors).toHaveLength(2);
  });
});
