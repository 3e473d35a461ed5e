import { setTimeout as sleep } from 'node:timers/promises';
import { createDataApi, createDataApiClient, type DataApi } from '../../database/data-api.ts';
import { environmentNames, requireEnvironment } from '../environment.ts';

/** The database through the Data API, as the role that the function's environment names. */
export function databaseOfFunction(): DataApi {
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
