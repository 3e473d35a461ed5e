import { Fn, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { StageSettings } from '../settings.ts';
import { closedTo } from './store-database.ts';
import type { Network } from './store-function.ts';

/** Services that functions with a socket call, and that have a private endpoint. */
const endpointServices = {
  SecretsManager: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  StepFunctions: ec2.InterfaceVpcEndpointAwsService.STEP_FUNCTIONS,
} as const;

/**
 * The private network of the database and of the functions with a socket to it. It reaches AWS through endpoints, or
 * AWS and the world through NAT; nothing outside reaches it.
 */
export class StoreNetwork extends Construct {
  readonly vpc: ec2.IVpc;
  readonly databaseSubnets: ec2.SubnetSelection = { subnetGroupName: 'database' };
  readonly functions: Network;

  constructor(scope: Construct, id: string, settings: StageSettings) {
    super(scope, id);
    const nat = settings.egress === 'nat';
    const isolated = { name: 'database', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 };
    const vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr('10.20.0.0/16'),
      availabilityZones: this.#zones(scope),
      restrictDefaultSecurityGroup: false,
      natGateways: nat ? (settings.production ? 2 : 1) : 0,
      subnetConfiguration: nat
        ? [
            isolated,
            { name: 'functions', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
            { name: 'nat', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
          ]
        : [isolated, { name: 'functions', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      gatewayEndpoints: { Storage: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
      ...(settings.production && { flowLogs: { All: { trafficType: ec2.FlowLogTrafficType.ALL } } }),
    });
    this.vpc = vpc as ec2.IVpc;
    const securityGroup = new ec2.SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions with a socket to the database',
    });
    this.functions = { vpc: this.vpc, subnets: { subnetGroupName: 'functions' }, securityGroup };
    if (!nat) this.#addEndpoints(securityGroup);
    if (!settings.production) {
      Validations.of(this.vpc).acknowledge({
        id: 'AwsSolutions-VPC7',
        reason: 'Flow logs are kept in production; elsewhere the network carries nothing but tests.',
      });
    }
  }

  /** The first two zones that the account sees; the deployment knows them, so that no synth has to ask. */
  #zones(scope: Construct): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs(Stack.of(scope).region)));
  }

  #addEndpoints(clients: ec2.ISecurityGroup): void {
    const access = closedTo(this, 'Endpoints', this.vpc, clients, 443, 'Private endpoints of AWS');
    for (const [name, service] of Object.entries(endpointServices)) {
      this.vpc.addInterfaceEndpoint(name, {
        service,
        subnets: { subnetGroupName: 'functions' },
        securityGroups: [access],
        open: false,
      });
    }
  }
}
