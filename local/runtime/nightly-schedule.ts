import { schedule } from '../../stepfunctions/substitutions.ts';
import { nextOccurrence, parseCron } from './cron.ts';

/** The time, and a way to be called later. */
export interface Clock {
  now(): Date;
  /** Calls the work after so many milliseconds; returns what prevents it. */
  after(milliseconds: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

export interface NightlySchedule {
  readonly clock: Clock;
  /** What a night does, at an instant of the schedule or, where the machine slept then, when it woke up. */
  readonly night: (now: Date) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Timers stand still while a machine sleeps, so the time is looked at once a minute. */
const LOOK_MS = 60_000;

/**
 * Calls `night` at each time of the nightly run's schedule until it is stopped; after a sleep over several of them
 * once. Returns what stops it.
 */
export function scheduleNights({ clock, night, onError }: NightlySchedule): () => void {
  const fields = parseCron(schedule.expression);
  let cancel = (): void => undefined;
  const waitUntil = (at: Date): void => {
    const left = at.getTime() - clock.now().getTime();
    cancel = clock.after(Math.min(Math.max(0, left), LOOK_MS), () => {
      const now = clock.now();
      if (now < at) return waitUntil(at);
      next(now);
      night(now).catch(onError);
    });
  };
  const next = (after: Date): void => {
    const at = nextOccurrence(fields, after);
    if (at) waitUntil(at);
  };
  next(clock.now());
  return () => cancel();
}
