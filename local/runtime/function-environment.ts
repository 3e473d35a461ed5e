import { environmentNames as names } from '../../lambdas/environment.ts';
import {
  dataApiVariables,
  machinesOf,
  socketVariables,
  stateMachineVariables,
  storeVariables,
} from '../../lambdas/function-environment.ts';
import type { DatabaseRole, FunctionDefinition, StateMachineName } from '../../lambdas/functions.ts';
import { dataBucket, mediaBucket } from '../home.ts';
import type { StoreSecrets } from '../secrets.ts';
import { localCurrency } from '../currency.ts';

const account = '000000000000';
const region = 'us-east-1';

export const functionArn = (name: string): string =>
  `arn:aws:lambda:${region}:${account}:function:kratos-${name}`;
export const stateMachineArn = (name: StateMachineName): string =>
  `arn:aws:states:${region}:${account}:stateMachine:${name}`;
export const clusterArn = `arn:aws:rds:${region}:${account}:cluster:kratos`;
export const authSecretArn = `arn:aws:secretsmanager:${region}:${account}:secret:kratos/auth`;
export const databaseSecretArn = (role: DatabaseRole): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:kratos/database/${role}`;

/** The function that an ARN names; undefined when it is not one of this store's. */
export function functionOfArn(arn: string): string | undefined {
  return arn.startsWith(functionArn('')) ? arn.slice(functionArn('').length) : undefined;
}

/** What differs from one installation to the next. */
export interface InstallationFacts {
  readonly home: string;
  readonly version: string;
  readonly gitCommit: string;
  readonly baseUrl: string;
  /** Every origin under which a browser may show the store. */
  readonly trustedOrigins: readonly string[];
  readonly database: { readonly host: string; readonly port: number; readonly name: string };
  readonly secrets: StoreSecrets;
  /** `AWS_ENDPOINT_URL…` and the address of each stand-in. */
  readonly endpoints: Readonly<Record<string, string>>;
}

/**
 * The AWS part of an environment: keys of this installation, endpoints on this machine, and no file or metadata
 * service from which other keys could come.
 */
export function awsEnvironment(
  facts: Pick<InstallationFacts, 'secrets' | 'endpoints'>,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: facts.secrets.awsAccessKeyId,
    AWS_SECRET_ACCESS_KEY: facts.secrets.awsSecretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...facts.endpoints,
  };
}

/**
 * The whole environment of a function: what its entry in the table says, and nothing of the environment in which
 * the store was started but the path to programs.
 */
export function functionEnvironment(
  name: string,
  definition: FunctionDefinition,
  facts: InstallationFacts,
): Record<string, string> {
  const { uses } = definition;
  return {
    PATH: process.env.PATH ?? '',
    TMPDIR: `${facts.home}/tmp`,
    TZ: 'UTC',
    NODE_ENV: 'production',
    AWS_LAMBDA_FUNCTION_NAME: `kratos-${name}`,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    ...awsEnvironment(facts),
    ...storeVariables({ ...facts, stage: 'local', baseCurrency: localCurrency }),
    ...(uses.database && databaseEnvironment(uses.database, facts)),
    ...(uses.data && { [names.dataBucket]: dataBucket }),
    ...(uses.media && { [names.mediaBucket]: mediaBucket }),
    ...(uses.authSecret && { [names.authSecretArn]: authSecretArn }),
    ...stateMachineVariables(machinesOf(uses), stateMachineArn),
    ...definition.environment,
  };
}

function databaseEnvironment(
  { via, role }: NonNullable<FunctionDefinition['uses']['database']>,
  { database, secrets }: InstallationFacts,
): Record<string, string> {
  return via === 'data-api'
    ? dataApiVariables(clusterArn, databaseSecretArn(role), database.name)
    : socketVariables({ ...database, port: String(database.port) }, role, secrets.rolePasswords[role]);
}
