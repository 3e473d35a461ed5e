import { parseArgs } from 'node:util';
import pg from 'pg';
import { createAccount, generatePassword, type AccountRole } from '../accounts.ts';
import { surviveLostConnections } from '../../database/lost-connections.ts';
import { storeHome } from '../home.ts';
import { withStoreDatabase } from '../store-database.ts';
import { CommandError, runCommand } from './command.ts';

const help = `npm run account -- --email E --role shopper|publisher|operator [--publisher NAME] [--name NAME]

Makes an account that can sign in, beside a running store or without one, and prints its generated password. For an
address that has an account already it sets the role and a new password, and ends other memberships and every session.

  --email E          address to sign in with
  --role R           shopper (buys), publisher (reads the forecasts of its games) or operator (starts and watches runs)
  --publisher NAME   of which publisher a member; needed with --role publisher, exactly as the catalogue writes it
  --name NAME        shown in the shop; default: the part of the address before the @
  --help             this text`;

const roles: readonly string[] = ['shopper', 'publisher', 'operator'];

function readArguments() {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      role: { type: 'string' },
      publisher: { type: 'string' },
      name: { type: 'string' },
    },
  });
  const { email = '', role = '', publisher } = values;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) || email.length > 320) {
    throw new CommandError(`--email "${email}": expected an address such as ada@example.com`, 2);
  }
  if (!roles.includes(role)) throw new CommandError(`--role "${role}": expected ${roles.join(', ')}`, 2);
  if ((role === 'publisher') !== (publisher !== undefined)) {
    throw new CommandError('--publisher NAME belongs to --role publisher, and each needs the other', 2);
  }
  const name = values.name ?? email.slice(0, email.indexOf('@'));
  if (name.length < 1 || name.length > 200) throw new CommandError('--name: expected 1 to 200 characters', 2);
  return { email, role: role as AccountRole, name, ...(publisher === undefined ? {} : { publisher }) };
}

async function publisherNames(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM publishers ORDER BY name LIMIT 20');
  return rows.length === 0
    ? 'the store has none yet; import a catalogue first'
    : `such as ${rows.map((row) => row.name).join(', ')}`;
}

await runCommand(help, async () => {
  const account = { ...readArguments(), password: generatePassword() };
  await withStoreDatabase({ home: storeHome(), log: console.error }, async (database) => {
    const pool = surviveLostConnections(new pg.Pool({ connectionString: database.url(), max: 1 }));
    try {
      if (account.publisher !== undefined) {
        const known = await pool.query('SELECT 1 FROM publishers WHERE name = $1', [account.publisher]);
        if (known.rowCount === 0) {
          throw new CommandError(
            `there is no publisher "${account.publisher}": ${await publisherNames(pool)}`,
          );
        }
      }
      await createAccount(pool, account);
      console.log(`${account.role} ${account.email.toLowerCase()}\npassword ${account.password}`);
    } finally {
      await pool.end();
    }
  });
});
