import { constants } from 'node:fs';
import { access, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from '../cli/command.ts';
import { findRunningStore } from '../runtime-file.ts';

/**
 * Makes the home ready for a start: it can be written to, and no other store runs in it. Temporary files go below it
 * from then on, in this process and in those that it starts.
 *
 * @throws CommandError that says what is in the way and what to do.
 */
export async function prepareHome(home: string): Promise<void> {
  const tmp = path.join(home, 'tmp');
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new CommandError(
      `${home} cannot be written to (${(error as NodeJS.ErrnoException).code}). KRATOS_HOME chooses another folder.`,
    );
  }
  const running = await findRunningStore(home);
  if (running && (await answers(running.port))) {
    throw new CommandError(
      `This store runs already: http://127.0.0.1:${running.port} (process ${running.pid}). ` +
        'To have a second one, give it a home and a port of its own: KRATOS_HOME=… PORT=… npm start',
    );
  }
  await rm(tmp, { recursive: true, force: true });
  await mkdir(tmp, { recursive: true });
  process.env.TMPDIR = tmp;
}

/** Whether a store answers there; the number of a killed process may belong to any other by now. */
async function answers(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/local/status`, {
      signal: AbortSignal.timeout(5_000),
    });
    return answer.ok && typeof ((await answer.json()) as { instance?: unknown }).instance === 'string';
  } catch {
    return false;
  }
}

/** The port of the environment's PORT, 3000 by default. */
export function chosenPort(env: NodeJS.ProcessEnv): number {
  const text = env.PORT ?? '';
  if (text === '') return 3000;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new CommandError(`PORT is "${text}"; expected a number from 1 to 65535`, 2);
}
