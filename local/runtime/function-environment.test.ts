import { describe, expect, it } from '@jest/globals';
import { databaseRoles, functionDefinition, functionNames } from '../../lambdas/functions.ts';
import { functionEnvironment, type InstallationFacts } from './function-environment.ts';

const facts: InstallationFacts = {
  home: '/home/of/the/store',
  version: '1.2.3',
  gitCommit: 'abc',
  baseUrl: 'http://127.0.0.1:3000',
  trustedOrigins: ['http://127.0.0.1:3000', 'http://localhost:3000'],
  database: { host: '127.0.0.1', port: 5432, name: 'kratos' },
  secrets: {
    superuserPassword: 'password-of-the-superuser',
    rolePasswords: Object.fromEntries(
      databaseRoles.map((role) => [role, `password-of-${role}`]),
    ) as InstallationFacts['secrets']['rolePasswords'],
    awsAccessKeyId: 'AKIALOCAL',
    awsSecretAccessKey: 'local-secret',
    authSecret: 'secret-of-the-sessions',
  },
  endpoints: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:2' },
};

const environmentOf = (name: (typeof functionNames)[number]): Record<string, string> =>
  functionEnvironment(name, functionDefinition(name), facts);

describe('the environment of a function', () => {
  it('reaches AWS only through the stand-ins, with the keys of this installation', () => {
    for (const name of functionNames) {
      expect(environmentOf(name)).toMatchObject({
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'AKIALOCAL',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      });
    }
  });

  it('signs an API function in under its own role, and knows no other password', () => {
    expect(environmentOf('api-catalogue')).toMatchObject({
      DATABASE_HOST: '127.0.0.1',
      DATABASE_PORT: '5432',
      DATABASE_USER: 'kratos_catalogue',
      DATABASE_PASSWORD: 'password-of-kratos_catalogue',
    });
    for (const name of functionNames) {
      const secrets = Object.values(environmentOf(name)).filter((value) => value.startsWith('password-of-'));
      const { database } = functionDefinition(name).uses;
      expect(secrets).toEqual(database?.via === 'socket' ? [`password-of-${database.role}`] : []);
    }
  });

  it('names the cluster and the secret of its role where the Data API is used', () => {
    const environment = environmentOf('open-run');
    expect(environment.DATABASE_SECRET_ARN).toMatch(/secret:kratos\/database\/kratos_pipeline$/);
    expect(environment.DATABASE_PASSWORD).toBeUndefined();
    expect(environment.SALES_ETL_ARN).toBe('arn:aws:states:us-east-1:000000000000:stateMachine:sales-etl');
  });

  it('holds nothing that its entry in the table does not ask for', () => {
    const environment = environmentOf('api-catalogue');
    for (const name of ['DATA_BUCKET', 'MEDIA_BUCKET', 'AUTH_SECRET_ARN', 'SALES_ETL_ARN', 'HOME', 'USER']) {
      expect(environment).not.toHaveProperty(name);
    }
  });
});
