import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { bucketFolder, mediaBucket, storeHome } from '../home.ts';
import { importCatalogue } from '../import/catalogue.ts';
import { ImportError } from '../import/csv-file.ts';
import type { ImportOptions, ImportOutcome } from '../import/import-run.ts';
import { progressLine } from '../import/progress.ts';
import { importSalesHistory } from '../import/sales-history.ts';
import { withStoreDatabase } from '../store-database.ts';
import { CommandError, runCommand } from './command.ts';
import { localCurrency } from '../currency.ts';
import { surviveLostConnections } from '../../database/lost-connections.ts';

const help = `npm run import -- --catalogue FILE
npm run import -- --sales-history FILE [--source NAME] [--measure units|players]

Takes a CSV file (RFC 4180, UTF-8, gzip accepted) into the store, beside a running store or without one.

  --catalogue FILE       external_id,title,release_date,developers,publishers,genres,tags,languages,list_price
                         and optionally categories; lists joined by |, blank date = unknown, blank price = not for sale
  --sales-history FILE   external_id,date,units,list_price,unit_price; units sold elsewhere or before this store
  --source NAME          who counted (default history): for a game, source and day the newest import counts,
                         sources add up
  --measure M            units (default) or players: players are no sales, so no revenue is derived from them
  --skip-bad-rows        take the good rows; without it a file with a bad row changes nothing
  --help                 this text

Prices are decimals in the store's base currency (${localCurrency}) before tax. Bad rows are listed with
file, line, column, value and reason (the first 50 here, all in a report below KRATOS_HOME/reports).
The same file a second time changes nothing. A history that repeats this store's own sales is refused: at least 7 days
on which the store sold too, 9 of 10 with exactly its units.`;

function report(kind: string, file: string, outcome: ImportOutcome, started: number): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  if (outcome.problems.total > 0) console.error(outcome.problems.describe());
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const line = `${kind} ${path.basename(file)}: ${outcome.message} (${outcome.rows.toLocaleString('en')} rows read in ${seconds} s)`;
  if (outcome.status === 'refused') {
    throw new CommandError(`${line}. Correct the rows, or take the others with --skip-bad-rows.`);
  }
  console.log(line);
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      catalogue: { type: 'string' },
      'sales-history': { type: 'string' },
      source: { type: 'string' },
      measure: { type: 'string' },
      'skip-bad-rows': { type: 'boolean', default: false },
    },
  });
  const { catalogue, 'sales-history': history, source = 'history', measure = 'units' } = values;
  if (catalogue === undefined && history === undefined) {
    throw new CommandError('expected --catalogue FILE or --sales-history FILE; see --help', 2);
  }
  if (measure !== 'units' && measure !== 'players') {
    throw new CommandError(`--measure "${measure}": expected units or players`, 2);
  }
  if (history === undefined && (values.source !== undefined || values.measure !== undefined)) {
    throw new CommandError('--source and --measure belong to --sales-history', 2);
  }
  return { catalogue, history, source, measure, skipBadRows: values['skip-bad-rows'] } as const;
}

/** Objects of the local S3 are plain files, so a cover can be put there whether it runs or not. */
async function putCover(home: string, key: string, svg: string): Promise<void> {
  const file = path.join(bucketFolder(home, mediaBucket), key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.new`, svg);
  await rename(`${file}.new`, file);
}

await runCommand(help, async () => {
  const { catalogue, history, source, measure, skipBadRows } = readArguments();
  const home = storeHome();
  await withStoreDatabase({ home, log: console.error }, async (database) => {
    const pool = surviveLostConnections(new pg.Pool({ connectionString: database.url(), max: 2 }));
    const common = {
      pool,
      now: new Date(),
      reports: path.join(home, 'reports'),
      skipBadRows,
      currency: localCurrency,
    } satisfies Omit<ImportOptions, 'file'>;
    try {
      if (catalogue !== undefined) {
        const started = Date.now();
        const put = (key: string, svg: string): Promise<void> => putCover(home, key, svg);
        report(
          'catalogue',
          catalogue,
          await importCatalogue({ ...common, file: catalogue, putCover: put }),
          started,
        );
      }
      if (history !== undefined) {
        const started = Date.now();
        const progress = progressLine(path.basename(history), process.stderr, Date.now);
        const outcome = await importSalesHistory({ ...common, file: history, source, measure, progress });
        report('sales history', history, outcome, started);
      }
      await pool.query('ANALYZE');
    } catch (error) {
      throw error instanceof ImportError ? new CommandError(error.message) : error;
    } finally {
      await pool.end();
    }
  });
});
