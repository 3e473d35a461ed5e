import type { LambdaEvent } from 'hono/aws-lambda';
import type { Log } from './log.ts';
import type { SignedIn } from './session.ts';

/** What a request carries through the apps. */
export interface ApiEnv {
  // Lambda's event, which hono/aws-lambda hands on.
  Bindings: { event?: LambdaEvent };
  Variables: { requestId: string; log: Log; session: SignedIn };
}
