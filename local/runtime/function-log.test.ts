import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FunctionLogs } from './function-log.ts';

let dir: string;
let logs: FunctionLogs;

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'kratos-logs-'));
  logs = new FunctionLogs(dir, { now: () => new Date('2026-01-02T03:04:05Z'), rotateAt: 2_000 });
});

afterEach(async () => {
  await logs.close();
  await rm(dir, { recursive: true, force: true });
});

describe('the log of the functions', () => {
  it('finds lines by the request, the run and the name of the execution', async () => {
    logs.print('open-run', 'request-1', 'opened\n');
    logs.print('open-run', 'request-2', JSON.stringify({ message: 'took the lease', runId: 'r20260102' }));
    logs.print(
      'clean-up',
      'request-3',
      JSON.stringify({ message: 'done', executionArn: 'arn:aws:states:x:night-1' }),
    );
    expect(await logs.read('request-1')).toEqual([
      {
        at: '2026-01-02T03:04:05.000Z',
        level: 'info',
        function: 'open-run',
        requestId: 'request-1',
        message: 'opened',
      },
    ]);
    expect(await logs.read('r20260102')).toMatchObject([
      { message: 'took the lease', requestId: 'request-2' },
    ]);
    expect(await logs.read('night-1')).toMatchObject([{ message: 'done', function: 'clean-up' }]);
    expect(await logs.read('night')).toEqual([]);
  });

  it('sets a file aside once it is large, and keeps one that was set aside', async () => {
    for (let i = 0; i < 100; i += 1) logs.print('api-shop', `request-${i}`, 'x'.repeat(100));
    await logs.close();
    expect((await readdir(dir)).sort()).toEqual(['api-shop.1.jsonl', 'api-shop.jsonl']);
    expect(await logs.read('request-99')).toHaveLength(1);
    expect(await logs.read('request-0')).toEqual([]);
  });

  it('keeps a line that only looks like JSON', async () => {
    logs.print('api-shop', 'request-1', '{ not json');
    expect(await logs.read('request-1')).toMatchObject([{ message: '{ not json' }]);
  });
});
