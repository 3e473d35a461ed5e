import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  StartExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** Executions that may fail for the same thing before it is left to the next run. */
const ATTEMPTS = 5;

export interface ExecutionRequest {
  readonly stateMachineArn: string;
  /** Says what the execution is for; at most 78 characters. */
  readonly name: string;
  readonly input: object;
}

/**
 * Starts an execution unless one for the same thing runs or has succeeded: what it is for is its name, and a further
 * attempt after a failure gets a number. So a call that is repeated starts nothing twice.
 * @returns the ARN of the execution that runs now; undefined = there is nothing left to do, or it failed too often.
 */
export async function startOnce(
  states: SFNClient,
  { stateMachineArn, name, input }: ExecutionRequest,
): Promise<string | undefined> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const own = attempt === 1 ? name : `${name}-${attempt}`;
    try {
      const answer = await states.send(
        new StartExecutionCommand({ stateMachineArn, name: own, input: JSON.stringify(input) }),
      );
      return answer.executionArn;
    } catch (error) {
      if (!(error instanceof ExecutionAlreadyExists)) throw error;
    }
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${own}`;
    const { status } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING') return executionArn;
    if (status === 'SUCCEEDED') return undefined;
  }
  return undefined;
}
