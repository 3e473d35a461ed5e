import { z } from 'zod';
import { dayOf, parseDay } from '../../../domain/days.ts';
import { runIdPattern } from '../../../domain/sales/run-id.ts';
import { InvalidInputError } from '../shared/errors.ts';

const day = z.string().refine((text) => parseDay(text) !== null, { error: 'expected a day as YYYY-MM-DD' });

/** A day, or the instant at which a schedule fired: then the day in UTC on which that was. */
const dayOrInstant = z
  .string()
  .transform((text) =>
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text) ? text.slice(0, 10) : text,
  )
  .pipe(day);

const inputSchema = z
  .strictObject({
    /** The day the run belongs to; never taken from a clock here, so that a retry looks at the same days. */
    runDate: dayOrInstant,
    /** Exclusive: what happened before this day's 00:00 UTC counts. */
    asOf: day.optional(),
    gameIds: z.array(z.int().positive()).min(1).max(20_000).optional(),
    baseRun: z.string().regex(runIdPattern, 'expected the id of a run').optional(),
    dryRun: z.boolean().optional(),
  })
  .refine((input) => input.asOf === undefined || !isLater(input.asOf, input.runDate), {
    path: ['asOf'],
    error: 'must not lie more than one day after runDate: those days have not happened',
  });

export interface RunInput {
  readonly runDate: string;
  readonly asOf: string;
  /** Ascending, each once; null = every game. */
  readonly gameIds: readonly number[] | null;
  readonly baseRun: string | null;
  readonly dryRun: boolean;
}

/**
 * The execution's input with its defaults.
 * @throws InvalidInputError naming every field that is wrong and what was expected.
 */
export function parseRunInput(input: unknown): RunInput {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`,
    );
    throw new InvalidInputError(problems.join('; '), { cause: parsed.error });
  }
  const { runDate, asOf = runDate, gameIds, baseRun = null, dryRun = false } = parsed.data;
  return {
    runDate,
    asOf,
    gameIds: gameIds ? [...new Set(gameIds)].sort((a, b) => a - b) : null,
    baseRun,
    dryRun,
  };
}

/** Fields that are no days have a message of their own already. */
function isLater(asOf: string, runDate: string): boolean {
  if (parseDay(asOf) === null || parseDay(runDate) === null) return false;
  return dayOf(asOf) > dayOf(runDate) + 1;
}
