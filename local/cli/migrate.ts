import { parseArgs } from 'node:util';
import { storeHome } from '../home.ts';
import { withStoreDatabase } from '../store-database.ts';
import { runCommand } from './command.ts';

const help = `npm run migrate

Brings the database of this store to the newest schema (database/migrations), each file in a transaction of its own.
It works on the running store, or starts the database by itself. A file that was applied and changed since is an error.

  --help   this text
  KRATOS_HOME   another home than .kratos`;

await runCommand(help, async () => {
  parseArgs({ options: { help: { type: 'boolean' } }, strict: true });
  await withStoreDatabase({ home: storeHome(), log: console.error }, (database) => {
    const { applied } = database;
    for (const name of applied) console.log(`applied ${name}`);
    console.log(applied.length === 0 ? 'the schema is up to date' : `${applied.length} files applied`);
    return Promise.resolve();
  });
});
