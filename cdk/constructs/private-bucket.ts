import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { StageSettings } from '../settings.ts';

export interface PrivateBucketProps {
  readonly settings: StageSettings;
  /** Gets a line for each request; undefined = this is the bucket that holds them. */
  readonly accessLogs?: s3.IBucket;
  readonly lifecycleRules?: s3.LifecycleRule[];
}

/** Nobody but whom a policy names, TLS only, encrypted; outside production it goes with its stack, contents and all. */
export class PrivateBucket extends s3.Bucket {
  constructor(
    scope: Construct,
    id: string,
    { settings, accessLogs, lifecycleRules = [] }: PrivateBucketProps,
  ) {
    super(scope, id, {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: settings.production && accessLogs !== undefined,
      removalPolicy: settings.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      autoDeleteObjects: !settings.production,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(2) }, ...lifecycleRules],
      // CloudFront delivers its log by an access list, which a bucket refuses unless it is told otherwise.
      ...(!accessLogs && { objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED }),
      ...(accessLogs && {
        serverAccessLogsBucket: accessLogs,
        serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      }),
    });
  }
}
