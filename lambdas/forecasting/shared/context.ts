import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { createDataApi, createDataApiClient, type DataApi } from '../../../database/data-api.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { ObjectStore } from './object-store.ts';

/** The database as the forecast's role, through the Data API, from the function's environment. */
export function forecastingDatabase(): DataApi {
  return createDataApi({
    client: createDataApiClient(),
    clusterArn: requireEnvironment(environmentNames.databaseClusterArn),
    secretArn: requireEnvironment(environmentNames.databaseSecretArn),
    database: requireEnvironment(environmentNames.databaseName),
    sleep: async (milliseconds) => {
      await sleep(milliseconds);
    },
  });
}

export function forecastingStore(): ObjectStore {
  return new ObjectStore(new S3Client({}), requireEnvironment(environmentNames.dataBucket));
}

export type Clock = () => Date;
