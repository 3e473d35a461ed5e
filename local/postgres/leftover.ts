import { execFile } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { markOf, type ProcessMark } from '../aws/states/process-mark.ts';

const run = promisify(execFile);

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Marks the folder as ours, so that a second process does not take the server of a living one for a leftover.
 * The mark of a process that is gone does not count. Returns what takes the mark away.
 */
export async function claimDirectory(dataDir: string): Promise<() => Promise<void>> {
  const mark = `${dataDir}.owner`;
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    try {
      const file = await open(mark, 'wx');
      await file.writeFile(JSON.stringify(markOf(process.pid)));
      await file.close();
      return () => rm(mark, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await readMark(mark);
    if (holder && markOf(holder.pid)?.started === holder.started) {
      throw new Error(`the database in ${dataDir} is in use by process ${holder.pid}; stop that one first`);
    }
    await rm(mark, { force: true });
  }
  throw new Error(`${mark} cannot be taken: other processes keep starting the same database`);
}

/** Undefined where the file is gone or was only half written. */
async function readMark(file: string): Promise<ProcessMark | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProcessMark;
  } catch {
    return undefined;
  }
}

/** Ends the server that a killed process left behind in this folder; PostgreSQL itself copes with a stale file. */
export async function stopLeftover(dataDir: string, log: (line: string) => void): Promise<void> {
  const file = await readFile(path.join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(file.split('\n')[0]);
  if (!(pid > 1) || !isAlive(pid) || !(await isServerOf(pid, dataDir))) return;
  log(`stopping the PostgreSQL (process ${pid}) that an earlier start left behind`);
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid); waited += 50) {
    if (waited === 10_000) process.kill(pid, 'SIGQUIT');
    if (waited > 20_000)
      throw new Error(`PostgreSQL (process ${pid}) of ${dataDir} does not stop; end it by hand`);
    await sleep(50);
  }
}

async function isServerOf(pid: number, dataDir: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(async () => {
    const { stdout } = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
    return stdout;
  });
  return command.includes('postgres') && command.includes(dataDir);
}
