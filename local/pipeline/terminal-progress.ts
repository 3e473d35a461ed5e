import type { Progress } from './follow.ts';

/** A line a finished state; on a terminal, below them, one line that changes. */
export function terminalProgress(out: NodeJS.WriteStream): Progress {
  const clear = (): void => {
    if (out.isTTY) out.write('\r\u001b[K');
  };
  return {
    state: (name, milliseconds, detail) => {
      clear();
      const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
      out.write(`  ${name.padEnd(18)}${seconds.padStart(8)}${detail === '' ? '' : `   ${detail}`}\n`);
    },
    now: (text) => {
      if (out.isTTY) out.write(`\r\u001b[K  ${text} …`);
    },
  };
}
