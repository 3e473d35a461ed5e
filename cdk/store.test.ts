import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { functionDefinition, functionNames } from '../lambdas/functions.ts';
import { schedule } from '../stepfunctions/substitutions.ts';
import { development, production, synthesise, type Templates } from './testing/templates.ts';

let templates: Templates;
beforeAll(() => {
  templates = synthesise(development);
});

describe('what is kept', () => {
  it('lies in buckets that are private, encrypted and reached by TLS only', () => {
    const buckets = templates.all('AWS::S3::Bucket');
    expect(buckets).toHaveLength(4);
    for (const [id, { Properties }] of buckets) {
      expect({ id, ...Properties }).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: expect.anything(),
      });
    }
    const policies = templates.all('AWS::S3::BucketPolicy').map(([, resource]) => JSON.stringify(resource));
    expect(policies.filter((policy) => policy.includes('"aws:SecureTransport":"false"'))).toHaveLength(4);
  });

  it('is in PostgreSQL 17 with the Data API, IAM sign-in and encryption', () => {
    templates.of.data.hasResourceProperties('AWS::RDS::DBCluster', {
      Engine: 'aurora-postgresql',
      EngineVersion: Match.stringLikeRegexp('^17\\.'),
      EnableHttpEndpoint: true,
      EnableIAMDatabaseAuthentication: true,
      StorageEncrypted: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, MaxCapacity: 2, SecondsUntilAutoPause: 300 },
    });
  });

  it('keeps its logical names, without which a deployment would replace it', () => {
    const names = ['AWS::RDS::DBCluster', 'AWS::S3::Bucket', 'AWS::SecretsManager::Secret'].flatMap((type) =>
      templates.all(type).map(([id]) => id),
    );
    expect(names.sort()).toMatchInlineSnapshot(`
     [
       "data/AccessLogs8B620ECA",
       "data/Data666C94C7",
       "data/DatabaseCluster5B53A178",
       "data/DatabaseSecretkratosforecasting0B8B24AA",
       "data/DatabaseSecretkratospipeline12BA82ED",
       "data/MediaA721A567",
       "data/authsecret63AE4CA0",
       "data/kratostestdataDatabaseClusterSecretC106A5BB3fdaad7efa858a3daf9490cf0a702aeb",
       "data/originsecret2CF3A189",
       "web/SiteE53D7754",
     ]
    `);
  });

  it('has its schema before any function of another stack is there', () => {
    for (const name of ['pipeline', 'web'] as const) {
      expect(templates.stacks[name].dependencies).toContain(templates.stacks.data);
    }
    templates.of.data.resourceCountIs('Custom::Migration', 1);
  });

  it('has a bucket for access logs into which the edge may write', () => {
    templates.of.data.hasResourceProperties('AWS::S3::Bucket', {
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerPreferred' }] },
    });
  });

  it('forgets logs after a time that is set', () => {
    for (const [id, { Properties }] of templates.all('AWS::Logs::LogGroup')) {
      expect({ id, days: Properties['RetentionInDays'] }).toEqual({ id, days: 14 });
    }
  });
});

describe('the nightly run', () => {
  it('starts by the schedule that the local store has too, with the instant as its day', () => {
    templates.of.pipeline.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: schedule.expression,
      ScheduleExpressionTimezone: 'UTC',
      State: 'ENABLED',
      Target: {
        Input: '{"runDate":"<aws.scheduler.scheduled-time>"}',
        DeadLetterConfig: Match.anyValue(),
      },
    });
  });

  it('and what follows it are the machines of the repository, logged whole and traced', () => {
    const machines = templates
      .all('AWS::StepFunctions::StateMachine')
      .map(([, { Properties }]) => Properties);
    expect(machines.map(({ StateMachineName }) => StateMachineName).sort()).toEqual([
      'kratos-test-forecast-sales',
      'kratos-test-sales-etl',
      'kratos-test-train-model',
    ]);
    for (const machine of machines) {
      expect(machine).toMatchObject({
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
        TracingConfiguration: { Enabled: true },
      });
      const used = [...String(machine['DefinitionString']).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(machine['DefinitionSubstitutions'] as object).sort()).toEqual(
        [...new Set(used)].sort(),
      );
    }
  });

  it('tells of every execution that ended badly', () => {
    templates.of.pipeline.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: Match.anyValue() },
      },
    });
  });
});

