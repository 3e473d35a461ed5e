import { parseArgs } from 'node:util';
import pg from 'pg';
import { surviveLostConnections } from '../../database/lost-connections.ts';
import { storeHome } from '../home.ts';
import { goBack, list, show, type ModelsConnection } from '../models/commands.ts';
import { withPipeline } from '../pipeline/connection.ts';
import { terminalProgress } from '../pipeline/terminal-progress.ts';
import { CommandError, runCommand } from './command.ts';

const help = `npm run models -- list
npm run models -- show ID
npm run models -- roll-back [ID]

Shows the forecast's models and why each was promoted or refused, or serves an older one again and forecasts the newest
run by it. Works beside a running store, and without one.

  list              the newest models and the champion, and which of them this version cannot serve
  show ID           what a model was made of, and its scores on held-out days
  roll-back [ID]    makes that model the champion; without an ID the newest before the champion that can be served
  --help            shows this

Example: npm run models -- roll-back`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const works = new Map<string, (store: ModelsConnection, id?: string) => Promise<void>>([
  ['list', list],
  ['show', show],
  ['roll-back', goBack],
]);

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [command = 'list', id, ...more] = positionals;
  const tooMany = command === 'list' ? id : more[0];
  if (tooMany !== undefined) throw new CommandError(`"${tooMany}" is one argument too many\nSee --help.`, 2);
  const work = works.get(command);
  if (!work) throw new CommandError(`"${command}": expected list, show or roll-back\nSee --help.`, 2);
  if (command === 'show' && id === undefined) throw new CommandError('show: which model?\nSee --help.', 2);
  await withPipeline(
    storeHome(),
    (line) => process.stderr.write(`${line}\n`),
    async (connection) => {
      const pool = surviveLostConnections(new pg.Pool({ connectionString: connection.databaseUrl, max: 1 }));
      try {
        await work({ ...connection, pool, say, progress: terminalProgress(process.stdout) }, id);
      } finally {
        await pool.end();
      }
    },
  );
}

await runCommand(help, main);
