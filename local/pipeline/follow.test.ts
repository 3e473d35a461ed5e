import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from '@jest/globals';
import { startTestStates } from '../../testing/states.ts';
import { followExecution } from './follow.ts';

const call = (next: object): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:kratos-tested', Payload: {} },
  ...next,
});

/** Asks three times before it may go on, as a run does that waits for another one. */
const waiting = {
  StartAt: 'Prepare',
  States: {
    Prepare: { Type: 'Pass', Assign: { n: 0 }, Next: 'Open' },
    Open: call({ Assign: { n: '{% $n + 1 %}' }, Next: 'Opened' }),
    Opened: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $n < 3 %}', Next: 'WaitForLease' }],
      Default: 'Work',
    },
    WaitForLease: { Type: 'Wait', Seconds: 0, Next: 'Open' },
    Work: call({ End: true }),
  },
};

describe('following a run in the terminal', () => {
  it('tells each state once, however often the run comes back to it while it waits', async () => {
    const states = await startTestStates({ 'sales-etl': waiting }, () => Promise.resolve({}));
    const told: string[] = [];
    const { executionArn = '' } = await states.client.send(
      new StartExecutionCommand({ stateMachineArn: states.arnOf('sales-etl'), input: '{}' }),
    );
    const ended = await followExecution(states.client, executionArn, {
      state: (name) => void told.push(name),
      now: () => undefined,
    });
    await states.close();
    expect(ended.status).toBe('SUCCEEDED');
    expect(told).toEqual(['Open', 'WaitForLease', 'Work']);
  });
});
