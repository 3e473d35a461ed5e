import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { databaseRoles } from '../lambdas/functions.ts';
import { readSettings, type LocalDatabase } from './settings.ts';
import { development, synthesise } from './testing/templates.ts';

const read = (context: Record<string, string>, env: NodeJS.ProcessEnv = {}) =>
  readSettings(new App({ context }).node, env);

const localDatabase: LocalDatabase = {
  host: '127.0.0.1',
  port: 5432,
  name: 'deployed',
  owner: { user: 'owner', password: 'of-the-owner' },
  rolePasswords: Object.fromEntries(
    databaseRoles.map((role) => [role, `of-${role}`]),
  ) as LocalDatabase['rolePasswords'],
  dataApi: 'http://127.0.0.1:4000',
};

const fileOf = (database: object): string => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'kratos-settings-')), 'database.json');
  writeFileSync(file, JSON.stringify(database));
  return file;
};

describe('the settings of a stage', () => {
  it('have defaults that cost little', () => {
    expect(read({})).toMatchObject({
      stage: 'dev',
      production: false,
      egress: 'endpoints',
      training: 'zip',
      capacity: { min: 0 },
      nightly: true,
    });
  });

  it.each([
    [{ stage: 'Dev 1' }, 'context stage is "Dev 1"; expected 1 to 12 lower-case letters and digits'],
    [{ egress: 'vpn' }, 'context egress is "vpn"; expected endpoints or nat'],
    [{ training: 'exe' }, 'context training is "exe"; expected zip or image'],
    [{ nightly: 'yes' }, 'context nightly is "yes"; expected on or off'],
    [{ domain: 'store.example' }, 'context domain and certificateArn: expected both or neither'],
  ])('%j are refused: %s', (context, reason) => {
    expect(() => read(context)).toThrow(reason);
  });

  it('refuse stage prod while payments are a sandbox', () => {
    expect(() => read({ stage: 'prod' })).toThrow('sandbox is the only payment provider');
    expect(() => read({ stage: 'prod', localDatabase: fileOf(localDatabase) })).toThrow('runs on Aurora');
  });

  it('refuse an endpoint of AWS that is not on this machine', () => {
    expect(() => read({}, { AWS_ENDPOINT_URL: 'https://elsewhere.example' })).toThrow(
      'AWS_ENDPOINT_URL is https://elsewhere.example; expected an address of this machine, or none',
    );
    expect(read({}, { AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:4566' })).toMatchObject({ stage: 'dev' });
  });

  it('refuse a local database that is not on this machine', () => {
    const elsewhere = { ...localDatabase, host: 'db.example' };
    expect(() => read({ localDatabase: fileOf(elsewhere) })).toThrow('db.example is not this machine');
  });
});

describe('a stage with a local database', () => {
  it('differs in nothing but how its functions reach the database', () => {
    const settings = read({ stage: 'test', localDatabase: fileOf(localDatabase) });
    const plain = synthesise(development);
    const local = synthesise({ ...settings, logDays: development.logDays });
    const types = (templates: typeof plain): string[] =>
      Object.values(templates.of).flatMap((template) =>
        Object.values((template.toJSON() as { Resources: Record<string, { Type: string }> }).Resources).map(
          ({ Type }) => Type,
        ),
      );
    expect(types(local)).toEqual(types(plain));
    local.of.api.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'kratos-test-api-catalogue',
      Environment: { Variables: { DATABASE_HOST: '127.0.0.1', DATABASE_PASSWORD: 'of-kratos_catalogue' } },
    });
    local.of.pipeline.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'kratos-test-open-run',
      Environment: { Variables: { AWS_ENDPOINT_URL_RDS_DATA: 'http://127.0.0.1:4000' } },
    });
  });
});
