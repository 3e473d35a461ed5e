import { functionNames, type FunctionName } from '../lambdas/functions.ts';

/**
 * The facts that the state machines, the stacks and the local runtime share. Each stands here once.
 */
export const schedule = {
  /** Every night at 01:15 UTC, when the day before is complete and late payments are in. */
  expression: 'cron(15 1 * * ? *)',
  timezone: 'UTC',
} as const;

/** What the schedule starts `sales-etl` with; Scheduler writes the instant for which it fired into the text. */
export const scheduledInput = { runDate: '<aws.scheduler.scheduled-time>' } as const;

/** Games that TransformGames works on at once: each holds the one Aurora writer. */
export const transformConcurrency = 10;

/** `open-run` → `OpenRunFunctionArn`: the name a state machine's definition uses for a function. */
export function functionSubstitution(name: FunctionName): string {
  const pascal = name.replace(/(^|-)([a-z])/g, (_match, _dash: string, letter: string) =>
    letter.toUpperCase(),
  );
  return `${pascal}FunctionArn`;
}

/** All `${…}` of the definitions, given the ARN of each function. */
export function substitutions(functionArn: (name: FunctionName) => string): Record<string, string> {
  return Object.fromEntries(functionNames.map((name) => [functionSubstitution(name), functionArn(name)]));
}

/** Fills the `${…}` of a definition's text; a name without a value is an error that names it. */
export function substitute(definition: string, values: Readonly<Record<string, string>>): string {
  return definition.replace(/\$\{([A-Za-z0-9]+)\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the definition uses \${${name}}, which has no value`);
    return value;
  });
}

/** Names of the `${…}` that a definition's text uses. */
export function usedSubstitutions(definition: string): Set<string> {
  return new Set([...definition.matchAll(/\$\{([A-Za-z0-9]+)\}/g)].map(([, name]) => name!));
}
