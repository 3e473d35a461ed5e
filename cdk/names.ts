import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StateMachineName } from '../lambdas/functions.ts';

/** `kratos-dev-sales-etl`: fixed, because the functions of a machine know its ARN before it exists. */
export function stateMachineName(stage: string, machine: StateMachineName): string {
  return `kratos-${stage}-${machine}`;
}

export function stateMachineArn(scope: Construct, stage: string, machine: StateMachineName): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: stateMachineName(stage, machine),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

/** Every execution of a machine. */
export function executionArns(scope: Construct, stage: string, machine: StateMachineName): string {
  return Stack.of(scope).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${stateMachineName(stage, machine)}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
