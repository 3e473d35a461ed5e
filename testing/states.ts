import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { startStatesServer } from '../local/aws/states/server.ts';

const credentials = { accessKeyId: 'TESTKEY', secretAccessKey: 'secret' };

/** Machines on the local state-machine runner, whose tasks all call one function of the test. */
export async function startTestStates(
  definitions: Readonly<Record<string, object>>,
  invoke: (payload: unknown) => Promise<unknown>,
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'kratos-states-'));
  const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
  const server = await startStatesServer({
    machines: Object.entries(definitions).map(([name, states]) => ({
      name,
      arn: arnOf(name),
      definition: { QueryLanguage: 'JSONata', ...states },
    })),
    executionsDir: folder,
    credentials,
    invokeFunction: (_arn, payload) => invoke(payload),
  });
  const client = new SFNClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
  return {
    client,
    arnOf,
    close: async () => {
      client.destroy();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
