import { optionalText, refuseFields, requiredText } from '../json-protocol.ts';
import { ServiceError } from '../service-error.ts';
import type { ExecutionRecord } from './execution-files.ts';
import type { Executions } from './executions.ts';

type Body = Record<string, unknown>;
type Operation = (executions: Executions, body: Body) => unknown;

/** Times of the AWS JSON protocol are seconds since 1970. */
const seconds = (milliseconds: number) => milliseconds / 1000;

/** The operations by the name in `X-Amz-Target`; any other is refused. */
export const OPERATIONS: Record<string, Operation> = {
  StartExecution: startExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  StopExecution: stopExecution,
  DescribeStateMachine: describeStateMachine,
  ListStateMachines: listStateMachines,
};

function startExecution(executions: Executions, body: Body) {
  refuseFields('StartExecution', body, ['stateMachineArn', 'name', 'input']);
  const input = optionalText(body, 'input');
  const name = optionalText(body, 'name');
  const { executionArn, startDate } = executions.start({
    stateMachineArn: requiredText(body, 'stateMachineArn'),
    ...(input !== undefined && { input }),
    ...(name !== undefined && { name }),
  });
  return { executionArn, startDate: seconds(startDate.getTime()) };
}

function summary(executions: Executions, record: Readonly<ExecutionRecord>) {
  return {
    executionArn: record.arn,
    stateMachineArn: executions.machines.find(({ name }) => name === record.machine)?.arn,
    name: record.name,
    status: record.status,
    startDate: seconds(record.startDate),
    stopDate: record.stopDate === undefined ? undefined : seconds(record.stopDate),
    redriveCount: 0,
  };
}

function describeExecution(executions: Executions, body: Body) {
  refuseFields('DescribeExecution', body, ['executionArn', 'includedData']);
  const record = executions.describe(requiredText(body, 'executionArn'));
  const { input, output, error, cause } = record;
  return {
    ...summary(executions, record),
    input,
    inputDetails: { included: true },
    output,
    outputDetails: output === undefined ? undefined : { included: true },
    error,
    cause,
  };
}

function listExecutions(executions: Executions, body: Body) {
  refuseFields('ListExecutions', body, ['stateMachineArn', 'statusFilter', 'maxResults', 'nextToken']);
  const machine = executions.machine(requiredText(body, 'stateMachineArn'));
  const status = optionalText(body, 'statusFilter');
  const found = executions
    .list(machine.name)
    .filter((record) => status === undefined || record.status === status);
  const { items, nextToken } = page(found, body, 100);
  return { executions: items.map((record) => summary(executions, record)), nextToken };
}

function getExecutionHistory(executions: Executions, body: Body) {
  refuseFields('GetExecutionHistory', body, [
    'executionArn',
    'maxResults',
    'nextToken',
    'reverseOrder',
    'includeExecutionData',
  ]);
  const events = executions.history(requiredText(body, 'executionArn'));
  const { items, nextToken } = page(body.reverseOrder === true ? events.reverse() : events, body, 100);
  return {
    events: items.map(({ timestamp, ...event }) => ({ ...event, timestamp: seconds(timestamp) })),
    nextToken,
  };
}

/** A page of at most maxResults (default 100, at most 1000); the token is the place where the next begins. */
function page<Item>(
  all: Item[],
  body: Body,
  standard: number,
): { items: Item[]; nextToken: string | undefined } {
  const asked = Number(body.maxResults ?? 0);
  if (!Number.isInteger(asked) || asked < 0 || asked > 1000) {
    throw new ServiceError(
      'ValidationException',
      400,
      `maxResults must be 0 to 1000, got ${String(body.maxResults)}`,
    );
  }
  const from = Number(optionalText(body, 'nextToken') ?? 0);
  if (!Number.isInteger(from) || from < 0)
    throw new ServiceError('InvalidToken', 400, "Invalid Token: 'nextToken'");
  const to = from + (asked === 0 ? standard : asked);
  return { items: all.slice(from, to), nextToken: to < all.length ? String(to) : undefined };
}

async function stopExecution(executions: Executions, body: Body) {
  refuseFields('StopExecution', body, ['executionArn', 'error', 'cause']);
  const stopDate = await executions.stop(
    requiredText(body, 'executionArn'),
    optionalText(body, 'error'),
    optionalText(body, 'cause'),
  );
  return { stopDate: seconds(stopDate.getTime()) };
}

function describeStateMachine(executions: Executions, body: Body) {
  refuseFields('DescribeStateMachine', body, ['stateMachineArn', 'includedData']);
  const { arn, name, definition } = executions.machine(requiredText(body, 'stateMachineArn'));
  return {
    stateMachineArn: arn,
    name,
    status: 'ACTIVE',
    type: 'STANDARD',
    definition: JSON.stringify(definition),
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    creationDate: 0,
  };
}

function listStateMachines(executions: Executions, body: Body) {
  refuseFields('ListStateMachines', body, ['maxResults', 'nextToken']);
  const { items, nextToken } = page(executions.machines, body, 100);
  return {
    stateMachines: items.map(({ arn, name }) => ({
      stateMachineArn: arn,
      name,
      type: 'STANDARD',
      creationDate: 0,
    })),
    nextToken,
  };
}
