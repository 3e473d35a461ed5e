import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../lambdas/environment.ts';
import { storeVariables } from '../../lambdas/function-environment.ts';
import { functionDefinition, type FunctionName } from '../../lambdas/functions.ts';
import type { StoreAssets } from '../assets/prepare.ts';
import type { StageSettings } from '../settings.ts';
import type { DataStack } from '../stacks/data.ts';
import { StoreFunction } from './store-function.ts';

export interface TableFunctionsProps {
  readonly names: readonly FunctionName[];
  readonly settings: StageSettings;
  readonly assets: StoreAssets;
  readonly data: DataStack;
  /** The store's own address. */
  readonly baseUrl: string;
  /** Answers requests that must come through the edge. */
  readonly behindEdge?: boolean;
}

/** Functions of the table, each bound to what its entry says that it uses. */
export class TableFunctions extends Construct {
  readonly functions: ReadonlyMap<FunctionName, StoreFunction>;

  constructor(scope: Construct, id: string, props: TableFunctionsProps) {
    super(scope, id);
    this.functions = new Map(props.names.map((name) => [name, this.#create(name, props)]));
  }

  #create(name: FunctionName, props: TableFunctionsProps): StoreFunction {
    const { settings, assets, data, baseUrl } = props;
    const definition = functionDefinition(name);
    const { uses } = definition;
    const asImage = name === 'train-model' && settings.training === 'image';
    const made = new StoreFunction(this, name, {
      name,
      definition,
      settings,
      code: asImage
        ? {
            image: lambda.DockerImageCode.fromImageAsset(assets.trainingImage, {
              platform: Platform.LINUX_AMD64,
            }),
          }
        : { zip: lambda.Code.fromAsset(assets.functionFolder(name)) },
      // TensorFlow's archive for Linux exists for x86-64 only.
      architecture: asImage ? lambda.Architecture.X86_64 : lambda.Architecture.ARM_64,
      environment: storeVariables({
        stage: settings.stage,
        version: assets.version,
        gitCommit: assets.gitCommit,
        baseUrl,
        trustedOrigins: [],
        baseCurrency: settings.currency,
      }),
      ...(uses.database?.via === 'socket' && { network: data.network.functions }),
    });
    if (uses.database) made.bindDatabase(data.database, uses.database);
    if (uses.data) made.bindBucket(environmentNames.dataBucket, data.dataBucket, uses.data);
    if (uses.media) made.bindBucket(environmentNames.mediaBucket, data.mediaBucket, uses.media);
    if (uses.authSecret) made.bindSecret(environmentNames.authSecretArn, data.authSecret);
    if (props.behindEdge) made.bindSecret(environmentNames.originSecretArn, data.originSecret);
    made.bindStateMachines(uses);
    return made;
  }
}
