import { describe, expect, it } from '@jest/globals';
import { Hono } from 'hono';
import { createCatalogueApp } from '../catalogue/app.ts';
import type { ApiEnv } from './api-env.ts';
import { callerAddress } from './edge.ts';
import { createLog } from './log.ts';

const now = () => new Date('2026-01-01T00:00:00Z');
const catalogue = (originSecret?: () => Promise<string>) =>
  createCatalogueApp({
    database: { query: () => Promise.resolve({ rows: [] }) },
    log: createLog('test', now, () => undefined),
    now,
    baseUrl: 'https://store.example',
    trustedOrigins: ['https://store.example'],
    currency: 'USD',
    version: '1.2.3',
    ...(originSecret && { originSecret }),
  });

const statusOf = async (
  app: ReturnType<typeof catalogue>,
  headers: Record<string, string> = {},
): Promise<number> => (await app.request('/api/openapi.json', { headers })).status;

describe('an API behind the edge', () => {
  it('answers who comes through the edge and refuses who goes round it', async () => {
    const app = catalogue(() => Promise.resolve('the secret'));
    expect(await statusOf(app, { 'x-kratos-origin-secret': 'the secret' })).toBe(200);
    expect(await statusOf(app, { 'x-kratos-origin-secret': 'another' })).toBe(403);
    expect(await statusOf(app)).toBe(403);
  });

  it('answers everyone where no edge stands in front', async () => {
    expect(await statusOf(catalogue())).toBe(200);
  });
});

describe("the caller's address", () => {
  const app = new Hono<ApiEnv>().get('/', (c) => c.text(callerAddress(c)));
  const seen = async (headers: Record<string, string>, sourceIp?: string): Promise<string> => {
    const event = sourceIp && { requestContext: { http: { sourceIp } } };
    return (await app.request('/', { headers }, event ? { event: event as never } : {})).text();
  };

  it('is the one that the edge saw, without its port', async () => {
    expect(await seen({ 'cloudfront-viewer-address': '203.0.113.7:50123' }, '10.0.0.1')).toBe('203.0.113.7');
    expect(await seen({ 'cloudfront-viewer-address': '2001:db8::1:50123' })).toBe('2001:db8::1');
  });

  it('is the one that the gateway saw where there is no edge, whatever the caller says', async () => {
    expect(await seen({ 'x-forwarded-for': '198.51.100.1' }, '10.0.0.1')).toBe('10.0.0.1');
  });
});
