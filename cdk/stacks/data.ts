import { CfnOutput, Duration, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { deploymentFunctions } from '../../lambdas/deployment/functions.ts';
import { environmentNames } from '../../lambdas/environment.ts';
import type { StoreAssets } from '../assets/prepare.ts';
import { DeploymentStep } from '../constructs/deployment-step.ts';
import { PrivateBucket } from '../constructs/private-bucket.ts';
import { rolesVia, StoreDatabase } from '../constructs/store-database.ts';
import { StoreFunction } from '../constructs/store-function.ts';
import { StoreNetwork } from '../constructs/store-network.ts';
import type { StageSettings } from '../settings.ts';

export interface StoreStackProps extends StackProps {
  readonly settings: StageSettings;
  readonly assets: StoreAssets;
}

/** What must not be lost: the database with its schema, the buckets and the secrets. Everything else stands on it. */
export class DataStack extends Stack {
  readonly network: StoreNetwork;
  readonly database: StoreDatabase;
  readonly accessLogs: s3.IBucket;
  readonly dataBucket: s3.IBucket;
  readonly mediaBucket: s3.IBucket;
  readonly authSecret: secrets.ISecret;
  readonly originSecret: secrets.ISecret;

  constructor(scope: Construct, id: string, props: StoreStackProps) {
    super(scope, id, { ...props, terminationProtection: props.settings.production });
    const { settings } = props;
    this.network = new StoreNetwork(this, 'Network', settings);
    this.database = new StoreDatabase(this, 'Database', {
      settings,
      vpc: this.network.vpc,
      subnets: this.network.databaseSubnets,
      clients: this.network.functions.securityGroup,
    });
    const accessLogs = new PrivateBucket(this, 'AccessLogs', {
      settings,
      lifecycleRules: [{ expiration: Duration.days(settings.logDays) }],
    });
    this.accessLogs = accessLogs as s3.IBucket;
    Validations.of(accessLogs).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'This bucket holds the access logs; logging itself would never end.',
    });
    const buckets = { settings, accessLogs: this.accessLogs };
    this.dataBucket = new PrivateBucket(this, 'Data', buckets) as s3.IBucket;
    this.mediaBucket = new PrivateBucket(this, 'Media', buckets) as s3.IBucket;
    this.authSecret = this.#secret(settings, 'auth', 'Signs the sessions');
    this.originSecret = this.#secret(
      settings,
      'origin',
      'Shows the API that a request came through the edge',
    );
    this.#letTheEdgeRead(this.mediaBucket);
    this.#migrate(props);
    new CfnOutput(this, 'DataBucket', { value: this.dataBucket.bucketName });
    new CfnOutput(this, 'MediaBucket', { value: this.mediaBucket.bucketName });
  }

  #secret({ stage, production }: StageSettings, name: string, description: string): secrets.ISecret {
    const secret = new secrets.Secret(this, `${name}-secret`, {
      secretName: `kratos/${stage}/${name}`,
      description,
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
      removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A change signs everybody out or closes the door for a moment, so a person chooses when.',
    });
    return secret as secrets.ISecret;
  }

  /** The edge is made after this stack, so its name is not known here: any distribution of this account may read. */
  #letTheEdgeRead(bucket: s3.IBucket): void {
    bucket.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
        actions: ['s3:GetObject'],
        resources: [bucket.arnForObjects('*')],
        conditions: {
          ArnLike: {
            'AWS:SourceArn': `arn:${this.partition}:cloudfront::${this.account}:distribution/*`,
          },
        },
      }),
    );
  }

  /** The schema is new before the functions that need it are. */
  #migrate({ settings, assets }: StoreStackProps): void {
    const name = 'migrate-database';
    const definition = deploymentFunctions[name];
    const handler = new StoreFunction(this, 'MigrateDatabase', {
      name,
      definition,
      settings,
      code: { zip: lambda.Code.fromAsset(assets.functionFolder(name)) },
      environment: {},
      network: this.network.functions,
    });
    handler.bindDatabaseOwner(this.database);
    const roleSecrets = rolesVia('data-api').map((role) => [role, this.database.secretOf(role)] as const);
    handler.bindSecrets(environmentNames.roleSecretArns, roleSecrets);
    handler.setVariable(environmentNames.socketRoles, JSON.stringify(rolesVia('socket')));
    const step = new DeploymentStep(this, 'Migration', {
      handler,
      timeoutSeconds: definition.timeoutSeconds,
      version: assets.versionOf(name),
    });
    step.resource.node.addDependency(this.database, this.network);
  }
}
