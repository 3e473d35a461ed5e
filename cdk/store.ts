import { Tags, type App, type Environment } from 'aws-cdk-lib';
import type { StoreAssets } from './assets/prepare.ts';
import type { StageSettings } from './settings.ts';
import { ApiStack } from './stacks/api.ts';
import { DataStack } from './stacks/data.ts';
import { PipelineStack } from './stacks/pipeline.ts';
import { SiteStack } from './stacks/site.ts';
import { WebStack } from './stacks/web.ts';

export interface StoreStacks {
  readonly data: DataStack;
  readonly pipeline: PipelineStack;
  readonly web: WebStack;
  readonly api: ApiStack;
  readonly site: SiteStack;
}

/** All stacks of a stage, in the order in which they are deployed. */
export function buildStore(
  app: App,
  settings: StageSettings,
  assets: StoreAssets,
  env?: Environment,
): StoreStacks {
  const common = { settings, assets, ...(env && { env }) };
  const id = (name: string): string => `kratos-${settings.stage}-${name}`;
  const data = new DataStack(app, id('data'), common);
  const pipeline = new PipelineStack(app, id('pipeline'), { ...common, data });
  const web = new WebStack(app, id('web'), { ...common, data });
  const api = new ApiStack(app, id('api'), { ...common, data, web, alarms: pipeline.alarms });
  // The operator's pages start and read machines by their names, which the templates do not show.
  api.addStackDependency(pipeline);
  const site = new SiteStack(app, id('site'), { ...common, web });
  site.addStackDependency(api);
  Tags.of(app).add('store', 'kratos');
  Tags.of(app).add('stage', settings.stage);
  return { data, pipeline, web, api, site };
}