describe('alarms', () => {
  it('all reach the one topic', () => {
    const alarms = templates.all('AWS::CloudWatch::Alarm');
    expect(alarms.length).toBeGreaterThanOrEqual(5);
    for (const [id, { Properties }] of alarms) {
      expect({ id, actions: JSON.stringify(Properties['AlarmActions']) }).toMatchObject({
        actions: expect.stringContaining('Alarms'),
      });
    }
  });
});

describe('the topic of the alarms', () => {
  it('lets both publish that have something to tell', () => {
    const policies = JSON.stringify(templates.all('AWS::SNS::TopicPolicy'));
    for (const publisher of ['cloudwatch.amazonaws.com', 'events.amazonaws.com']) {
      expect(policies).toContain(publisher);
    }
  });
});

describe('the edge', () => {
  it('keeps no error: one reader’s would be shown to all', () => {
    templates.of.web.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CustomErrorResponses: [404, 500, 502, 503, 504].map((ErrorCode) => ({
          ErrorCode,
          ErrorCachingMinTTL: 0,
        })),
      },
    });
  });

  const distribution = () =>
    templates.all('AWS::CloudFront::Distribution')[0]![1].Properties['DistributionConfig'] as {
      Origins: { Id: string; OriginCustomHeaders?: { HeaderName: string; HeaderValue: unknown }[] }[];
      CacheBehaviors: { PathPattern: string; TargetOriginId: string; CachePolicyId: unknown }[];
    };

  it('sends the secret to the API only, as a reference that CloudFormation resolves', () => {
    const withHeader = distribution().Origins.filter((origin) => origin.OriginCustomHeaders);
    expect(withHeader).toHaveLength(1);
    const [header] = withHeader[0]!.OriginCustomHeaders!;
    expect(header!.HeaderName).toBe('x-kratos-origin-secret');
    expect(JSON.stringify(header!.HeaderValue)).toContain('{{resolve:secretsmanager:');
  });

  it('leads the API, covers and pages to where they are', () => {
    const paths = distribution().CacheBehaviors.map(({ PathPattern }) => PathPattern);
    expect(paths).toEqual(expect.arrayContaining(['/api/*', '/games/*', '/media/*', '/sitemap.xml']));
  });

  it('never keeps an answer of a route that knows a session', () => {
    const disabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    const kept = distribution()
      .CacheBehaviors.filter(
        ({ PathPattern, CachePolicyId }) => PathPattern.startsWith('/api/') && CachePolicyId !== disabled,
      )
      .map(({ PathPattern }) => PathPattern);
    const open = functionNames.flatMap((name) => {
      const { routes = [], uses } = functionDefinition(name);
      return uses.authSecret ? [] : routes.map((route) => `${route}*`);
    });
    expect(kept.sort()).toEqual(open.filter((path) => path.startsWith('/api/')).sort());
  });

  it('has a route for each prefix of the table', () => {
    const keys = templates
      .all('AWS::ApiGatewayV2::Route')
      .map(([, { Properties }]) => Properties['RouteKey']);
    const expected = functionNames
      .flatMap((name) => functionDefinition(name).routes ?? [])
      .flatMap((route) => [`ANY ${route}`, `ANY ${route}/{proxy+}`]);
    expect(keys.sort()).toEqual(expected.sort());
  });
});

describe('production', () => {
  it('cannot be deleted by mistake and outlives its stacks', () => {
    const live = synthesise(production);
    live.of.data.hasResourceProperties('AWS::RDS::DBCluster', { DeletionProtection: true });
    for (const [id, { DeletionPolicy }] of live.all('AWS::S3::Bucket')) {
      expect({ id, DeletionPolicy }).toEqual({ id, DeletionPolicy: 'Retain' });
    }
    expect(live.all('AWS::EC2::NatGateway')).toHaveLength(2);
    expect(live.all('AWS::EC2::FlowLog')).toHaveLength(1);
  });
});
