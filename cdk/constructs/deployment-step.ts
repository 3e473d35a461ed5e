import { CustomResource, Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { StoreFunction } from './store-function.ts';

export interface DeploymentStepProps {
  readonly handler: StoreFunction;
  readonly timeoutSeconds: number;
  /** The step runs when it is new, and again whenever this changes. */
  readonly version: string;
}

/** Runs a function while a stack is deployed, once whatever it needs is there; its failure rolls the stack back. */
export class DeploymentStep extends Construct {
  readonly resource: CustomResource;

  constructor(scope: Construct, id: string, { handler, timeoutSeconds, version }: DeploymentStepProps) {
    super(scope, id);
    this.resource = new CustomResource(this, 'Run', {
      resourceType: `Custom::${id}`,
      serviceToken: handler.handler.functionArn,
      serviceTimeout: Duration.seconds(timeoutSeconds + 30),
      properties: { version },
    });
    // Its rights must be there before it runs.
    this.resource.node.addDependency(handler);
  }
}
