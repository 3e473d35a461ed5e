import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { FunctionName, StateMachineName } from '../../lambdas/functions.ts';
import { substitutions, usedSubstitutions } from '../../stepfunctions/substitutions.ts';
import { stateMachineName } from '../names.ts';
import type { StageSettings } from '../settings.ts';
import type { StoreFunction } from './store-function.ts';

export interface StoreStateMachineProps {
  readonly name: StateMachineName;
  /** Amazon States Language, with `${…FunctionArn}` for functions. */
  readonly definition: string;
  readonly functions: ReadonlyMap<FunctionName, StoreFunction>;
  readonly settings: StageSettings;
}

/** A machine from its definition file; it may call the functions that the file names, and no others. */
export class StoreStateMachine extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(
    scope: Construct,
    id: string,
    { name, definition, functions, settings }: StoreStateMachineProps,
  ) {
    super(scope, id);
    const arnOf = (of: FunctionName): string => functions.get(of)?.handler.functionArn ?? '';
    const used = usedSubstitutions(definition);
    const values = Object.entries(substitutions(arnOf)).filter(([key]) => used.has(key));
    const missing = values.find(([, arn]) => arn === '');
    if (missing) throw new Error(`${name} uses \${${missing[0]}}, which is no function of this stack`);
    this.machine = new sfn.StateMachine(this, 'Machine', {
      stateMachineName: stateMachineName(settings.stage, name),
      // Within the template rather than an asset beside it, so that whoever checks the template sees it.
      definitionBody: sfn.DefinitionBody.fromString(JSON.stringify(JSON.parse(definition))),
      definitionSubstitutions: Object.fromEntries(values),
      tracingEnabled: true,
      logs: {
        destination: new logs.LogGroup(this, 'Log', {
          logGroupName: `/aws/vendedlogs/states/${stateMachineName(settings.stage, name)}`,
          retention: settings.logDays,
          removalPolicy: settings.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
        }),
        level: sfn.LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.machine.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: values.map(([, arn]) => arn),
      }),
    );
    Validations.of(this.machine).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'Traces and the delivery of logs are rights on the whole account; they have no ARN to name.',
    });
  }
}
