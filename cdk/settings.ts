import { readFileSync } from 'node:fs';
import type { Node } from 'constructs';
import type { DatabaseRole } from '../lambdas/functions.ts';

/** A PostgreSQL and Data API on this machine, in the place of Aurora's: for a deployment into an emulator. */
export interface LocalDatabase {
  readonly host: string;
  readonly port: number;
  readonly name: string;
  readonly owner: { readonly user: string; readonly password: string };
  readonly rolePasswords: Readonly<Record<DatabaseRole, string>>;
  /** Address of the Data API. */
  readonly dataApi: string;
}

/** What differs from one stage to the next. */
export interface StageSettings {
  /** Part of every name: letters and digits, e.g. dev, test, prod. */
  readonly stage: string;
  /** Data outlive the stacks, nothing can be deleted by mistake, and the network has two of everything. */
  readonly production: boolean;
  /** Own domain with its certificate in us-east-1; without it the edge's own address is the store's. */
  readonly domain?: { readonly name: string; readonly certificateArn: string };
  /** How functions in the network reach AWS: private endpoints, or a NAT gateway that leads to the world as well. */
  readonly egress: 'endpoints' | 'nat';
  /** How the training is packed: a zip with the SIMD kernel, or an image with TensorFlow. */
  readonly training: 'zip' | 'image';
  /** Aurora capacity units; a minimum of 0 lets the database pause. */
  readonly capacity: { readonly min: number; readonly max: number };
  readonly logDays: number;
  /** Whether the nightly run starts by itself. */
  readonly nightly: boolean;
  /** Gets a mail when a run fails, once it has confirmed the subscription. */
  readonly alarmEmail?: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly localDatabase?: LocalDatabase;
}

const defaults = {
  egress: 'endpoints',
  training: 'zip',
  currency: 'USD',
} as const;

/**
 * Reads the settings from the context (`-c stage=test`, cdk.json).
 * @throws Error that names the key and what was expected.
 */
export function readSettings(node: Node, env: NodeJS.ProcessEnv = process.env): StageSettings {
  refuseForeignEndpoints(env);
  const text = (key: string): string | undefined => {
    const value: unknown = node.tryGetContext(key);
    if (value === undefined || value === '') return undefined;
    if (typeof value !== 'string') throw new Error(`context ${key}: expected a text`);
    return value;
  };
  const stage = text('stage') ?? 'dev';
  if (!/^[a-z][a-z0-9]{0,11}$/.test(stage)) {
    throw new Error(`context stage is "${stage}"; expected 1 to 12 lower-case letters and digits`);
  }
  const production = stage === 'prod';
  const localDatabase = text('localDatabase');
  if (production) refuseUnfitForProduction(localDatabase);
  const domainName = text('domain');
  const certificateArn = text('certificateArn');
  if ((domainName === undefined) !== (certificateArn === undefined)) {
    throw new Error('context domain and certificateArn: expected both or neither');
  }
  const alarmEmail = text('alarmEmail');
  return {
    stage,
    production,
    egress: oneOf('egress', text('egress') ?? (production ? 'nat' : defaults.egress), ['endpoints', 'nat']),
    training: oneOf('training', text('training') ?? defaults.training, ['zip', 'image']),
    capacity: production ? { min: 0.5, max: 8 } : { min: 0, max: 2 },
    logDays: production ? 90 : 14,
    nightly: oneOf('nightly', text('nightly') ?? 'on', ['on', 'off']) === 'on',
    currency: text('currency') ?? defaults.currency,
    ...(domainName && certificateArn ? { domain: { name: domainName, certificateArn } } : {}),
    ...(alarmEmail ? { alarmEmail } : {}),
    ...(localDatabase ? { localDatabase: readLocalDatabase(localDatabase) } : {}),
  };
}

/** This version takes payments in the sandbox only; a store that is open to all must not. */
function refuseUnfitForProduction(localDatabase: string | undefined): never {
  const reason = localDatabase
    ? 'context localDatabase: stage prod runs on Aurora'
    : 'stage prod does not synthesise while the sandbox is the only payment provider';
  throw new Error(reason);
}

function oneOf<const T extends string>(key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (!found) throw new Error(`context ${key} is "${value}"; expected ${allowed.join(' or ')}`);
  return found;
}

/** The file holds passwords, so its path is what stands in the context. */
function readLocalDatabase(file: string): LocalDatabase {
  const found = JSON.parse(readFileSync(file, 'utf8')) as LocalDatabase;
  for (const host of [found.host, new URL(found.dataApi).hostname]) {
    if (!isLoopback(host)) throw new Error(`context localDatabase: ${host} is not this machine`);
  }
  return found;
}

/** A shell that still points at some stand-in must not reach the wrong place unnoticed. */
function refuseForeignEndpoints(env: NodeJS.ProcessEnv): void {
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('AWS_ENDPOINT_URL') || !value) continue;
    if (!isLoopback(new URL(value).hostname)) {
      throw new Error(`${name} is ${value}; expected an address of this machine, or none`);
    }
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\./.test(host);
}
