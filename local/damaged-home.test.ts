import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { findRunningStore } from './runtime-file.ts';
import { ensureAccounts } from './runtime/demo-accounts.ts';
import { installationState } from './runtime/installation.ts';
import { loadSecrets } from './secrets.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'kratos-damaged-'));
});
afterEach(() => rm(home, { recursive: true }));

const write = (name: string, text: string): Promise<void> => writeFile(path.join(home, name), text);
const unused = {} as pg.Pool;

describe.each(['', 'null', '{"anchor": "20', '[1', '"text"', '7'])('a home whose file holds %j', (text) => {
  it('refuses the secrets by name instead of making others that no database knows', async () => {
    await write('secrets.json', text);
    await expect(loadSecrets(home)).rejects.toThrow(`${path.join(home, 'secrets.json')} is damaged`);
    expect(await readFile(path.join(home, 'secrets.json'), 'utf8')).toBe(text);
  });

  it('refuses the state by name and says what belongs there', async () => {
    await write('state.json', text);
    await expect(installationState(home, '2026-03-02', false)).rejects.toThrow(
      /state\.json is damaged; expected \{"anchor": "YYYY-MM-DD"/,
    );
  });

  it('refuses the accounts by name', async () => {
    await write('accounts.json', text);
    await expect(ensureAccounts(unused, home, undefined)).rejects.toThrow(/accounts\.json is damaged/);
  });

  it('takes what should name the running store for nothing: a start writes it anew', async () => {
    await write('runtime.json', text);
    expect(await findRunningStore(home)).toBeUndefined();
  });
});

describe('a state that is whole JSON', () => {
  it.each(['{}', '{"anchor": "2026-02-30", "demo": true}', '{"anchor": "2026-03-02", "demo": "yes"}'])(
    'is refused where it says nothing usable: %s',
    async (text) => {
      await write('state.json', text);
      await expect(installationState(home, '2026-03-02', false)).rejects.toThrow('is damaged');
    },
  );

  it('is what the first start decided', async () => {
    await installationState(home, '2026-03-02', true);
    expect(await installationState(home, '2026-05-05', false)).toEqual({ anchor: '2026-03-02', demo: false });
  });
});
