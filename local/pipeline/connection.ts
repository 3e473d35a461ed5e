import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { startBackend } from '../runtime/backend.ts';
import { findRunningStore } from '../runtime-file.ts';
import { loadSecrets } from '../secrets.ts';
import { withStoreDatabase } from '../store-database.ts';

/** What a command needs to start runs and to look at them. */
export interface PipelineConnection {
  readonly states: SFNClient;
  readonly objects: S3Client;
  /** URL of the database. */
  readonly databaseUrl: string;
  /** False when the store's parts were started for this command and end with it. */
  readonly storeRuns: boolean;
}

/** Works beside the store that runs in this home, or else on its parts, brought up for as long as the work takes. */
export async function withPipeline<T>(
  home: string,
  log: (line: string) => void,
  work: (connection: PipelineConnection) => Promise<T>,
): Promise<T> {
  const running = await findRunningStore(home);
  if (running) {
    return withStoreDatabase({ home }, async (database) =>
      work({ ...(await clients(home, running.endpoints)), databaseUrl: database.url(), storeRuns: true }),
    );
  }
  const backend = await startBackend({ home, baseUrl: 'http://127.0.0.1:3000', trustedOrigins: [], log });
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= backend.stop());
  const interrupted = (): void => void stop().finally(() => process.exit(130));
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    return await work({
      ...(await clients(home, backend.aws.endpoints)),
      databaseUrl: backend.database.url(),
      storeRuns: false,
    });
  } finally {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
    await stop();
  }
}

async function clients(
  home: string,
  endpoints: Readonly<Record<string, string>>,
): Promise<Pick<PipelineConnection, 'states' | 'objects'>> {
  const secrets = await loadSecrets(home);
  // On Node 20 the clients announce the end of its support, in the middle of the run's progress.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const common = {
    region: 'us-east-1',
    credentials: { accessKeyId: secrets.awsAccessKeyId, secretAccessKey: secrets.awsSecretAccessKey },
  };
  const endpointOf = (variable: string): string => {
    const endpoint = endpoints[variable];
    if (endpoint === undefined) throw new Error(`the store's runtime names no ${variable}`);
    return endpoint;
  };
  return {
    states: new SFNClient({ ...common, endpoint: endpointOf('AWS_ENDPOINT_URL_SFN') }),
    objects: new S3Client({ ...common, endpoint: endpointOf('AWS_ENDPOINT_URL_S3') }),
  };
}
