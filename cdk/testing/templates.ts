import { mkdtempSync, mkdirSync, writeFileSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { StoreAssets } from '../assets/prepare.ts';
import type { StageSettings } from '../settings.ts';
import { buildStore, type StoreStacks } from '../store.ts';

const repository = path.resolve(import.meta.dirname, '../..');

export const development: StageSettings = {
  stage: 'test',
  production: false,
  egress: 'endpoints',
  training: 'zip',
  capacity: { min: 0, max: 2 },
  logDays: 14,
  nightly: true,
  currency: 'USD',
};

export const production: StageSettings = {
  ...development,
  stage: 'live',
  production: true,
  egress: 'nat',
  capacity: { min: 0.5, max: 8 },
  logDays: 90,
  domain: {
    name: 'store.example',
    certificateArn: 'arn:aws:acm:us-east-1:111111111111:certificate/11111111-1111-1111-1111-111111111111',
  },
};

/** Folders of the right shape in the place of bundles, which a template does not show. */
function emptyAssets(): StoreAssets {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kratos-cdk-'));
  writeFileSync(path.join(folder, 'index.mjs'), 'export const handler = () => undefined;\n');
  const trainingImage = path.join(folder, 'image');
  mkdirSync(trainingImage);
  writeFileSync(path.join(trainingImage, 'Dockerfile'), 'FROM scratch\n');
  return {
    functionFolder: () => folder,
    versionOf: (name) => `version of ${name}`,
    trainingImage,
    definition: (file) => readFileSync(path.join(repository, 'stepfunctions', file), 'utf8'),
    version: '1.2.3',
    gitCommit: 'abc',
  };
}

export type StackName = keyof StoreStacks;

export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Templates {
  readonly app: App;
  readonly stacks: StoreStacks;
  readonly of: Readonly<Record<StackName, Template>>;
  /** Every resource of a type in all stacks, by `stack/logical id`. */
  all(type: string): [string, Resource][];
}

export function synthesise(settings: StageSettings): Templates {
  const app = new App({
    context: { '@aws-cdk/core:checkSecretUsage': true, '@aws-cdk/aws-iam:minimizePolicies': true },
  });
  const stacks = buildStore(app, settings, emptyAssets());
  const names = Object.keys(stacks) as StackName[];
  const of = Object.fromEntries(names.map((name) => [name, Template.fromStack(stacks[name])])) as Record<
    StackName,
    Template
  >;
  return {
    app,
    stacks,
    of,
    all: (type) =>
      names.flatMap((name) =>
        Object.entries(of[name].findResources(type)).map(
          ([id, resource]) => [`${name}/${id}`, resource as Resource] as [string, Resource],
        ),
      ),
  };
}
