import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { CommandError } from '../cli/command.ts';
import { createAccount, generatePassword, type AccountRole } from '../accounts.ts';

/** An account that this installation made for whoever tries it; kept in `accounts.json`. */
export interface DemoAccount {
  readonly role: AccountRole;
  /** What it is for, in a few words. */
  readonly label: string;
  readonly email: string;
  readonly password: string;
}

interface Wanted {
  readonly role: AccountRole;
  readonly label: string;
  readonly email: string;
  readonly name: string;
  readonly publisher?: string;
}

const operator: Wanted = {
  role: 'operator',
  label: 'Operator: runs and every forecast',
  email: 'operator@kratos.example',
  name: 'Olive Operator',
};

function demoAccounts(publisher: string): Wanted[] {
  return [
    {
      role: 'shopper',
      label: 'Shopper: browse and buy',
      email: 'shopper@kratos.example',
      name: 'Sam Shopper',
    },
    {
      role: 'publisher',
      label: `Publisher: the forecasts of ${publisher}`,
      email: 'publisher@kratos.example',
      name: 'Paula Publisher',
      publisher,
    },
    operator,
  ];
}

/**
 * The accounts of this installation, made on its first start. They are in the file before they are in the database,
 * so that a start that was cut off leaves no account whose password nobody knows.
 *
 * @param publisher name of the demo publisher; undefined = a store without demo data, which gets an operator only.
 */
export async function ensureAccounts(
  pool: pg.Pool,
  home: string,
  publisher: string | undefined,
): Promise<DemoAccount[]> {
  const file = path.join(home, 'accounts.json');
  const wanted = publisher === undefined ? [operator] : demoAccounts(publisher);
  const known = await readAccounts(file);
  const accounts = wanted.map(({ role, label, email }) => ({
    role,
    label,
    email,
    password: known.find((account) => account.email === email)?.password ?? generatePassword(),
  }));
  if (JSON.stringify(known) !== JSON.stringify(accounts)) {
    await writeFile(`${file}.new`, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
    await chmod(`${file}.new`, 0o600);
    await rename(`${file}.new`, file);
  }
  const { rows } = await pool.query<{ email: string }>('SELECT email FROM users WHERE email = ANY ($1)', [
    accounts.map((account) => account.email),
  ]);
  const present = new Set(rows.map((row) => row.email));
  for (const [index, account] of accounts.entries()) {
    if (!present.has(account.email))
      await createAccount(pool, { ...wanted[index]!, password: account.password });
  }
  return accounts;
}

async function readAccounts(file: string): Promise<DemoAccount[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  try {
    const value = JSON.parse(text) as unknown;
    if (Array.isArray(value)) return value as DemoAccount[];
  } catch {
    // Told below.
  }
  throw new CommandError(
    `${file} is damaged. It holds the passwords of the demo accounts: put it back, or move the whole folder away to start anew.`,
  );
}
