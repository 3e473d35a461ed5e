const call = (payload: unknown) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: {
    FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:kratos-tested',
    Payload: payload,
  },
});
/**
 * Small machines under the names of the store's: the run opens (and tries again), maps over three, and ends well or
 * cleans up and fails.
 */
export const runMachines = {
  'sales-etl': {
    StartAt: 'Open',
    States: {
      Open: {
        ...call({ step: 'open', input: '{% $states.input %}' }),
        Retry: [{ ErrorEquals: ['Shaky'], IntervalSeconds: 1, MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'CleanUp' }],
        Next: 'Transform',
      },
      Transform: {
        Type: 'Map',
        Items: [1, 2, 3],
        ItemProcessor: {
          StartAt: 'One',
          States: { One: { ...call({ step: 'one' }), End: true } },
        },
        Next: 'Good',
      },
      CleanUp: { ...call({ step: 'clean' }), Next: 'Bad' },
      Good: { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Done' }], Default: 'Bad' },
      Done: { Type: 'Succeed' },
      Bad: { Type: 'Fail', Error: 'RunFailed', Cause: 'on purpose' },
    },
  },
  'train-model': {
    StartAt: 'Fail',
    States: { Fail: { Type: 'Fail', Error: 'NoData', Cause: 'nothing to learn' } },
  },
  'forecast-sales': { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } },
};
