import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { environmentNames, type EnvironmentName } from '../../lambdas/environment.ts';
import {
  dataApiVariables,
  machinesOf,
  socketVariables,
  stateMachineVariables,
} from '../../lambdas/function-environment.ts';
import type { FunctionDefinition } from '../../lambdas/functions.ts';
import { executionArns, stateMachineArn } from '../names.ts';
import type { StageSettings } from '../settings.ts';
import type { StoreDatabase } from './store-database.ts';

export interface Network {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly securityGroup: ec2.ISecurityGroup;
}

export interface StoreFunctionProps {
  /** Its name in the table of functions. */
  readonly name: string;
  readonly definition: Pick<FunctionDefinition, 'memoryMb' | 'timeoutSeconds' | 'environment'>;
  readonly settings: StageSettings;
  /** A folder that holds `index.mjs`, or an image. */
  readonly code: { readonly zip: lambda.Code } | { readonly image: lambda.DockerImageCode };
  readonly architecture?: lambda.Architecture;
  readonly environment: Readonly<Record<string, string>>;
  /** Only for functions that need a socket to the database. */
  readonly network?: Network;
}

/** Certificates that Lambda's own images bring along, those of the database's authorities among them. */
const lambdaCaFile = '/var/runtime/ca-cert.pem';

/**
 * The one way in which the store makes a function: a role of its own with the rights that it was bound to and no
 * others, a log group that forgets, tracing. Each `bind…` sets a variable and grants what the variable leads to.
 */
export class StoreFunction extends Construct {
  readonly handler: lambda.Function;
  readonly #role: iam.Role;
  readonly #stage: string;

  constructor(scope: Construct, id: string, props: StoreFunctionProps) {
    super(scope, id);
    const { name, definition, settings, code, network } = props;
    this.#stage = settings.stage;
    this.#role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new logs.LogGroup(this, 'Log', {
      retention: settings.logDays,
      removalPolicy: settings.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(this.#role);
    if (network) this.#mayJoinNetworks();
    const common: lambda.FunctionOptions = {
      // A function cannot change its form in place, so each form is a resource with a name of its own.
      functionName: `kratos-${settings.stage}-${name}${'image' in code ? '-image' : ''}`,
      memorySize: definition.memoryMb,
      timeout: Duration.seconds(definition.timeoutSeconds),
      role: this.#role,
      logGroup,
      architecture: props.architecture ?? lambda.Architecture.ARM_64,
      tracing: lambda.Tracing.ACTIVE,
      environment: { NODE_OPTIONS: '--enable-source-maps', ...props.environment, ...definition.environment },
      ...(network && {
        vpc: network.vpc,
        vpcSubnets: network.subnets,
        securityGroups: [network.securityGroup],
      }),
    };
    this.handler =
      'image' in code
        ? new lambda.DockerImageFunction(this, 'ImageFunction', { ...common, code: code.image })
        : new lambda.Function(this, 'Function', {
            ...common,
            code: code.zip,
            runtime: lambda.Runtime.NODEJS_24_X,
            handler: 'index.handler',
          });
    Validations.of(this.#role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: network
        ? 'Traces, and the network interfaces that Lambda makes for a function in a VPC, have no ARN to name.'
        : 'X-Ray takes traces for the whole account only; there is no ARN to name.',
    });
  }

