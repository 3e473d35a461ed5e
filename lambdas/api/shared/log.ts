export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with fields on each line. */
  with(fields: LogFields): Log;
}

/** Ids, codes, counts and durations only: never a name, an address or a password. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One JSON object a line: at, level, function, message, then the fields. */
export function createLog(
  functionName: string,
  now: () => Date,
  write: (line: string) => void = (line) => void process.stdout.write(line + '\n'),
  fixed: LogFields = {},
): Log {
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      write(
        JSON.stringify({
          at: now().toISOString(),
          level,
          function: functionName,
          message,
          ...fixed,
          ...fields,
        }),
      );
  return {
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    with: (fields) => createLog(functionName, now, write, { ...fixed, ...fields }),
  };
}
