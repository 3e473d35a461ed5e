import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import * as apigateway from 'aws-cdk-lib/aws-apigatewayv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { Edge } from '../constructs/edge.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import type { DataStack, StoreStackProps } from './data.ts';

export interface WebStackProps extends StoreStackProps {
  readonly data: DataStack;
}

/** Fields of the API's access log: no address and no name of a person. */
const accessLogFormat = {
  requestId: '$context.requestId',
  at: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  milliseconds: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.integrationErrorMessage',
};

/**
 * The store's address and what answers there: the edge, the bucket of the application, and the API as far as it has
 * an address. The functions hang themselves on it in a stack of their own, because they must know the address.
 */
export class WebStack extends Stack {
  readonly site: s3.IBucket;
  readonly api: apigateway.IHttpApi;
  readonly edge: Edge;

  constructor(scope: Construct, id: string, props: WebStackProps) {
    super(scope, id, props);
    const { settings, data } = props;
    this.site = new PrivateBucket(this, 'Site', { settings, accessLogs: data.accessLogs }) as s3.IBucket;
    this.api = this.#api(props);
    const media = s3.Bucket.fromBucketAttributes(this, 'Media', {
      bucketArn: data.mediaBucket.bucketArn,
      bucketRegionalDomainName: data.mediaBucket.bucketRegionalDomainName,
    });
    this.edge = new Edge(this, 'Edge', {
      settings,
      site: this.site,
      media,
      accessLogs: data.accessLogs,
      apiHost: `${this.api.apiId}.execute-api.${this.region}.${this.urlSuffix}`,
      originSecret: data.originSecret,
    });
    new CfnOutput(this, 'StoreAddress', { value: this.edge.baseUrl });
    new CfnOutput(this, 'ApiId', { value: this.api.apiId });
    new CfnOutput(this, 'SiteBucket', { value: this.site.bucketName });
  }

  #api({ settings }: WebStackProps): apigateway.IHttpApi {
    const api = new apigateway.HttpApi(this, 'Api', {
      apiName: `kratos-${settings.stage}`,
      createDefaultStage: false,
    }) as apigateway.IHttpApi;
    const log = new logs.LogGroup(this, 'ApiLog', {
      retention: settings.logDays,
      removalPolicy: settings.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    new apigateway.HttpStage(this, 'ApiStage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(log),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFormat)),
      },
    });
    return api;
  }
}
