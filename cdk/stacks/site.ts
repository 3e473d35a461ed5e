import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { deploymentFunctions } from '../../lambdas/deployment/functions.ts';
import { environmentNames } from '../../lambdas/environment.ts';
import { DeploymentStep } from '../constructs/deployment-step.ts';
import { StoreFunction } from '../constructs/store-function.ts';
import type { StoreStackProps } from './data.ts';
import type { WebStack } from './web.ts';

export interface SiteStackProps extends StoreStackProps {
  readonly web: WebStack;
}

/** The built application in its bucket: last of all, so that no page asks an API that is older than itself. */
export class SiteStack extends Stack {
  constructor(scope: Construct, id: string, props: SiteStackProps) {
    super(scope, id, props);
    const { settings, assets, web } = props;
    const name = 'publish-site';
    const definition = deploymentFunctions[name];
    const handler = new StoreFunction(this, 'PublishSite', {
      name,
      definition,
      settings,
      code: { zip: lambda.Code.fromAsset(assets.functionFolder(name)) },
      environment: {},
    });
    handler.bindBucket(environmentNames.siteBucket, web.site, { write: [''] });
    new DeploymentStep(this, 'Publication', {
      handler,
      timeoutSeconds: definition.timeoutSeconds,
      version: assets.versionOf(name),
    });
  }
}
