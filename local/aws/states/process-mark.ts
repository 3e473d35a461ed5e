import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Names a process beyond its number, which the system gives away again. */
export interface ProcessMark {
  pid: number;
  /** When it started, in the system's own words; empty if that cannot be told. */
  started: string;
}

/** The mark of a process that runs now, or undefined if none has this number. */
export function markOf(pid: number): ProcessMark | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user.
    if ((error as { code?: unknown }).code === 'ESRCH') return undefined;
  }
  return { pid, started: startOf(pid) };
}

function startOf(pid: number): string {
  try {
    // Field 22 of proc_pid_stat(5), counted after the name in parentheses, which may hold spaces.
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.started === mark.started;
}
