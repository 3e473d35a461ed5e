import vm from 'node:vm';
import type { FunctionName, StateMachineName } from '../../lambdas/functions.ts';

/** What a function answers; `fails` = it throws. */
type Scripted = { readonly answers: unknown } | { readonly fails: string };

export interface Scenario {
  /** Letters only: it is also the run's id, by which the functions know which scenario they are in. */
  readonly id: string;
  readonly story: string;
  readonly machine: StateMachineName;
  readonly input: unknown;
  /** What differs from {@link usual}. */
  readonly script?: Partial<Record<FunctionName, Scripted>>;
}

/** Answers of a night on which all is well. */
const usual: Partial<Record<FunctionName, Scripted>> = {
  'extract-sales': { answers: { state: 'done', starts: 1 } },
  'list-games': { answers: { games: 4, batches: ['a', 'b', 'c'] } },
  'transform-games': { answers: { failed: 0 } },
  'check-quality': { answers: {} },
  'publish-run': {
    answers: { published: true, manifestKey: 'manifest', games: 4, failed: 0, failedGames: [] },
  },
  'start-forecast': { answers: { started: [] } },
  'clean-up': { answers: {} },
  'prepare-panel': { answers: { learnable: 3 } },
  'train-model': { answers: { done: true, folds: [0, 1] } },
  'promote-model': { answers: { promoted: true } },
  'forecast-games': { answers: { games: 4 } },
  'score-forecasts': { answers: { days: 1, trainingWanted: false } },
};

const published = (failedGames: number[], more: object = {}): Scripted => ({
  answers: {
    published: true,
    manifestKey: 'manifest',
    games: 4,
    failed: failedGames.length,
    failedGames,
    ...more,
  },
});

const night = (id: string, story: string, script: Scenario['script'] = {}): Scenario => ({
  id,
  story,
  machine: 'sales-etl',
  input: { runDate: '2026-01-11' },
  script: {
    'open-run': { answers: { status: 'opened', runId: id, asOf: '2026-01-11' } },
    ...script,
  },
});

const training = (id: string, story: string, script: Scenario['script'] = {}): Scenario => ({
  id,
  story,
  machine: 'train-model',
  input: { runId: id, modelId: `model-${id}` },
  script,
});

const forecast = (id: string, story: string, script: Scenario['script'] = {}): Scenario => ({
  id,
  story,
  machine: 'forecast-sales',
  input: { runId: id, forecastId: `forecast-${id}` },
  script,
});

const fails = (reason: string): Scripted => ({ fails: reason });

export const scenarios: readonly Scenario[] = [
  night('good', 'a night on which all is well'),
  night('partlybroken', 'one game of four is broken', { 'publish-run': published([7]) }),
  night('batchdies', 'a batch dies and its games fail', {
    'transform-games': fails('out of memory'),
    'publish-run': published([7, 8]),
  }),
  night('extractfails', 'the extraction fails', { 'extract-sales': fails('no such table') }),
  night('listfails', 'the list of games fails', { 'list-games': fails('no access') }),
  night('nobatches', 'there is no game at all', { 'list-games': { answers: { games: 0, batches: [] } } }),
  night('qualityfails', 'the check finds the units differ', { 'check-quality': fails('units differ') }),
  night('dryrun', 'a run that moves nothing', { 'publish-run': published([], { published: false }) }),
  night('forecastlost', 'the forecast cannot be started', { 'start-forecast': fails('throttled') }),
  night('cleanupfails', 'the clean-up itself fails', { 'clean-up': fails('no database') }),
  {
    ...night('badinput', 'the input is no day', { 'open-run': fails('runDate: expected a day') }),
    input: { runDate: 'badinput' },
  },
  training('trained', 'a training that is promoted'),
  training('refused', 'a training that is refused', { 'promote-model': { answers: { promoted: false } } }),
  training('nothing', 'nothing to learn from', { 'prepare-panel': { answers: { learnable: 0 } } }),
  training('panelfails', 'the panel cannot be packed', { 'prepare-panel': fails('damaged file') }),
  training('trainingfails', 'the training fails', { 'train-model': fails('not finite') }),
  training('gatefails', 'the gate fails', { 'promote-model': fails('no weights') }),
  forecast('forecast', 'a forecast'),
  forecast('forecastpanel', 'a forecast whose panel fails', { 'prepare-panel': fails('damaged file') }),
  forecast('drift', 'a champion that drifts', { 'score-forecasts': { answers: { trainingWanted: true } } }),
  forecast('forecastfails', 'a forecast that fails', { 'forecast-games': fails('no champion') }),
];

/** The script of all functions, for the environment of each. */
export const script = JSON.stringify(
  Object.fromEntries(scenarios.map(({ id, script: own }) => [id, { ...usual, ...own }])),
);

/** The program of every scripted function: it finds the scenario by its id in the event. */
export const program = `
const script = JSON.parse(process.env.SCRIPT);
exports.handler = async (event) => {
  const text = JSON.stringify(event);
  const id = Object.keys(script).find((one) => new RegExp('"([a-z]+-)?' + one + '"').test(text));
  const scripted = (script[id] || {})[process.env.FUNCTION];
  if (!scripted) throw new Error('nothing is scripted for ' + process.env.FUNCTION + ' in ' + id);
  if (scripted.fails) throw new Error(scripted.fails);
  return scripted.answers;
};
`.trim();

/** The same program on this machine. */
export function scriptedFunction(name: FunctionName): (event: unknown) => Promise<unknown> {
  const exports: { handler?: (event: unknown) => Promise<unknown> } = {};
  vm.runInNewContext(program, { exports, process: { env: { SCRIPT: script, FUNCTION: name } } });
  return exports.handler!;
}
