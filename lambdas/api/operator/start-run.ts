import { ExecutionAlreadyExists, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { z } from '@hono/zod-openapi';
import { executionNameFor } from '../../../domain/sales/run-id.ts';
import type { startRunBody } from './schemas.ts';

export type StartedRun =
  | { readonly kind: 'started'; readonly executionArn: string; readonly runId: string }
  | { readonly kind: 'in-progress' };

/**
 * Starts the nightly run. The execution's name is the run's id.
 *
 * @param unique makes the name one of its own: lower-case letters and digits.
 */
export async function startRun(
  states: SFNClient,
  machineArn: string,
  input: z.infer<typeof startRunBody>,
  unique: string,
): Promise<StartedRun> {
  const runId = executionNameFor(input.asOf ?? input.runDate, unique);
  try {
    const { executionArn = '' } = await states.send(
      new StartExecutionCommand({ stateMachineArn: machineArn, name: runId, input: JSON.stringify(input) }),
    );
    return { kind: 'started', executionArn, runId };
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return { kind: 'in-progress' };
    throw error;
  }
}
