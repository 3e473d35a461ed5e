/** An expected failure of a command: its message goes to the terminal as it is, without a stack. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
  }
}

/** A pipe whose reader has gone, and a terminal that was closed. */
const NOBODY_READS = ['EPIPE', 'EIO'];

/** What a reader who has gone (`| head`) misses is no failure: the work goes on, and its files become whole. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!NOBODY_READS.includes(error.code ?? '')) throw error;
    });
  }
}

/** Shows the help when it is asked for; turns a failure into one line and a status, 2 for a wrong call. */
export async function runCommand(help: string, work: () => Promise<void>): Promise<void> {
  outliveReaders();
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(help);
    return;
  }
  try {
    await work();
  } catch (error) {
    if (error instanceof CommandError) {
      console.error(error.message);
      process.exitCode = error.exitCode;
    } else if (isWrongCall(error)) {
      console.error(`${error.message}\nSee --help.`);
      process.exitCode = 2;
    } else {
      console.error(process.env['DEBUG'] === undefined && error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  }
}

function isWrongCall(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
