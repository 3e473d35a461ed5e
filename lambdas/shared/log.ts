export interface LogFields {
  readonly runId?: string;
  readonly [name: string]: unknown;
}

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
}

/** One JSON line an event on standard output, where both the cloud and one machine collect them. */
export function createLog(functionName: string, requestId: string): Log {
  const write =
    (level: 'info' | 'warn') =>
    (message: string, fields: LogFields = {}) => {
      const at = new Date().toISOString();
      console.log(JSON.stringify({ at, level, function: functionName, requestId, message, ...fields }));
    };
  return { info: write('info'), warn: write('warn') };
}
