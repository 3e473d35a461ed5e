import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { functionDefinition, functionNames, type FunctionName } from '../../lambdas/functions.ts';
import { TableFunctions } from '../constructs/table-functions.ts';
import type { DataStack, StoreStackProps } from './data.ts';
import type { WebStack } from './web.ts';

export interface ApiStackProps extends StoreStackProps {
  readonly data: DataStack;
  readonly web: WebStack;
  /** Hears of failures. */
  readonly alarms: sns.ITopic;
}

/** Functions of the table that answer requests. */
export const routedFunctions: readonly FunctionName[] = functionNames.filter(
  (name) => functionDefinition(name).routes !== undefined,
);

/** A function an area of the API, each with its routes. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props);
    const { settings, assets, data, web } = props;
    const { functions } = new TableFunctions(this, 'Functions', {
      names: routedFunctions,
      settings,
      assets,
      data,
      baseUrl: web.edge.baseUrl,
      behindEdge: true,
    });
    this.#tellOfErrors(web.api, props.alarms);
    for (const [name, { handler }] of functions) {
      const { routes = [], timeoutSeconds } = functionDefinition(name);
      const integration = new HttpLambdaIntegration(name, handler, {
        timeout: Duration.seconds(timeoutSeconds),
        scopePermissionToRoute: false,
      });
      for (const prefix of routes) this.#route(web.api, integration, prefix);
    }
  }

  /** Five answers of the kind "something went wrong on our side" in five minutes. */
  #tellOfErrors(httpApi: apigateway.IHttpApi, alarms: sns.ITopic): void {
    const alarm = new cloudwatch.Alarm(this, 'ServerErrors', {
      alarmDescription: 'The API answers with errors of its own',
      metric: httpApi.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 5,
      evaluationPeriods: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(alarms));
  }

  /** The prefix itself and everything below it. */
  #route(httpApi: apigateway.IHttpApi, integration: HttpLambdaIntegration, prefix: string): void {
    for (const path of [prefix, `${prefix}/{proxy+}`]) {
      const route = new apigateway.HttpRoute(this, `Route ${path}`, {
        httpApi,
        routeKey: apigateway.HttpRouteKey.with(path, apigateway.HttpMethod.ANY),
        integration,
      });
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Each route declares who may call it, and the function checks the session; a test holds the matrix.',
      });
    }
  }
}
