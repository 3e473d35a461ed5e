import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLocalAws, type LocalAws } from './index.ts';

const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };
const SECRET = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:kratos/database';
const environment = { ...process.env };
let home: string;
let aws: LocalAws;

const start = async () => {
  aws = await startLocalAws({
    home,
    credentials,
    machines: [],
    invokeFunction: () => Promise.reject(new Error('there are no machines')),
    resolveConnection: () => undefined,
    secrets: { [SECRET]: 'pass word' },
  });
};

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'kratos-aws-'));
  await start();
  Object.assign(process.env, aws.endpoints, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
});

afterEach(async () => {
  process.env = { ...environment };
  await aws.close();
  await rm(home, { recursive: true });
});

describe('the local AWS', () => {
  it('is found by clients through the environment alone', async () => {
    await new S3Client().send(new CreateBucketCommand({ Bucket: 'kratos-data' }));
    expect((await new SFNClient().send(new ListStateMachinesCommand())).stateMachines).toEqual([]);
    const data = new RDSDataClient().send(
      new ExecuteStatementCommand({ resourceArn: 'c', secretArn: 's', sql: 'select 1' }),
    );
    await expect(data).rejects.toThrow(/There is no database for cluster c/);
    const secret = await new SecretsManagerClient().send(new GetSecretValueCommand({ SecretId: SECRET }));
    expect(secret.SecretString).toBe('pass word');
  });

  it('keeps its ports over a restart, and gives way where one is taken', async () => {
    const before = aws.endpoints;
    await aws.close();
    await start();
    expect(aws.endpoints).toEqual(before);
    await aws.close();
    const port = Number(new URL(before.AWS_ENDPOINT_URL_S3).port);
    const squatter = http.createServer().listen(port, '127.0.0.1');
    await start();
    expect(aws.endpoints.AWS_ENDPOINT_URL_S3).not.toBe(before.AWS_ENDPOINT_URL_S3);
    expect(aws.endpoints.AWS_ENDPOINT_URL_SFN).toBe(before.AWS_ENDPOINT_URL_SFN);
    squatter.close();
  });
});

describe('the local Secrets Manager', () => {
  const secrets = () => new SecretsManagerClient({ maxAttempts: 1 });

  it('knows a secret by its name too', async () => {
    const told = await secrets().send(new GetSecretValueCommand({ SecretId: 'kratos/database' }));
    expect(told).toMatchObject({ ARN: SECRET, Name: 'kratos/database', VersionStages: ['AWSCURRENT'] });
  });

  it('refuses an unknown secret, an old version and any other operation by name', async () => {
    const absent = secrets().send(new GetSecretValueCommand({ SecretId: 'nope' }));
    await expect(absent).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const old = secrets().send(new GetSecretValueCommand({ SecretId: SECRET, VersionStage: 'AWSPREVIOUS' }));
    await expect(old).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(secrets().send(new ListSecretsCommand({}))).rejects.toThrow('secretsmanager.ListSecrets');
  });
});

describe('the server for everything else', () => {
  const ask = (service: string, headers: Record<string, string>, body = '') =>
    fetch(aws.endpoints.AWS_ENDPOINT_URL, {
      method: 'POST',
      body,
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=LOCALKEY/20260102/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`,
        ...headers,
      },
    });

  it('refuses a JSON service by name in JSON', async () => {
    const answer = await ask('dynamodb', {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.GetItem',
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toBe('NotImplementedLocally');
    expect(await answer.json()).toMatchObject({
      __type: 'NotImplementedLocally',
      message: expect.stringMatching(/no stand-in for dynamodb \(DynamoDB_20120810.GetItem\)/),
    });
  });

  it('refuses a query service by name in XML', async () => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await ask('sqs', type, 'Action=SendMessage&Version=2012-11-05');
    expect(answer.headers.get('content-type')).toBe('text/xml');
    expect(await answer.text()).toMatch(
      /<Code>NotImplementedLocally<\/Code>.*no stand-in for sqs \(SendMessage\)/,
    );
  });

  it('is where a client without a stand-in ends up, once, without retries', async () => {
    delete process.env.AWS_ENDPOINT_URL_S3;
    const sent = new S3Client({ region: 'us-east-1' }).send(
      new CreateBucketCommand({ Bucket: randomUUID() }),
    );
    await expect(sent).rejects.toMatchObject({ name: 'NotImplementedLocally', $metadata: { attempts: 1 } });
  });
});
