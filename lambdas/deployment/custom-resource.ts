import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

export interface StepResult {
  /** Attributes that the stack may read; texts only. */
  readonly data?: Readonly<Record<string, string>>;
}

/** What a step of the deployment does at a create or an update; a delete does nothing unless it says so. */
export interface DeploymentStep {
  apply(properties: Readonly<Record<string, unknown>>): Promise<StepResult>;
  remove?(properties: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Longest reason that fits the 4 KB of an answer beside the rest of it. */
const longestReason = 2_000;

/**
 * Runs a step for CloudFormation, which waits for an answer at the event's address. The step's failure is the
 * answer, so that the deployment rolls back at once and says why.
 */
export function customResourceHandler(
  step: DeploymentStep,
  send: (url: string, body: string) => Promise<void> = put,
): (event: CloudFormationCustomResourceEvent) => Promise<void> {
  return async (event) => {
    const known = 'PhysicalResourceId' in event ? event.PhysicalResourceId : undefined;
    const answer = {
      StackId: event.StackId,
      RequestId: event.RequestId,
      LogicalResourceId: event.LogicalResourceId,
      // The same for every version: an update never replaces the step.
      PhysicalResourceId: known ?? event.LogicalResourceId,
    };
    try {
      const result = await run(step, event);
      await send(
        event.ResponseURL,
        JSON.stringify({ ...answer, Status: 'SUCCESS', Data: result.data ?? {} }),
      );
    } catch (error) {
      console.error(error);
      const reason = error instanceof Error ? error.message : String(error);
      const failure = { ...answer, Status: 'FAILED', Reason: reason.slice(0, longestReason) };
      await send(event.ResponseURL, JSON.stringify(failure));
    }
  };
}

async function run(step: DeploymentStep, event: CloudFormationCustomResourceEvent): Promise<StepResult> {
  if (event.RequestType !== 'Delete') return step.apply(event.ResourceProperties);
  await step.remove?.(event.ResourceProperties);
  return {};
}

async function put(url: string, body: string): Promise<void> {
  const response = await fetch(url, { method: 'PUT', body, headers: { 'content-type': '' } });
  if (!response.ok) throw new Error(`CloudFormation answered ${response.status} to the step's result`);
}
