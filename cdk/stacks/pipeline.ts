import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import {
  functionDefinition,
  functionNames,
  stateMachineNames,
  type FunctionName,
  type StateMachineName,
} from '../../lambdas/functions.ts';
import { metricNamespace } from '../../lambdas/shared/metrics.ts';
import { schedule, scheduledInput } from '../../stepfunctions/substitutions.ts';
import { StoreStateMachine } from '../constructs/store-state-machine.ts';
import { TableFunctions } from '../constructs/table-functions.ts';
import { stateMachineArn } from '../names.ts';
import type { DataStack, StoreStackProps } from './data.ts';

export interface PipelineStackProps extends StoreStackProps {
  readonly data: DataStack;
}

/** Functions of the table that no route leads to: the nightly run, the training and the forecast. */
export const pipelineFunctions: readonly FunctionName[] = functionNames.filter(
  (name) => functionDefinition(name).routes === undefined,
);

/** The nightly run and what follows it: functions, state machines, their schedule, and who hears of a failure. */
export class PipelineStack extends Stack {
  readonly alarms: sns.ITopic;
  readonly machines: ReadonlyMap<StateMachineName, StoreStateMachine>;

  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    super(scope, id, props);
    const { settings, assets, data } = props;
    const { functions } = new TableFunctions(this, 'Functions', {
      names: pipelineFunctions,
      settings,
      assets,
      data,
      // Nothing here answers a browser.
      baseUrl: 'https://not-asked.invalid',
    });
    this.machines = new Map(
      stateMachineNames.map((name) => [
        name,
        new StoreStateMachine(this, name, {
          name,
          definition: assets.definition(`${name}.asl.json`),
          functions,
          settings,
        }),
      ]),
    );
    this.alarms = this.#alarms(props);
    this.#scheduleNightlyRun(props);
    this.#tellOfFailures(props);
    this.#tellOfDrift(props);
  }

  #alarms({ settings }: PipelineStackProps): sns.ITopic {
    const topic = new sns.Topic(this, 'Alarms', { enforceSSL: true });
    // The policy that refuses plain HTTP takes the place of the default one, so those who publish are named.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
    if (settings.alarmEmail) topic.addSubscription(new subscriptions.EmailSubscription(settings.alarmEmail));
    return topic;
  }

  #scheduleNightlyRun({ settings }: PipelineStackProps): void {
    const machine = stateMachineArn(this, settings.stage, 'sales-etl');
    const missed = new sqs.Queue(this, 'MissedStarts', {
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(missed).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is the dead-letter queue of the schedule.',
    });
    const role = new iam.Role(this, 'ScheduleRole', {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    });
    role.addToPolicy(new iam.PolicyStatement({ actions: ['states:StartExecution'], resources: [machine] }));
    role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [missed.queueArn] }));
    const rule = new scheduler.CfnSchedule(this, 'NightlyRun', {
      description: 'Starts the nightly run of the day that begins',
      scheduleExpression: schedule.expression,
      scheduleExpressionTimezone: schedule.timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      state: settings.nightly ? 'ENABLED' : 'DISABLED',
      target: {
        arn: machine,
        roleArn: role.roleArn,
        input: JSON.stringify(scheduledInput),
        deadLetterConfig: { arn: missed.queueArn },
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 6 * 3600 },
      },
    });
    rule.node.addDependency(role, this.machines.get('sales-etl')!);
    this.#alarm('MissedStart', 'The nightly run could not be started', {
      metric: missed.metricApproximateNumberOfMessagesVisible(),
      threshold: 1,
    });
  }

  /** A Catch does not see an abort, a time-out or an overflow; the status of the execution shows all of them. */
  #tellOfFailures({ settings }: PipelineStackProps): void {
    const rule = new events.Rule(this, 'ExecutionFailed', {
      description: 'An execution of the store ended badly',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: stateMachineNames.map((name) => stateMachineArn(this, settings.stage, name)),
        },
      },
    });
    rule.addTarget(
      new targets.SnsTopic(this.alarms, {
        message: events.RuleTargetInput.fromText(
          `${events.EventField.fromPath('$.detail.status')}: ${events.EventField.fromPath('$.detail.executionArn')}`,
        ),
      }),
    );
    for (const name of stateMachineNames) {
      this.#alarm(`${name}-failed`, `${name} failed`, {
        metric: this.machines.get(name)!.machine.metricFailed(),
        threshold: 1,
      });
    }
  }

  /** The nightly scoring writes 1 while the champion is marked; a mark also starts a training by itself. */
  #tellOfDrift({ settings }: PipelineStackProps): void {
    this.#alarm('ChampionDrift', 'The forecast goes beyond its usual errors for three nights running', {
      metric: new cloudwatch.Metric({
        namespace: metricNamespace,
        metricName: 'MarkedChampion',
        dimensionsMap: { Stage: settings.stage },
        statistic: cloudwatch.Stats.MAXIMUM,
        period: Duration.days(1),
      }),
      threshold: 1,
    });
  }

  #alarm(id: string, description: string, options: { metric: cloudwatch.IMetric; threshold: number }): void {
    const alarm = new cloudwatch.Alarm(this, id, {
      ...options,
      alarmDescription: description,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.alarms));
  }
}
