import { S3Client } from '@aws-sdk/client-s3';
import { environmentNames, requireEnvironment } from '../../environment.ts';
import { DataBucket } from './data-bucket.ts';

export function pipelineBucket(): DataBucket {
  return new DataBucket(new S3Client({}), requireEnvironment(environmentNames.dataBucket));
}
