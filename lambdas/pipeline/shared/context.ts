import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { createDataApi, createDataApiClient, type DataApi } from '../../../database/data-api.ts';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { DataBucket } from './data-bucket.ts';

/** The database as the pipeline's role, through the Data API, from the function's environment. */
export function pipelineDatabase(): DataApi {
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

export function pipelineBucket(): DataBucket {
  return new DataBucket(new S3Client({}), requireEnvironment(environmentNames.dataBucket));
}

/** The currency of all amounts in the files, and the digits that it has after the point. */
export function baseCurrency(): { code: string; digits: number } {
  const code = requireEnvironment(environmentNames.baseCurrency);
  return { code, digits: currencyDigits(code) };
}

/** 2 for USD, 0 for JPY, by ISO 4217. */
export function currencyDigits(code: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}
