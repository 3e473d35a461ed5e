import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const repository = path.resolve(import.meta.dirname, '../..');

export interface Ended {
  readonly code: number;
  /** The last part of what it wrote. */
  readonly output: string;
}

/** Runs a program to its end; it gets this environment and nothing else. */
export function run(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: { readonly log?: (line: string) => void; readonly limitMs?: number } = {},
): Promise<Ended> {
  const child = spawn(program, args, { cwd: repository, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child, options.log);
  const timer = setTimeout(() => child.kill('SIGKILL'), options.limitMs ?? 300_000);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 1, output: output() });
    });
  });
}

/** As `run`; a status other than 0 is an error with what the program wrote. */
export async function mustRun(...call: Parameters<typeof run>): Promise<string> {
  const { code, output } = await run(...call);
  if (code !== 0)
    throw new Error(`${path.basename(call[0])} ${call[1].join(' ')} ended with ${code}:\n${output}`);
  return output;
}

/** Keeps the end of what a child writes. */
export function collect(child: ChildProcess, log?: (line: string) => void): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-20_000);
      if (log) for (const line of chunk.split('\n')) if (line.trim() !== '') log(line);
    });
  }
  return () => text;
}
