import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realSleep } from './environment.ts';
import { Executions } from './executions.ts';
import { parseDefinition } from './parse-definition.ts';

interface Case {
  name: string;
  definition: unknown;
  input: unknown;
  status: string;
  output?: unknown;
  error?: string;
}

const file = new URL('./conformance-cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[];

/** Machines on whose outcome two independent emulators agree. */
const machines = cases.map(({ name, definition }) => ({
  name,
  arn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name.replaceAll(' ', '-')}`,
  definition: parseDefinition(definition),
}));
let folder: string;
let executions: Executions;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kratos-states-'));
  executions = new Executions(machines, folder, {
    now: () => new Date(),
    sleep: realSleep,
    random: Math.random,
    newId: () => 'only',
    invokeFunction: () => Promise.reject(new Error('no case calls a function')),
  });
});

afterAll(() => rm(folder, { recursive: true }));

describe('a machine on which other emulators agree', () => {
  it.each(cases.map((one, index) => [one.name, index] as const))(
    'ends the same here: %s',
    async (_, index) => {
      const { input, status, output, error } = cases[index] as Case;
      const { executionArn } = executions.start({
        stateMachineArn: machines[index]?.arn ?? '',
        input: JSON.stringify(input),
      });
      const record = await executions.settled(executionArn);
      expect({ status: record.status, error: record.error }).toEqual({ status, error });
      if (status === 'SUCCEEDED') expect(JSON.parse(record.output ?? '')).toEqual(output);
    },
  );
});
