import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { deploymentFunctions } from '../lambdas/deployment/functions.ts';
import { functionDefinition, functionNames } from '../lambdas/functions.ts';
import { development, synthesise, type Templates } from './testing/templates.ts';

let templates: Templates;
beforeAll(() => {
  templates = synthesise(development);
});

/** Functions that the store deploys; the CDK's own helpers have no name. */
const storeFunctions = () =>
  templates
    .all('AWS::Lambda::Function')
    .flatMap(([, { Properties }]) =>
      typeof Properties['FunctionName'] === 'string'
        ? [[Properties['FunctionName'], Properties] as const]
        : [],
    );

const variablesOf = (properties: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  (properties['Environment'] as { Variables: Record<string, unknown> }).Variables;

describe('functions', () => {
  it('are those of the tables, with their memory and time-out', () => {
    const expected = [
      ...functionNames.map((name) => [name, functionDefinition(name)] as const),
      ...Object.entries(deploymentFunctions),
    ].map(([name, { memoryMb, timeoutSeconds }]) => [`kratos-test-${name}`, memoryMb, timeoutSeconds]);
    const found = storeFunctions().map(([name, { MemorySize, Timeout }]) => [name, MemorySize, Timeout]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it('run on Node 24, traced, each with a role and a log group of its own', () => {
    const roles = new Set<string>();
    for (const [name, properties] of storeFunctions()) {
      expect({ name, properties }).toMatchObject({
        properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          TracingConfig: { Mode: 'Active' },
          LoggingConfig: { LogGroup: { Ref: expect.any(String) } },
        },
      });
      roles.add(JSON.stringify(properties['Role']));
    }
    expect(roles.size).toBe(storeFunctions().length);
  });

  it('find ARNs of secrets in their environment, and never a secret', () => {
    for (const [name, properties] of storeFunctions()) {
      const variables = variablesOf(properties);
      expect({ name, password: variables['DATABASE_PASSWORD'] }).toEqual({ name, password: undefined });
      expect(JSON.stringify(variables)).not.toContain('{{resolve');
    }
  });

  it('join the network when they need a socket, and only then', () => {
    const inside = storeFunctions()
      .filter(([, properties]) => properties['VpcConfig'] !== undefined)
      .map(([name]) => name);
    const expected = functionNames.filter((name) => functionDefinition(name).uses.database?.via === 'socket');
    expect(inside.sort()).toEqual(
      ['migrate-database', ...expected].map((name) => `kratos-test-${name}`).sort(),
    );
  });

  it('sign in to the database as the role of the table', () => {
    for (const [name, properties] of storeFunctions()) {
      const known = functionNames.find((one) => `kratos-test-${one}` === name);
      const role = known && functionDefinition(known).uses.database;
      if (role?.via === 'socket') expect(variablesOf(properties)['DATABASE_USER']).toBe(role.role);
      if (role?.via === 'data-api') expect(variablesOf(properties)).toHaveProperty('DATABASE_SECRET_ARN');
    }
  });
});

describe('rights', () => {
  it('name what they are for: a wildcard for everything stands only where no ARN exists', () => {
    const wide: string[] = [];
    for (const [id, { Properties }] of templates.all('AWS::IAM::Policy')) {
      const { Statement } = Properties['PolicyDocument'] as {
        Statement: { Action: string | string[]; Resource: unknown }[];
      };
      for (const { Action, Resource } of Statement) {
        if (Resource === '*')
          wide.push(...[Action].flat().map((action) => `${id.split('/')[0] ?? ''} ${action}`));
      }
    }
    expect([...new Set(wide.map((entry) => entry.split(' ')[1]!.split(':')[0]))].sort()).toEqual([
      'ec2',
      'logs',
      'xray',
    ]);
  });

  it('of a pipeline function reach the prefixes of the table and nothing else of the bucket', () => {
    templates.of.pipeline.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('prepare-panel|preparepanel'),
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'].sort(),
            Resource: { 'Fn::Join': ['', [Match.anyValue(), '/kratos/runs/*']] },
          }),
        ]),
      },
    });
  });

  it('let the promotion and the forecast remove what is old below their prefixes, and no other function anything', () => {
    const removing = templates
      .all('AWS::IAM::Policy')
      .filter(([, policy]) => JSON.stringify(policy).includes('s3:DeleteObject"'))
      .map(([id]) => id)
      .filter((id) => id.startsWith('pipeline/'));
    expect(removing.sort()).toEqual([
      expect.stringMatching(/forecastgames/i),
      expect.stringMatching(/promotemodel/i),
    ]);
  });
});

describe('the training', () => {
  it('can be an image on x86-64 in the place of the zip', () => {
    const { of } = synthesise({ ...development, training: 'image' });
    of.pipeline.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'kratos-test-train-model-image',
      PackageType: 'Image',
      Architectures: ['x86_64'],
    });
  });
});
