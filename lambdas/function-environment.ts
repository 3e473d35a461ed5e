import { environmentNames as names } from './environment.ts';
import type { DatabaseRole, FunctionDefinition, StateMachineName } from './functions.ts';

/**
 * Which variables tell a function what. The stacks and the local runtime fill them from here, so that a name and the
 * condition under which a function gets it stand once.
 */
export interface StoreFacts {
  readonly stage: string;
  readonly version: string;
  readonly gitCommit: string;
  /** The store's own address. */
  readonly baseUrl: string;
  /** Further origins that may send a write with a cookie. */
  readonly trustedOrigins: readonly string[];
  /** ISO 4217. */
  readonly baseCurrency: string;
}

type Variables = Record<string, string>;

export function storeVariables(facts: StoreFacts): Variables {
  return {
    [names.stage]: facts.stage,
    [names.version]: facts.version,
    [names.gitCommit]: facts.gitCommit,
    [names.baseUrl]: facts.baseUrl,
    [names.trustedOrigins]: facts.trustedOrigins.join(','),
    [names.baseCurrency]: facts.baseCurrency,
  };
}

export interface DatabaseAddress {
  readonly host: string;
  readonly port: string;
  readonly name: string;
}

/** @param password only where the database signs in by password; without it the function makes an IAM token. */
export function socketVariables(
  { host, port, name }: DatabaseAddress,
  role: DatabaseRole,
  password?: string,
): Variables {
  return {
    [names.databaseHost]: host,
    [names.databasePort]: port,
    [names.databaseName]: name,
    [names.databaseUser]: role,
    ...(password !== undefined && { [names.databasePassword]: password }),
  };
}

export function dataApiVariables(clusterArn: string, secretArn: string, database: string): Variables {
  return {
    [names.databaseClusterArn]: clusterArn,
    [names.databaseSecretArn]: secretArn,
    [names.databaseName]: database,
  };
}

const machineVariables: Readonly<Record<StateMachineName, string>> = {
  'sales-etl': names.salesEtlArn,
  'train-model': names.trainModelArn,
  'forecast-sales': names.forecastSalesArn,
};

/** Machines that a function starts or reads, each once. */
export function machinesOf({
  startsExecutionsOf = [],
  readsExecutionsOf = [],
}: FunctionDefinition['uses']): StateMachineName[] {
  return [...new Set([...startsExecutionsOf, ...readsExecutionsOf])];
}

export function stateMachineVariables(
  machines: readonly StateMachineName[],
  arnOf: (name: StateMachineName) => string,
): Variables {
  return Object.fromEntries(machines.map((name) => [machineVariables[name], arnOf(name)]));
}
