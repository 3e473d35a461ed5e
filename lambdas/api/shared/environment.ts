import { type ConnectionSettings, connectionSettings, createPool } from '../../../database/connection.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { tokenSigner } from '../../shared/database-token.ts';
import { secretReader } from '../../shared/secret.ts';
import type { ApiContext } from './app.ts';
import { createLog } from './log.ts';

/** How the function reaches its database: by a token where the environment names authorities, else by password. */
export function databaseSettings(env: NodeJS.ProcessEnv): ConnectionSettings {
  const applicationName = env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'api';
  return { ...connectionSettings(env, tokenSigner(env)), applicationName };
}

/** The context of a function from its environment; made once, outside the handler. */
export function apiContext(env: NodeJS.ProcessEnv) {
  const baseUrl = requireEnvironment(environmentNames.baseUrl, env).replace(/\/$/, '');
  const name = env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'api';
  const now = () => new Date();
  const originSecretArn = env[environmentNames.originSecretArn];
  return {
    database: createPool(databaseSettings(env)),
    log: createLog(name, now),
    now,
    baseUrl,
    trustedOrigins: [
      new URL(baseUrl).origin,
      ...(env[environmentNames.trustedOrigins] ?? '').split(','),
    ].filter((origin) => origin !== ''),
    ...(originSecretArn ? { originSecret: secretReader(originSecretArn) } : {}),
  } satisfies ApiContext;
}

/** Three letters of ISO 4217. */
export function baseCurrency(env: NodeJS.ProcessEnv): string {
  return env[environmentNames.baseCurrency] ?? 'USD';
}

/** Reads the secret that signs the sessions. */
export function authSecretReader(env: NodeJS.ProcessEnv): () => Promise<string> {
  return secretReader(requireEnvironment(environmentNames.authSecretArn, env));
}
