import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { functions } from '../../lambdas/functions.ts';
import { CommandError } from '../cli/command.ts';
import { DEMO_PUBLISHER } from '../demo/index.ts';
import type { StoreDatabase } from '../store-database.ts';
import { removeRunningStore, writeRunningStore } from '../runtime-file.ts';
import { orAborted } from '../aws/states/environment.ts';
import { startBackend, type Backend } from './backend.ts';
import { ensureAccounts, type DemoAccount } from './demo-accounts.ts';
import { bringDemoUpToDate } from './demo-data.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { prepareHome } from './home-guard.ts';
import { installationState, type InstallationState } from './installation.ts';
import { localRoutes, type LocalSources } from './local-routes.ts';
import { mediaReader } from './media.ts';
import { scheduleNights, systemClock, type Clock } from './nightly-schedule.ts';
import { catchUp, runNight, startNightlyRun, waitingWords, type NightlyParts } from './nightly.ts';
import { countedProgress, machineProgress, showProgress } from './progress.ts';
import { StaticSite } from './static-site.ts';
import type { Terminal } from './terminal.ts';
import { buildWeb } from '../../lambdas/web-build.ts';
import { surviveLostConnections } from '../../database/lost-connections.ts';

const repository = new URL('../..', import.meta.url).pathname;

export interface StoreOptions {
  readonly home: string;
  readonly port: number;
  /** Start without demo data; counts on the first start only. */
  readonly empty: boolean;
  readonly terminal: Terminal;
  /** Gives up the opening: what was started so far ends within two seconds. */
  readonly signal?: AbortSignal;
  /** Default: the system's. */
  readonly clock?: Clock;
}

export interface OpenStore {
  readonly url: string;
  readonly accounts: readonly DemoAccount[];
  readonly state: InstallationState;
  /** Settles when the database ended although nobody asked it to. */
  readonly broken: Promise<void>;
  /** Runs what the last start left to do and shows it; settles when that has ended. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the whole store on this machine. Nothing of it stays running when a part fails. */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const { home, terminal, signal = new AbortController().signal } = options;
  await prepareHome(home);
  const sources: LocalSources = {
    instance: randomUUID(),
    accounts: [],
    pool: undefined,
    logs: undefined,
    status: () => Promise.resolve({ phase: 'opening' }),
  };
  const gateway = await listen(options, sources);
  let backend: Backend | undefined;
  try {
    const { port } = gateway;
    const building = terminal.step(
      'single-page application',
      () => buildWeb(repository, home, signal),
      ({ cached }) => (cached ? 'ready' : 'built'),
    );
    building.catch(() => undefined);
    const furniture: Furniture[] = [];
    backend = await startBackend({
      home,
      baseUrl: gateway.url,
      trustedOrigins: [gateway.url, `http://localhost:${port}`],
      log: (line) => terminal.line(`    ${line}`),
      step: (name, work, describe) => terminal.step(name, work, describe),
      furnish: async (database) => void furniture.push(await furnish(options, database)),
      signal,
    });
    const web = await building;
    return await orAborted(openDoors(options, gateway, backend, sources, furniture[0]!, web), signal);
  } catch (error) {
    await gateway.close(0);
    await backend?.stop();
    throw error;
  }
}

async function listen({ port, terminal }: StoreOptions, sources: LocalSources): Promise<Gateway> {
  try {
    const onError = (error: unknown): void => terminal.line(`    gateway: ${String(error)}`);
    return await startGateway({ port, localRoutes: localRoutes(sources), onError });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new CommandError(
        `Port ${port} is taken by another program. Choose another: PORT=${port + 1} npm start`,
      );
    }
    if (code === 'EACCES')
      throw new CommandError(`Port ${port} needs more rights. Choose another: PORT=3000 npm start`);
    throw error;
  }
}

interface Furniture {
  readonly pool: pg.Pool;
  readonly state: InstallationState;
  readonly accounts: readonly DemoAccount[];
}

/** What stands in the database before the first visitor comes. */
async function furnish(options: StoreOptions, database: StoreDatabase): Promise<Furniture> {
  const { home, terminal, empty, clock = systemClock } = options;
  const now = clock.now();
  const pool = surviveLostConnections(
    new pg.Pool({ connectionString: database.url(), max: 4, application_name: 'kratos-local' }),
  );
  const state = await installationState(home, now.toISOString().slice(0, 10), empty);
  if (state.demo) {
    await terminal.step(
      'demo data',
      () => bringDemoUpToDate(pool, home, state, now),
      (words) => words,
    );
  }
  const accounts = await ensureAccounts(pool, home, state.demo ? DEMO_PUBLISHER : undefined);
  return { pool, state, accounts };
}

async function openDoors(
  options: StoreOptions,
  gateway: Gateway,
  backend: Backend,
  sources: LocalSources,
  { pool, state, accounts }: Furniture,
  web: { readonly dir: string },
): Promise<OpenStore> {
  const { home, terminal } = options;
  const { aws, database, host } = backend;
  const doors = Object.entries(functions).flatMap(([name, entry]) => ('routes' in entry ? [name] : []));
  await terminal.step('functions warm', () => host.warm(doors));
  gateway.open({
    functions,
    invoke: (name, event, invocation) => host.invoke(name, event, invocation),
    site: await StaticSite.load(web.dir),
    media: mediaReader(home),
  });
  await writeRunningStore(home, {
    pid: process.pid,
    port: gateway.port,
    postgres: { port: database.port },
    endpoints: aws.endpoints,
  });
  Object.assign(sources, { accounts, pool, logs: backend.logs });
  sources.status = async () => ({
    phase: 'open',
    machines: machineProgress(aws.states),
    ...(await countedProgress(pool)),
  });
  const log = (line: string): void => terminal.line(`    ${line}`);
  const nightly: NightlyParts = {
    pool,
    startRun: (runDate) => startNightlyRun(aws.states, runDate),
    startForecast: async (request) => (await host.invoke('start-forecast', request)).ok,
  };
  const addDemoDays = state.demo
    ? (now: Date): Promise<string> => bringDemoUpToDate(pool, home, state, now)
    : undefined;
  const { clock = systemClock } = options;
  const stopSchedule = scheduleNights({
    clock,
    night: (now) => runNight(nightly, now, { addDemoDays, log }),
    onError: (error) => log(`the nightly run could not start: ${String(error)}`),
  });
  const closing = new AbortController();
  return {
    url: gateway.url,
    accounts,
    state,
    broken: database.ended,
    catchUp: async () => {
      const now = clock.now();
      const outcome = await catchUp(nightly, now);
      if (outcome === 'waiting') log(waitingWords(now.toISOString().slice(0, 10)));
      if (outcome !== 'started') return;
      await showProgress(pool, aws.states, terminal, closing.signal);
    },
    close: async () => {
      closing.abort();
      stopSchedule();
      await removeRunningStore(home);
      await gateway.close();
      await pool.end();
      await backend.stop();
    },
  };
}
