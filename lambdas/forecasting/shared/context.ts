import { S3Client } from '@aws-sdk/client-s3';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { ObjectStore } from './object-store.ts';

export function forecastingStore(): ObjectStore {
  return new ObjectStore(new S3Client({}), requireEnvironment(environmentNames.dataBucket));
}

export type Clock = () => Date;
