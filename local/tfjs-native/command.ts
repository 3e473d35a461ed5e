import { spawnSync } from 'node:child_process';

/** An obstacle that the reader of the message can remove. */
export class SetupError extends Error {}

/** Whether `command` starts and ends well. */
export function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Runs a command to its end; what it prints is shown only when it fails. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): string {
  const env = { ...process.env, ...options.env };
  const done = spawnSync(command, args, { cwd: options.cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.error !== undefined) throw new SetupError(`${command} did not start: ${done.error.message}`);
  if (done.status !== 0) {
    const tail = `${done.stdout}${done.stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new SetupError(`${command} ${args[0] ?? ''} ended with status ${done.status}:\n${tail}`);
  }
  return done.stdout;
}
