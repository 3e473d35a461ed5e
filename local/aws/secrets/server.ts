import { createHash } from 'node:crypto';
import { answerJson, refuseFields, requiredText, type JsonServiceOptions } from '../json-protocol.ts';
import { listenOnLoopback, type LoopbackServer } from '../loopback.ts';
import { ServiceError } from '../service-error.ts';
import type { Credentials } from '../sigv4.ts';

export interface SecretsServerOptions {
  /** The value of each secret by its ARN. */
  secrets: Readonly<Record<string, string>>;
  credentials: Credentials;
  /** Default: any free port. */
  port?: number;
  region?: string;
  onError?: (error: unknown) => void;
}

/** Starts the local Secrets Manager on 127.0.0.1: GetSecretValue of the current version, nothing else. */
export async function startSecretsServer(options: SecretsServerOptions): Promise<LoopbackServer> {
  const service: JsonServiceOptions = {
    service: 'secretsmanager',
    credentials: options.credentials,
    region: options.region ?? 'us-east-1',
    now: () => new Date(),
    maxRequest: 2 ** 20,
    tooLarge: () => new ServiceError('InvalidRequestException', 400, 'The request exceeds 1 MiB'),
    contentType: 'application/x-amz-json-1.1',
    onError: options.onError ?? ((error) => console.error('local Secrets Manager:', error)),
  };
  return listenOnLoopback(
    (request, response) =>
      answerJson(service, request, response, (body) => {
        const target = String(request.headers['x-amz-target'] ?? '');
        if (target === 'secretsmanager.GetSecretValue') {
          return getSecretValue(options.secrets, body);
        }
        const message = `The local Secrets Manager does not implement "${target}"`;
        throw new ServiceError('InvalidAction', 400, message);
      }),
    { port: options.port, onError: service.onError },
  );
}

/** `SecretId` is an ARN or a name. The version's id follows from the value, so that it changes with it. */
function getSecretValue(secrets: Readonly<Record<string, string>>, body: Record<string, unknown>): object {
  refuseFields('GetSecretValue', body, ['SecretId', 'VersionStage']);
  if (body.VersionStage !== undefined && body.VersionStage !== 'AWSCURRENT') {
    throw new ServiceError('ResourceNotFoundException', 400, 'Only the version AWSCURRENT exists locally');
  }
  const id = requiredText(body, 'SecretId');
  const found = Object.entries(secrets).find(([arn]) => arn === id || nameOf(arn) === id);
  if (!found) {
    throw new ServiceError(
      'ResourceNotFoundException',
      400,
      `Secrets Manager can't find the specified secret: ${id}`,
    );
  }
  const [ARN, SecretString] = found;
  const VersionId = createHash('sha256').update(SecretString).digest('hex').slice(0, 32);
  return { ARN, Name: nameOf(ARN), SecretString, VersionId, VersionStages: ['AWSCURRENT'], CreatedDate: 0 };
}

const nameOf = (arn: string) => arn.split(':').slice(6).join(':');
