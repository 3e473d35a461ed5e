import { readFileSync } from 'node:fs';
import { Signer } from '@aws-sdk/rds-signer';
import type { TokenSigner } from '../../database/connection.ts';
import { environmentNames } from '../environment.ts';

/**
 * Signs a function in to its database role by IAM: a token that lives 15 minutes, made on this machine from the
 * function's own credentials. undefined = this environment signs in by password.
 */
export function tokenSigner(env: NodeJS.ProcessEnv): TokenSigner | undefined {
  const caFile = env[environmentNames.databaseCaFile];
  if (!caFile) return undefined;
  return {
    certificates: readFileSync(caFile, 'utf8'),
    sign: ({ host, port, user }) => new Signer({ hostname: host, port, username: user }).getAuthToken(),
  };
}
