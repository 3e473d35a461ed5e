import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { foreignness, listenOnLoopback, type LoopbackServer } from '../loopback.ts';
import { ServiceError } from '../service-error.ts';
import { checkSignature, type Credentials } from '../sigv4.ts';
import { createBucket, deleteObjects, headBucket, listObjects } from './bucket-operations.ts';
import { notImplemented } from './errors.ts';
import { copyObject, deleteObject, getObject, putObject } from './object-operations.ts';
import { ObjectStore } from './object-store.ts';
import { readRequest, type S3Request } from './request.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './upload-operations.ts';
import { Uploads } from './uploads.ts';
import { xmlDocument } from './xml.ts';

export interface S3ServerOptions {
  /** Folder of the objects: `<root>/<bucket>/<key>`. Made if it is absent. */
  root: string;
  credentials: Credentials;
  /** Default: any free port. */
  port?: number;
  region?: string;
  /** Web origins that may use presigned links, such as `http://127.0.0.1:3000`. Default: none. */
  allowedOrigins?: readonly string[];
  now?: () => Date;
  onError?: (error: unknown) => void;
}

interface Context extends Required<Omit<S3ServerOptions, 'port' | 'onError'>> {
  store: ObjectStore;
  uploads: Uploads;
  onError: (error: unknown) => void;
}

/** Starts the local S3 on 127.0.0.1. See docs/local-aws.md for what it does and what it refuses. */
export async function startS3Server(options: S3ServerOptions): Promise<LoopbackServer> {
  const store = new ObjectStore(options.root);
  store.open();
  const context: Context = {
    ...options,
    store,
    uploads: new Uploads(store.paths),
    region: options.region ?? 'us-east-1',
    allowedOrigins: options.allowedOrigins ?? [],
    now: options.now ?? (() => new Date()),
    onError: options.onError ?? ((error) => console.error('local S3:', error)),
  };
  return listenOnLoopback((request, response) => answer(context, request, response), {
    port: options.port,
    onError: context.onError,
  });
}

async function answer(context: Context, message: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('x-amz-request-id', randomBytes(8).toString('hex').toUpperCase());
  try {
    const foreign = foreignness(message, context.allowedOrigins);
    if (foreign) throw new ServiceError('AccessDenied', 403, foreign);
    if (message.headers.origin !== undefined) allowOrigin(message.headers.origin, response);
    if (message.method === 'OPTIONS') {
      answerPreflight(message, response);
      return;
    }
    authenticate(context, message);
    const request = readRequest(message);
    checkOwner(request);
    await route(context, request, response);
  } catch (error) {
    sendError(context, message, response, error);
  }
}

function allowOrigin(origin: string, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader(
    'access-control-expose-headers',
    'ETag, Content-Length, Content-Range, x-amz-request-id',
  );
  response.setHeader('vary', 'Origin');
}

function answerPreflight(message: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-methods', 'GET, HEAD, PUT');
  response.setHeader('access-control-allow-headers', message.headers['access-control-request-headers'] ?? '');
  response.setHeader('access-control-max-age', 600);
  response.writeHead(message.headers.origin === undefined ? 403 : 200).end();
}

function authenticate(context: Context, message: IncomingMessage): void {
  const { headers, url = '/', method = 'GET' } = message;
  const query = new URL(url, 'http://loopback').searchParams;
  const payloadHash =
    headers['x-amz-content-sha256'] ?? query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD';
  const checked = checkSignature(
    { method, url, headers, payloadHash: String(payloadHash) },
    { credentials: context.credentials, service: 's3', region: context.region, now: context.now() },
  );
  if (!checked.ok) throw new ServiceError(checked.code, 403, checked.message);
}

function checkOwner({ headers }: S3Request): void {
  const owner = headers['x-amz-expected-bucket-owner'];
  if (owner !== undefined && owner !== '000000000000') {
    throw new ServiceError('AccessDenied', 403, `The bucket's owner is 000000000000, expected ${owner}`);
  }
}

async function route(context: Context, request: S3Request, response: ServerResponse): Promise<void> {
  const { method, bucket, key, query } = request;
  const { store, region } = context;
  if (bucket === '') throw notImplemented('ListBuckets');
  if (key === '') {
    if (method === 'PUT') return createBucket(store, request, response);
    if (method === 'HEAD') return headBucket(store, request, response, region);
    if (method === 'GET') return listObjects(store, request, response);
    if (method === 'POST' && query.has('delete')) return deleteObjects(store, request, response);
    throw notImplemented(`${method} of a bucket`);
  }
  if (query.has('uploadId') || query.has('uploads')) return routeUpload(context, request, response);
  if (method === 'PUT' && request.headers['x-amz-copy-source'] !== undefined) {
    return copyObject(store, request, response);
  }
  if (method === 'PUT') return putObject(store, request, response);
  if (method === 'GET' || method === 'HEAD') return getObject(store, request, response);
  if (method === 'DELETE') return deleteObject(store, request, response);
  throw notImplemented(`${method} of an object`);
}

async function routeUpload(context: Context, request: S3Request, response: ServerResponse): Promise<void> {
  const { method, query } = request;
  if (method === 'POST' && query.has('uploads')) return createUpload(context, request, response);
  if (method === 'PUT' && query.has('uploadId')) return uploadPart(context, request, response);
  if (method === 'POST' && query.has('uploadId')) return completeUpload(context, request, response);
  if (method === 'DELETE' && query.has('uploadId')) return abortUpload(context, request, response);
  throw notImplemented(`${method} of a multipart upload`);
}

function sendError(
  context: Context,
  message: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  const hungUp = message.destroyed && !message.complete;
  if (response.headersSent || hungUp) {
    response.destroy();
    return;
  }
  const known = error instanceof ServiceError ? error : new ServiceError('InternalError', 500, String(error));
  if (known !== error) context.onError(error);
  response.writeHead(known.status, { 'content-type': 'application/xml' });
  const fields = { Code: known.code, Message: known.message, Resource: message.url?.split('?')[0] };
  response.end(message.method === 'HEAD' ? undefined : xmlDocument('Error', fields));
}
