import { parseArgs } from 'node:util';
import { nodeVersionProblem } from './ensure-install.mjs';
import { CommandError, runCommand } from './cli/command.ts';
import { storeHome } from './home.ts';
import { chosenPort } from './runtime/home-guard.ts';
import { openStore, type OpenStore } from './runtime/store.ts';
import { seconds, Terminal } from './runtime/terminal.ts';

const help = `npm start -- [--empty]

Opens the whole store on this machine, at http://127.0.0.1:3000, and then runs the nightly run, the training and the
forecast. The first start makes demo data; a later one resumes what is there. Ctrl-C closes it.

  --empty   the first start makes no demo data, only an operator
  --help    shows this

  PORT=3100          another port
  KRATOS_HOME=DIR    another home: database, objects, secrets, everything (default: .kratos in the checkout)`;

const terminal = new Terminal();

async function main(): Promise<void> {
  const problem = nodeVersionProblem(process.version);
  if (problem !== undefined) throw new CommandError(problem);
  const { values } = parseArgs({ options: { empty: { type: 'boolean' } } });
  const home = storeHome();
  const started = performance.now();
  const port = chosenPort(process.env);
  const empty = values.empty ?? false;
  const giveUp = new AbortController();
  const { asked, opened } = closeOnSignal(giveUp);
  const store = await openStore({ home, port, empty, terminal, signal: giveUp.signal }).catch(
    (error: unknown) => {
      throw giveUp.signal.aborted ? new CommandError('Stopped before the store was open.', 130) : error;
    },
  );
  opened();
  terminal.line(lastBlock(store, empty, performance.now() - started));
  const catchingUp = store.catchUp().catch((error: unknown) => {
    terminal.line(
      `  ✗ the nightly run could not start: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const broken = store.broken.then(() => 'broken' as const);
  const reason = await Promise.race([asked, broken]);
  if (reason === 'broken') {
    await store.close();
    throw new CommandError(
      'The database ended unexpectedly, so the store closed. Its log stands above; start again.',
    );
  }
  terminal.line('Closing …');
  await store.close();
  await catchingUp;
}

/** A start that is given up ends at the latest after so long, whatever it was at. */
const GIVING_UP_MS = 2_500;

/**
 * Waits for Ctrl-C, SIGTERM, or the end of npm, which started this. Before `opened` is called the opening is given up;
 * afterwards `asked` settles. A second Ctrl-C does not wait.
 */
function closeOnSignal(giveUp: AbortController): { asked: Promise<'signal'>; opened: () => void } {
  let open = false;
  const asked = new Promise<'signal'>((resolve) => {
    let before = false;
    const ask = (): void => {
      if (before) process.exit(130);
      before = true;
      clearInterval(watch);
      if (open) return resolve('signal');
      setTimeout(() => process.exit(130), GIVING_UP_MS).unref();
      giveUp.abort();
    };
    process.on('SIGINT', ask);
    process.on('SIGTERM', ask);
    process.on('SIGHUP', ask);
    // The reader of a pipe (`| head`) has gone. After a closed terminal's SIGHUP this must not count as a second Ctrl-C.
    process.stdout.on('error', () => {
      if (!before) ask();
    });
    const parent = process.ppid;
    const startedByNpm = process.env.npm_lifecycle_event !== undefined;
    const watch = setInterval(() => {
      if (startedByNpm && process.ppid !== parent && !before) ask();
    }, 1_000);
    watch.unref();
  });
  return { asked, opened: () => (open = true) };
}

function lastBlock({ url, accounts, state }: OpenStore, empty: boolean, milliseconds: number): string {
  const width = Math.max(...accounts.map((account) => account.email.length));
  const lines = [
    '',
    `${terminal.bold('The store is open:')} ${url}  ${terminal.dim(`(${seconds(milliseconds)})`)}`,
    '',
    ...accounts.map(
      ({ role, email, password }) =>
        `  ${role.padEnd(10)} ${email.padEnd(width)}  ${terminal.bold(password)}`,
    ),
    '',
    ...(state.demo ? demoIdeas(url) : emptyIdeas(url)),
    '',
  ];
  if (empty && state.demo) {
    lines.push(
      'This home already holds the demo store. For an empty one choose another: KRATOS_HOME=… npm start -- --empty',
    );
  }
  if (!empty && !state.demo) {
    lines.push(
      'This home was started with --empty. For the demo store choose another: KRATOS_HOME=… npm start',
    );
  }
  return lines.join('\n');
}

function demoIdeas(url: string): string[] {
  return [
    'Three things to try:',
    `  1. As the shopper: buy a game at ${url}/games and find it in your games.`,
    `  2. As the publisher: read what the next 60 days look like at ${url}/publisher.`,
    `  3. As the operator: watch the nightly run and the training at ${url}/operator.`,
  ];
}

function emptyIdeas(url: string): string[] {
  return [
    'Three things to try, in another terminal:',
    '  1. npm run import -- --catalogue FILE',
    '  2. npm run import -- --sales-history FILE',
    `  3. npm run pipeline -- --as-of DAY, then, as the operator, ${url}/operator`,
  ];
}

await runCommand(help, main);
process.exit();
