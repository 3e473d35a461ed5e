/**
 * The main program of a function's process: loads the bundle, runs one event at a time and answers over the IPC
 * channel, as Lambda's runtime does. It ends with the process that started it.
 */
import { pathToFileURL } from 'node:url';
import { isMainThread, Worker } from 'node:worker_threads';
import {
  payloadLimit,
  type FunctionFailure,
  type FunctionMessage,
  type InvokeMessage,
} from './function-messages.ts';

type Handler = (event: unknown, context: Record<string, unknown>) => unknown;

let currentRequestId: string | null = null;

function send(message: FunctionMessage): void {
  if (process.connected) process.send?.(message);
}

function describe(thrown: unknown, errorType?: string): FunctionFailure {
  if (!(thrown instanceof Error)) {
    return { errorType: errorType ?? typeof thrown, errorMessage: String(thrown), trace: [] };
  }
  return {
    errorType: errorType ?? thrown.name,
    errorMessage: thrown.message,
    trace: (thrown.stack ?? '').split('\n'),
  };
}

/** Lines keep their order with the answers, because both take the same channel. */
function redirectOutput(stream: NodeJS.WriteStream): void {
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    send({ type: 'log', requestId: currentRequestId, text });
    const done = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  };
}

/** A failure that no handler awaited: it fails the event at work, and the process is not used again. */
function failAndExit(error: FunctionFailure): void {
  if (!process.connected || !process.send) process.exit(1);
  process.send({ type: 'broken', error } satisfies FunctionMessage, undefined, undefined, () =>
    process.exit(1),
  );
}

function contextOf(message: InvokeMessage): Record<string, unknown> {
  const name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
  return {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: message.invokedFunctionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: message.requestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: String(process.pid),
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

async function run(handler: Handler, message: InvokeMessage): Promise<void> {
  const { requestId } = message;
  currentRequestId = requestId;
  let answer: FunctionMessage;
  try {
    const result = await handler(JSON.parse(message.payload), contextOf(message));
    const payload = JSON.stringify(result ?? null);
    const bytes = Buffer.byteLength(payload);
    answer =
      bytes > payloadLimit
        ? {
            type: 'failure',
            requestId,
            error: {
              errorType: 'Function.ResponseSizeTooLarge',
              errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${payloadLimit} bytes).`,
            },
          }
        : { type: 'result', requestId, payload };
  } catch (error) {
    answer = { type: 'failure', requestId, error: describe(error) };
  }
  currentRequestId = null;
  send(answer);
}

/**
 * While the main thread computes it hears of nothing. A function that runs long has this watcher beside it, which
 * ends the process when the one that started it is gone.
 */
function watchParent(): void {
  const watcher = new Worker(
    'const parent = process.ppid; setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 1000);',
    { eval: true, env: {}, resourceLimits: { maxOldGenerationSizeMb: 8 } },
  );
  watcher.unref();
}

async function main(): Promise<void> {
  redirectOutput(process.stdout);
  redirectOutput(process.stderr);
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole process group; the runtime decides when a function ends.
  process.on('SIGINT', () => undefined);
  process.on('uncaughtException', (error) => failAndExit(describe(error)));
  process.on('unhandledRejection', (reason) =>
    failAndExit(describe(reason, 'Runtime.UnhandledPromiseRejection')),
  );
  const [file = '', watched] = process.argv.slice(2);
  if (watched === 'watch-parent') watchParent();
  let loaded: { handler?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as { handler?: unknown };
  } catch (error) {
    const { errorMessage, trace, errorType } = describe(error);
    failAndExit({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: `${errorType}: ${errorMessage}`,
      trace: trace ?? [],
    });
    return;
  }
  const { handler } = loaded;
  if (typeof handler !== 'function') {
    failAndExit({
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'the bundle does not export a function "handler"',
    });
    return;
  }
  process.on('message', (message: InvokeMessage) => void run(handler as Handler, message));
  send({ type: 'ready' });
}

if (isMainThread) await main();
