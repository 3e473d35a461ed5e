import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { customResourceHandler, type DeploymentStep } from './custom-resource.ts';
import { cacheControlOf, siteKeys } from './publish-site/site-files.ts';

const event = (more: object): CloudFormationCustomResourceEvent =>
  ({
    ResponseURL: 'https://answer.example',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Migration',
    ResourceProperties: { version: '1' },
    ...more,
  }) as unknown as CloudFormationCustomResourceEvent;

// A failed step says so in the function's log as well.
beforeAll(() => {
  console.error = () => undefined;
});

async function answerOf(step: DeploymentStep, more: object): Promise<Record<string, unknown>> {
  const sent: [string, string][] = [];
  const handler = customResourceHandler(step, (url, body) => {
    sent.push([url, body]);
    return Promise.resolve();
  });
  await handler(event(more));
  expect(sent.map(([url]) => url)).toEqual(['https://answer.example']);
  return JSON.parse(sent[0]![1]) as Record<string, unknown>;
}

describe('a step of the deployment', () => {
  it('tells what it did, under one name for all versions', async () => {
    const step = { apply: () => Promise.resolve({ data: { applied: '3' } }) };
    expect(await answerOf(step, { RequestType: 'Create' })).toEqual({
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Migration',
      PhysicalResourceId: 'Migration',
      Status: 'SUCCESS',
      Data: { applied: '3' },
    });
    const update = { RequestType: 'Update', PhysicalResourceId: 'of the first version' };
    expect(await answerOf(step, update)).toMatchObject({ PhysicalResourceId: 'of the first version' });
  });

  it('fails the deployment with its reason, cut to what an answer holds', async () => {
    const step = { apply: () => Promise.reject(new Error(`migration 0012 failed ${'x'.repeat(9000)}`)) };
    const answer = await answerOf(step, { RequestType: 'Update', PhysicalResourceId: 'Migration' });
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: expect.stringMatching(/^migration 0012 failed/),
    });
    expect(JSON.stringify(answer).length).toBeLessThan(4096);
  });

  it('does nothing when its stack goes', async () => {
    const step = { apply: () => Promise.reject(new Error('must not run')) };
    expect(await answerOf(step, { RequestType: 'Delete', PhysicalResourceId: 'Migration' })).toMatchObject({
      Status: 'SUCCESS',
    });
  });
});

describe('the files of the site', () => {
  it('are put with pages last, without the notes of the build', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kratos-site-'));
    try {
      for (const file of ['index.html', 'favicon.svg', 'assets/a-1.js', '.vite/manifest.json']) {
        await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
        await writeFile(path.join(folder, file), '');
      }
      expect(await siteKeys(folder)).toEqual(['assets/a-1.js', 'favicon.svg', 'index.html']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are kept for a year when their name tells their content, and asked for anew otherwise', () => {
    expect(cacheControlOf('assets/a-1.js')).toBe('public, max-age=31536000, immutable');
    expect(cacheControlOf('index.html')).toBe('no-cache');
  });
});
