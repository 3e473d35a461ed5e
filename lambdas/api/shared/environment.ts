import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { connectionSettings, createPool } from '../../../database/connection.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import type { ApiContext } from './app.ts';
import { createLog } from './log.ts';

/** The context of a function from its environment; made once, outside the handler. */
export function apiContext(env: NodeJS.ProcessEnv) {
  const baseUrl = requireEnvironment(environmentNames.baseUrl, env).replace(/\/$/, '');
  const name = env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'api';
  const now = () => new Date();
  return {
    database: createPool({ ...connectionSettings(env), applicationName: name }),
    log: createLog(name, now),
    now,
    baseUrl,
    trustedOrigins: [
      new URL(baseUrl).origin,
      ...(env[environmentNames.trustedOrigins] ?? '').split(','),
    ].filter((origin) => origin !== ''),
  } satisfies ApiContext;
}

/** Three letters of ISO 4217. */
export function baseCurrency(env: NodeJS.ProcessEnv): string {
  return env[environmentNames.baseCurrency] ?? 'USD';
}

/** Reads the secret that signs the sessions once a start, and again only after a failure. */
export function authSecretReader(env: NodeJS.ProcessEnv): () => Promise<string> {
  const SecretId = requireEnvironment(environmentNames.authSecretArn, env);
  const client = new SecretsManagerClient({});
  let reading: Promise<string> | undefined;
  return () => {
    reading ??= client
      .send(new GetSecretValueCommand({ SecretId }))
      .then(({ SecretString }) => {
        if (!SecretString) throw new Error(`secret ${SecretId} is empty`);
        return SecretString;
      })
      .catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
    return reading;
  };
}
