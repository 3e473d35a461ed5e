/** What the runtime and a function's process say to each other over their IPC channel. */

/** An invocation, runtime → function. */
export interface InvokeMessage {
  readonly type: 'invoke';
  readonly requestId: string;
  /** JSON. */
  readonly payload: string;
  /** Milliseconds since the epoch at which the function is cut off. */
  readonly deadline: number;
  readonly invokedFunctionArn: string;
}

/** How Lambda words an error: the fields of its answer's body. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** Function → runtime. */
export type FunctionMessage =
  | { readonly type: 'ready' }
  /** The process ends: its bundle cannot be loaded, or an error came that no handler awaited. */
  | { readonly type: 'broken'; readonly error: FunctionFailure }
  | { readonly type: 'result'; readonly requestId: string; readonly payload: string }
  | { readonly type: 'failure'; readonly requestId: string; readonly error: FunctionFailure }
  | { readonly type: 'log'; readonly requestId: string | null; readonly text: string };

export type FunctionOutcome =
  { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly error: FunctionFailure };

/** Lambda's limit for a synchronous request and for its answer, in bytes of JSON. */
export const payloadLimit = 6 * 1024 * 1024;
