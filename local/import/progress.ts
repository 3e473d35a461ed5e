export interface ImportProgress {
  /** Rows read so far. */
  readonly rows: number;
  /** 0 to 1: how much of the file has been read, in its own bytes, also where it is compressed. */
  readonly share: number;
}

const width = 24;

/** One line of at most `columns` characters: a bar, the share, the rows and how many a second. */
export function describeProgress(
  label: string,
  { rows, share }: ImportProgress,
  milliseconds: number,
  columns = 80,
): string {
  const part = Math.min(1, Math.max(0, share));
  const bar = '█'.repeat(Math.round(part * width)).padEnd(width, '░');
  const percent = `${Math.floor(part * 100)} %`.padStart(5);
  const rate = milliseconds > 0 ? Math.round((rows / milliseconds) * 1000) : 0;
  const doing = part === 1 ? ', writing' : '';
  const line = `${bar} ${percent}  ${rows.toLocaleString('en')} rows, ${rate.toLocaleString('en')} a second${doing}`;
  const room = columns - line.length - 1;
  const name = label.length <= room ? label : room > 1 ? `${label.slice(0, room - 1)}…` : '';
  return `${name} ${line}`.trim().slice(0, columns);
}

/** Redraws the line where the output is a terminal, at most ten times a second; elsewhere it says nothing. */
export function progressLine(
  label: string,
  out: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown },
  now: () => number,
): (progress: ImportProgress) => void {
  if (!out.isTTY) return () => undefined;
  const started = now();
  let drawn = -Infinity;
  return (progress) => {
    const time = now();
    if (time - drawn < 100 && progress.share < 1) return;
    drawn = time;
    // A terminal that does not know its size says 0.
    const columns = Math.max(20, out.columns || 80) - 1;
    out.write(`\r\x1b[K${describeProgress(label, progress, time - started, columns)}`);
  };
}
