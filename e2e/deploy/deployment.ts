import { readFile } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';
import {
  GetBucketPolicyCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { edgeHeaders } from '../../lambdas/edge.ts';
import type { StateMachineName } from '../../lambdas/functions.ts';
import { waitFor } from '../store.ts';
import { account, region, secretAccessKey, type Emulator } from './emulator.ts';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface RequestOptions {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface EndedExecution {
  readonly status: string;
  readonly output: string;
}

/** What the stacks made in the emulator, and how to reach it. */
export class Deployment {
  readonly stage: string;
  readonly baseUrl: string;
  readonly dataBucket: string;
  readonly mediaBucket: string;
  readonly siteBucket: string;
  readonly #emulator: Emulator;
  readonly #apiId: string;
  readonly #s3: S3Client;
  readonly #states: SFNClient;
  readonly #secrets: SecretsManagerClient;

  private constructor(emulator: Emulator, stage: string, outputs: Record<string, Record<string, string>>) {
    const of = (stack: string, name: string): string => {
      const value = outputs[`kratos-${stage}-${stack}`]?.[name];
      if (value === undefined) throw new Error(`stack ${stack} has no output ${name}`);
      return value;
    };
    this.#emulator = emulator;
    this.stage = stage;
    this.baseUrl = of('web', 'StoreAddress');
    this.#apiId = of('web', 'ApiId');
    this.siteBucket = of('web', 'SiteBucket');
    this.dataBucket = of('data', 'DataBucket');
    this.mediaBucket = of('data', 'MediaBucket');
    const client = {
      endpoint: emulator.url,
      region,
      credentials: { accessKeyId: account, secretAccessKey },
    };
    this.#s3 = new S3Client({ ...client, forcePathStyle: true });
    this.#states = new SFNClient(client);
    this.#secrets = new SecretsManagerClient(client);
  }

  /** @param outputsFile what `cdk deploy --outputs-file` wrote. */
  static async read(emulator: Emulator, stage: string, outputsFile: string): Promise<Deployment> {
    const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
    return new Deployment(emulator, stage, outputs);
  }

  /** Asks API Gateway with the secret that the edge sends along. */
  async api(pathAndQuery: string, options: RequestOptions = {}): Promise<Answer> {
    const secret = await this.secret('origin');
    return this.apiWithoutEdge(pathAndQuery, {
      ...options,
      headers: { [edgeHeaders.originSecret]: secret, ...options.headers },
    });
  }

  /** Asks API Gateway past the edge. */
  apiWithoutEdge(pathAndQuery: string, options: RequestOptions = {}): Promise<Answer> {
    return this.#request(
      `${this.#apiId}.execute-api.localhost:${this.#emulator.port}`,
      pathAndQuery,
      options,
    );
  }

  /** Asks the edge under the store's own address. */
  edge(pathAndQuery: string): Promise<Answer> {
    const headers = { 'x-forwarded-proto': 'https' };
    return this.#request(new URL(this.baseUrl).host, pathAndQuery, { headers });
  }

  #request(
    host: string,
    pathAndQuery: string,
    { method = 'GET', body, headers }: RequestOptions,
  ): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = http.request(
        {
          host: '127.0.0.1',
          port: this.#emulator.port,
          path: pathAndQuery,
          method,
          headers: {
            host,
            ...(text !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              origin: this.baseUrl,
            }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.once('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          );
        },
      );
      request.once('error', reject);
      request.end(text);
    });
  }

  async secret(name: string): Promise<string> {
    const SecretId = `kratos/${this.stage}/${name}`;
    const { SecretString = '' } = await this.#secrets.send(new GetSecretValueCommand({ SecretId }));
    return SecretString;
  }

  /** User and password of each database secret, by ARN and by name: the emulator's `Ref` of a secret is its name. */
  async databaseSecrets(): Promise<Map<string, { username: string; password: string }>> {
    const { SecretList = [] } = await this.#secrets.send(new ListSecretsCommand({ MaxResults: 100 }));
    const found = SecretList.filter(({ Name = '' }) => Name.startsWith(`kratos/${this.stage}/database/`));
    const entries = await Promise.all(
      found.map(async ({ ARN = '', Name = '' }) => {
        const { SecretString = '{}' } = await this.#secrets.send(
          new GetSecretValueCommand({ SecretId: ARN }),
        );
        const secret = JSON.parse(SecretString) as { username: string; password: string };
        return [[ARN, secret] as const, [Name, secret] as const];
      }),
    );
    return new Map(entries.flat());
  }

  async object(bucket: string, key: string): Promise<string | undefined> {
    try {
      const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await Body?.transformToString('utf8');
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  /**
   * The emulator's edge reads a bucket without TLS, which every bucket of the store refuses: lets that in, so that one
   * sees whether the rest of the policy lets the edge in.
   */
  async allowPlainReads(bucket: string): Promise<void> {
    const { Policy = '{}' } = await this.#s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
    const policy = JSON.parse(Policy) as { Statement: { Effect: string }[] };
    const Statement = policy.Statement.filter(({ Effect }) => Effect !== 'Deny');
    await this.#s3.send(
      new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify({ ...policy, Statement }) }),
    );
  }

  /**
   * The emulator forgets the tags that CloudFormation gives a bucket, and the CDK empties only a bucket that carries
   * its tag: puts that on again.
   */
  async tagBuckets(): Promise<void> {
    for (const Bucket of await this.#buckets()) {
      const TagSet = [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }];
      await this.#s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    }
  }

  async #buckets(): Promise<string[]> {
    const { Buckets = [] } = await this.#s3.send(new ListBucketsCommand({}));
    return Buckets.map(({ Name = '' }) => Name).filter((name) => name.startsWith(`kratos-${this.stage}-`));
  }

  /** What there is of this stage. */
  async left(): Promise<{ buckets: string[]; machines: string[] }> {
    const { stateMachines = [] } = await this.#states.send(new ListStateMachinesCommand({}));
    const machines = stateMachines.map(({ name = '' }) => name);
    return {
      buckets: await this.#buckets(),
      machines: machines.filter((name) => name.startsWith(`kratos-${this.stage}-`)),
    };
  }

  async put(bucket: string, key: string, body: string, contentType: string): Promise<void> {
    await this.#s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }),
    );
  }

  async keys(bucket: string, prefix: string): Promise<string[]> {
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await this.#s3.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return keys;
  }

  machineArn(name: StateMachineName): string {
    return `arn:aws:states:${region}:${account}:stateMachine:kratos-${this.stage}-${name}`;
  }

  async start(machine: StateMachineName, name: string, input: unknown): Promise<string> {
    const { executionArn = '' } = await this.#states.send(
      new StartExecutionCommand({
        stateMachineArn: this.machineArn(machine),
        name,
        input: JSON.stringify(input),
      }),
    );
    return executionArn;
  }

  async settled(executionArn: string, limitMs: number): Promise<EndedExecution> {
    let ended: EndedExecution = { status: 'RUNNING', output: '' };
    await waitFor(`the end of ${path.basename(executionArn)}`, limitMs, async () => {
      const {
        status = 'RUNNING',
        output,
        cause,
      } = await this.#states.send(new DescribeExecutionCommand({ executionArn }));
      ended = { status, output: output ?? cause ?? '' };
      return status !== 'RUNNING';
    });
    return ended;
  }

  async executionsOf(machine: StateMachineName): Promise<string[]> {
    const { executions = [] } = await this.#states.send(
      new ListExecutionsCommand({ stateMachineArn: this.machineArn(machine), maxResults: 100 }),
    );
    return executions.map(({ executionArn = '' }) => executionArn);
  }
}