  bindDatabase(
    database: StoreDatabase,
    { via, role }: NonNullable<FunctionDefinition['uses']['database']>,
  ): void {
    if (via === 'socket') {
      this.#set(socketVariables(database.address, role, database.local?.rolePasswords[role]));
      if (database.local) return;
      this.#set({ [environmentNames.databaseCaFile]: lambdaCaFile });
      this.#grant(['rds-db:connect'], [database.userArn(role)]);
      return;
    }
    const secret = database.secretOf(role);
    this.#set(dataApiVariables(database.clusterArn, secret.secretArn, database.address.name));
    if (database.local) this.#set({ AWS_ENDPOINT_URL_RDS_DATA: database.local.dataApi });
    this.#grant(
      [
        'rds-data:ExecuteStatement',
        'rds-data:BeginTransaction',
        'rds-data:CommitTransaction',
        'rds-data:RollbackTransaction',
      ],
      [database.clusterArn],
    );
    this.#grant(['secretsmanager:GetSecretValue'], [secret.secretArn]);
  }

  /** The owner of every table, for the deployment's migrations only. */
  bindDatabaseOwner(database: StoreDatabase): void {
    const { host, port, name } = database.address;
    this.#set({
      [environmentNames.databaseHost]: host,
      [environmentNames.databasePort]: port,
      [environmentNames.databaseName]: name,
    });
    if (database.local) {
      const { user, password } = database.local.owner;
      this.#set({ [environmentNames.databaseUser]: user, [environmentNames.databasePassword]: password });
      return;
    }
    this.#set({ [environmentNames.databaseCaFile]: lambdaCaFile });
    this.bindSecret(environmentNames.databaseSecretArn, database.ownerSecret);
  }

  /** Objects below the prefixes of the table; the bucket's listing tells a missing object from a forbidden one. */
  bindBucket(
    variable: EnvironmentName,
    bucket: s3.IBucket,
    { read = [], write = [], remove = [] }: NonNullable<FunctionDefinition['uses']['data']>,
  ): void {
    this.#set({ [variable]: bucket.bucketName });
    const below = (prefixes: readonly string[]): string[] =>
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`));
    if (read.length > 0) {
      this.#grant(['s3:GetObject'], below(read));
      this.#grant(['s3:ListBucket'], [bucket.bucketArn]);
    }
    if (write.length > 0) this.#grant(['s3:PutObject', 's3:AbortMultipartUpload'], below(write));
    if (remove.length > 0) this.#grant(['s3:DeleteObject'], below(remove));
    const known = this.#asImported(bucket);
    for (const prefix of new Set([...read, ...write, ...remove])) {
      this.#acknowledgeWildcard(`${known}/${prefix}*`, 'The table of functions grants objects by prefix.');
    }
  }

  bindSecret(variable: EnvironmentName, secret: secrets.ISecret): void {
    this.#set({ [variable]: secret.secretArn });
    this.#grant(['secretsmanager:GetSecretValue'], [secret.secretArn]);
  }

  /** Several secrets in one variable: a JSON object of ARNs by name. */
  bindSecrets(variable: EnvironmentName, named: readonly (readonly [string, secrets.ISecret])[]): void {
    const arns = Object.fromEntries(named.map(([name, secret]) => [name, secret.secretArn]));
    this.#set({ [variable]: Stack.of(this).toJsonString(arns) });
    this.#grant(['secretsmanager:GetSecretValue'], Object.values(arns));
  }

  bindStateMachines(uses: FunctionDefinition['uses']): void {
    const machines = machinesOf(uses);
    const arnOf = (name: (typeof machines)[number]): string => stateMachineArn(this, this.#stage, name);
    this.#set(stateMachineVariables(machines, arnOf));
    const { startsExecutionsOf: starts = [], readsExecutionsOf: reads = [] } = uses;
    if (starts.length > 0) this.#grant(['states:StartExecution'], starts.map(arnOf));
    if (reads.length === 0) return;
    this.#grant(['states:ListExecutions', 'states:DescribeStateMachine'], reads.map(arnOf));
    const executions = reads.map((name) => executionArns(this, this.#stage, name));
    this.#grant(['states:DescribeExecution', 'states:GetExecutionHistory'], executions);
    for (const arn of executions) {
      this.#acknowledgeWildcard(arn, 'Executions get their names when they start.');
    }
  }

  /** A value that leads to nothing that needs a right. */
  setVariable(variable: EnvironmentName, value: string): void {
    this.#set({ [variable]: value });
  }

  #set(variables: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(variables)) this.handler.addEnvironment(name, value);
  }

  #grant(actions: string[], resources: string[]): void {
    this.#role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
  }

  #mayJoinNetworks(): void {
    this.#grant(
      [
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      ['*'],
    );
  }

  /** The ARN of a bucket as this stack's template will write it. */
  #asImported(bucket: s3.IBucket): string {
    const owner = Stack.of(bucket);
    return owner === Stack.of(this) ? bucket.bucketArn : owner.exportValue(bucket.bucketArn);
  }

  #acknowledgeWildcard(arn: string, reason: string): void {
    Validations.of(this.#role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${wordsOf(this, arn)}]`,
      reason,
    });
  }
}

/** An ARN as the checks write it: `<Name.Arn>` for what only the deployment knows. */
function wordsOf(scope: Construct, arn: string): string {
  const flat = (value: unknown): string => {
    if (typeof value === 'string') return value;
    const [[kind, argument] = []] = Object.entries(value as Record<string, unknown>);
    if (kind === 'Ref') return `<${String(argument)}>`;
    if (kind === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
    if (kind === 'Fn::ImportValue') return flat(argument);
    if (kind === 'Fn::Join') return (argument as [string, unknown[]])[1].map(flat).join('');
    throw new Error(`unknown part of an ARN: ${JSON.stringify(value)}`);
  };
  return flat(Stack.of(scope).resolve(arn));
}
