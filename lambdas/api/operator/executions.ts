import { createHash } from 'node:crypto';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeStateMachineCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { runIdOf } from '../../../domain/sales/run-id.ts';
import type { MachineDefinition } from './states-view.ts';

/** ARNs of the machines that the operator watches. */
export interface Machines {
  readonly 'sales-etl': string;
  readonly 'train-model': string;
  readonly 'forecast-sales': string;
}

export function runIdOfExecution(name: string): string {
  return runIdOf(name, (text) => createHash('sha256').update(text).digest('hex'));
}

/** undefined = there is no such execution. */
export async function describeExecution(
  states: SFNClient,
  executionArn: string,
): Promise<DescribeExecutionCommandOutput | undefined> {
  try {
    return await states.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** The ARN of an execution by its machine and name. */
export function executionArnOf(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

export async function readDefinition(states: SFNClient, stateMachineArn: string): Promise<MachineDefinition> {
  const { definition } = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
  return JSON.parse(definition ?? '{"StartAt":"","States":{}}') as MachineDefinition;
}

/** Every event of an execution, oldest first; none when it is no longer kept. */
export async function readHistory(states: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const page = await states.send(
        new GetExecutionHistoryCommand({
          executionArn,
          maxResults: 1000,
          includeExecutionData: false,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return [];
    throw error;
  }
  return events;
}

const shownExecutions = 10;

/** The newest executions of training and forecast, newest first, each failed one with its error. */
export async function listExecutions(states: SFNClient, machines: Machines) {
  const items = await Promise.all(
    (['train-model', 'forecast-sales'] as const).map(async (machine) => {
      const { executions = [] } = await states.send(
        new ListExecutionsCommand({ stateMachineArn: machines[machine], maxResults: shownExecutions }),
      );
      return Promise.all(
        executions.map(async ({ executionArn = '', name = '', status = 'RUNNING', startDate, stopDate }) => {
          const failed = status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';
          const detail = failed ? await describeExecution(states, executionArn) : undefined;
          return {
            machine,
            executionArn,
            name,
            status,
            startedAt: (startDate ?? new Date(0)).toISOString(),
            stoppedAt: stopDate?.toISOString() ?? null,
            error: detail
              ? { error: detail.error ?? status, cause: (detail.cause ?? '').slice(0, 2000) }
              : null,
          };
        }),
      );
    }),
  );
  return items.flat().sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** Runs that have begun and not yet written their row. */
export async function runningExecutions(states: SFNClient, machineArn: string) {
  const { executions = [] } = await states.send(
    new ListExecutionsCommand({
      stateMachineArn: machineArn,
      statusFilter: 'RUNNING',
      maxResults: shownExecutions,
    }),
  );
  const described = await Promise.all(
    executions.map((execution) => describeExecution(states, execution.executionArn ?? '')),
  );
  return described.filter((execution) => execution !== undefined);
}
