import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { DatabaseAddress } from '../../lambdas/function-environment.ts';
import { functionNames, functionDefinition, type DatabaseRole } from '../../lambdas/functions.ts';
import type { LocalDatabase, StageSettings } from '../settings.ts';

export interface StoreDatabaseProps {
  readonly settings: StageSettings;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  /** The functions that may open a socket. */
  readonly clients: ec2.ISecurityGroup;
}

const databaseName = 'kratos';
const databasePort = 5432;

/** Database roles of the table of functions, by how their functions reach the database. */
export function rolesVia(via: 'socket' | 'data-api'): DatabaseRole[] {
  const roles = functionNames
    .map((name) => functionDefinition(name).uses.database)
    .filter((database) => database?.via === via)
    .map((database) => database!.role);
  return [...new Set(roles)];
}

/**
 * Aurora PostgreSQL 17 that scales to nothing, with the Data API, and a secret for each role that signs in through
 * that. Roles with a socket have no password: they sign in by IAM token.
 */
export class StoreDatabase extends Construct {
  readonly address: DatabaseAddress;
  readonly clusterArn: string;
  readonly ownerSecret: secrets.ISecret;
  readonly local: LocalDatabase | undefined;
  readonly #secrets: ReadonlyMap<DatabaseRole, secrets.ISecret>;
  readonly #resourceId: string;

  constructor(scope: Construct, id: string, { settings, vpc, subnets, clients }: StoreDatabaseProps) {
    super(scope, id);
    const { production, capacity, localDatabase: local } = settings;
    const engine = rds.DatabaseClusterEngine.auroraPostgres({
      version: rds.AuroraPostgresEngineVersion.VER_17_9,
    });
    const cluster = new rds.DatabaseCluster(this, 'Cluster', {
      engine,
      writer: rds.ClusterInstance.serverlessV2('Writer', { enablePerformanceInsights: production }),
      readers: production ? [rds.ClusterInstance.serverlessV2('Reader', { scaleWithWriter: true })] : [],
      serverlessV2MinCapacity: capacity.min,
      serverlessV2MaxCapacity: capacity.max,
      ...(capacity.min === 0 && { serverlessV2AutoPauseDuration: Duration.minutes(5) }),
      enableDataApi: true,
      iamAuthentication: true,
      storageEncrypted: true,
      credentials: rds.Credentials.fromGeneratedSecret('kratos_owner'),
      defaultDatabaseName: databaseName,
      port: databasePort,
      parameters: { 'rds.force_ssl': '1' },
      backup: { retention: Duration.days(production ? 30 : 1) },
      deletionProtection: production,
      copyTagsToSnapshot: true,
      removalPolicy: production ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY,
      vpc,
      vpcSubnets: subnets,
      securityGroups: [closedTo(this, 'Access', vpc, clients, databasePort, 'The store database')],
    });
    this.#secrets = new Map(
      rolesVia('data-api').map((role) => [role, roleSecret(this, settings, role)] as const),
    );
    this.#resourceId = cluster.clusterResourceIdentifier;
    this.clusterArn = cluster.clusterArn;
    this.ownerSecret = cluster.secret!;
    this.local = local;
    this.address = local
      ? { host: local.host, port: String(local.port), name: local.name }
      : { host: cluster.clusterEndpoint.hostname, port: String(databasePort), name: databaseName };
    Validations.of(cluster).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'The owner signs in during a deployment only; docs/deploy.md tells how to change its password.',
    });
    if (!production) {
      Validations.of(cluster).acknowledge({
        id: 'AwsSolutions-RDS10',
        reason: 'Only production data are protected from deletion: other stages come and go.',
      });
    }
  }

  /** The secret with which the Data API signs a role in. */
  secretOf(role: DatabaseRole): secrets.ISecret {
    const secret = this.#secrets.get(role);
    if (!secret) throw new Error(`${role} does not use the Data API`);
    return secret;
  }

  /** The ARN that lets a function sign in as a role by IAM token. */
  userArn(role: DatabaseRole): string {
    return Stack.of(this).formatArn({
      service: 'rds-db',
      resource: 'dbuser',
      resourceName: `${this.#resourceId}/${role}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

function roleSecret(
  scope: Construct,
  { stage, production }: StageSettings,
  role: DatabaseRole,
): secrets.ISecret {
  const secret = new secrets.Secret(scope, `Secret-${role}`, {
    secretName: `kratos/${stage}/database/${role}`,
    description: `Signs the Data API in as ${role}`,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: role }),
      generateStringKey: 'password',
      excludePunctuation: true,
      passwordLength: 40,
    },
    removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'The next deployment sets what stands here; docs/deploy.md tells how to change it.',
  });
  return secret as secrets.ISecret;
}

/** A security group that lets one other in at one port, and says so where it is defined. */
export function closedTo(
  scope: Construct,
  id: string,
  vpc: ec2.IVpc,
  clients: ec2.ISecurityGroup,
  port: number,
  description: string,
): ec2.ISecurityGroup {
  const group = new ec2.CfnSecurityGroup(scope, id, {
    groupDescription: description,
    vpcId: vpc.vpcId,
    securityGroupIngress: [
      {
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        sourceSecurityGroupId: clients.securityGroupId,
        description: 'Functions of the store',
      },
    ],
  });
  return ec2.SecurityGroup.fromSecurityGroupId(scope, `${id}Group`, group.attrGroupId, { mutable: false });
}
