import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  connectionSettings,
  createPool,
  createSequelize,
  type TokenSigner,
} from '../../database/connection.ts';
import { tokenSigner } from './database-token.ts';

const target = { host: 'store.cluster-x.us-east-1.rds.amazonaws.com', port: 5432, user: 'kratos_shop' };
const keys = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'a-secret' };
const environment = (host: string, port: number) => ({
  DATABASE_HOST: host,
  DATABASE_PORT: String(port),
  DATABASE_NAME: 'kratos',
  DATABASE_USER: 'kratos_shop',
});

const before = { ...process.env };
let folder: string;
let signer: TokenSigner;

beforeAll(async () => {
  Object.assign(process.env, keys);
  delete process.env['AWS_SESSION_TOKEN'];
  folder = await mkdtemp(path.join(os.tmpdir(), 'kratos-ca-'));
  const file = path.join(folder, 'ca.pem');
  await writeFile(file, 'the authorities');
  const made = tokenSigner({ DATABASE_CA_FILE: file });
  if (!made) throw new Error('a file of authorities makes a signer');
  signer = made;
});
afterAll(async () => {
  process.env = before;
  await rm(folder, { recursive: true });
});

describe('a token for the database', () => {
  beforeEach(() => {
    jest.useFakeTimers({
      now: new Date('2026-03-10T12:00:00.500Z'),
      doNotFake: ['nextTick', 'setImmediate'],
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is a request to connect as the role, signed for this minute and good for a quarter of an hour', async () => {
    const token = await signer.sign(target);
    expect(token).toMatch(/^store\.cluster-x\.us-east-1\.rds\.amazonaws\.com:5432\//);
    const query = new URL(`https://${token}`).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      Action: 'connect',
      DBUser: 'kratos_shop',
      'X-Amz-Date': '20260310T120000Z',
      'X-Amz-Expires': '900',
      'X-Amz-Credential': 'AKIAEXAMPLE/20260310/us-east-1/rds-db/aws4_request',
      'X-Amz-SignedHeaders': 'host',
    });
    expect(query.get('X-Amz-Signature')).toBe(expectedSignature(query));
  });

  it('is another one for each connection, so that none is used after its time', async () => {
    const first = await signer.sign(target);
    jest.setSystemTime(new Date('2026-03-10T12:16:00Z'));
    const second = new URL(`https://${await signer.sign(target)}`).searchParams;
    expect(second.get('X-Amz-Date')).toBe('20260310T121600Z');
    expect(first).not.toContain(second.get('X-Amz-Signature'));
  });
});

/** The signature by the steps of AWS Signature Version 4 for a presigned GET. */
function expectedSignature(query: URLSearchParams): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const canonicalQuery = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const request = ['GET', '/', canonicalQuery, `host:${target.host}:${target.port}`, '', 'host', hash('')];
  const scope = '20260310/us-east-1/rds-db/aws4_request';
  const text = ['AWS4-HMAC-SHA256', '20260310T120000Z', scope, hash(request.join('\n'))].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (secret, part) => createHmac('sha256', secret).update(part).digest(),
      `AWS4${keys.AWS_SECRET_ACCESS_KEY}`,
    );
  return createHmac('sha256', key).update(text).digest('hex');
}

describe('how a function signs in', () => {
  it('is by password where the environment holds one, and by token where it names authorities', () => {
    const env = environment('127.0.0.1', 5432);
    expect(connectionSettings({ ...env, DATABASE_PASSWORD: 'p' }, tokenSigner({})).signIn).toEqual({
      password: 'p',
    });
    expect(connectionSettings(env, signer).signIn).toMatchObject({ certificates: 'the authorities' });
  });

  it('is an error that names the variable where there is neither', () => {
    expect(() => connectionSettings(environment('127.0.0.1', 5432), tokenSigner({}))).toThrow(
      'DATABASE_PASSWORD is missing',
    );
  });
});

describe('a connection with a token', () => {
  /** What a PostgreSQL client sends first to ask for TLS: length 8, code 80877103. */
  const tlsRequest = '0000000804d2162f';
  let server: Server;
  let received: string[];

  beforeEach(async () => {
    received = [];
    server = createServer((socket) => {
      socket.on('data', (chunk) => {
        received.push(chunk.toString('hex'));
        // "No TLS here."
        socket.write('N');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const settings = () =>
    connectionSettings(environment('127.0.0.1', (server.address() as AddressInfo).port), signer);

  it('is given up by the pool where the server speaks no TLS, before anything else is sent', async () => {
    const pool = createPool(settings());
    await expect(pool.query('SELECT 1')).rejects.toThrow('does not support SSL');
    await pool.end();
    expect(received).toEqual([tlsRequest]);
  });

  it('is given up by the models where the server speaks no TLS, before anything else is sent', async () => {
    const sequelize = createSequelize(settings());
    await expect(sequelize.query('SELECT 1')).rejects.toThrow('does not support SSL');
    await sequelize.close();
    expect(new Set(received)).toEqual(new Set([tlsRequest]));
  });
});
