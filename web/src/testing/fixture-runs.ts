import type { RunDetail, RunState } from '../shared/api/contract.ts';

const STATES: readonly (readonly [string, string, number])[] = [
  ['OpenRun', 'Task', 0.4],
  ['ExtractSales', 'Task', 3.1],
  ['WaitForExtract', 'Wait', 2],
  ['IsExtracted', 'Choice', 0],
  ['ListGames', 'Task', 0.7],
  ['TransformGames', 'Map', 9.4],
  ['CheckQuality', 'Task', 0.6],
  ['PublishRun', 'Task', 1.8],
  ['StartForecast', 'Task', 0.3],
  ['CleanUp', 'Task', 0.2],
  ['Done', 'Succeed', 0],
];

const EDGES: RunDetail['edges'] = [
  { from: 'OpenRun', to: 'ExtractSales' },
  { from: 'ExtractSales', to: 'WaitForExtract' },
  { from: 'WaitForExtract', to: 'IsExtracted' },
  { from: 'IsExtracted', to: 'WaitForExtract', label: 'not yet' },
  { from: 'IsExtracted', to: 'ListGames', label: 'done' },
  { from: 'ListGames', to: 'TransformGames' },
  { from: 'TransformGames', to: 'CheckQuality' },
  { from: 'CheckQuality', to: 'PublishRun' },
  { from: 'PublishRun', to: 'StartForecast' },
  { from: 'StartForecast', to: 'CleanUp' },
  { from: 'CleanUp', to: 'Done' },
  { from: 'CleanUp', to: 'Failed', label: 'games failed' },
];

/** A run of the pipeline, `reached` states far; with `failed` it ends red and names the games. */
export function runOf(id: string, runDate: string, reached: number, failed: boolean): RunDetail {
  const started = Date.parse(`${runDate}T02:00:00.000Z`);
  let at = started;
  const states: RunState[] = STATES.map(([name, type, seconds], index) => {
    const enteredAt = index <= reached ? new Date(at).toISOString() : null;
    at += seconds * 1000;
    const status =
      index < reached
        ? 'succeeded'
        : index === reached && reached < STATES.length - 1
          ? 'running'
          : index > reached
            ? 'waiting'
            : 'succeeded';
    const last = failed && index === STATES.length - 1;
    return {
      name: last ? 'Failed' : name,
      type: last ? 'Fail' : type,
      status: last ? 'failed' : status,
      enteredAt,
      exitedAt: index < reached ? new Date(at).toISOString() : null,
      attempts: index <= reached ? (name === 'ListGames' ? 2 : 1) : 0,
      ...(type === 'Map'
        ? { counts: { done: index < reached ? 8 : 5, total: 8, failed: failed ? 1 : 0 } }
        : {}),
      error: last ? { error: 'GamesFailed', cause: '1 game failed: 17' } : null,
    };
  });
  const done = reached >= STATES.length - 1;
  return {
    id,
    executionArn: `arn:aws:states:us-east-1:000000000000:execution:sales-etl:${id}`,
    runDate,
    asOf: runDate,
    status: done ? (failed ? 'failed' : 'succeeded') : 'running',
    dryRun: false,
    gameIds: null,
    baseRunId: null,
    startedAt: new Date(started).toISOString(),
    finishedAt: done ? new Date(at).toISOString() : null,
    published: done,
    counts: {
      games: 96,
      written: failed ? 88 : 89,
      noSales: 7,
      failed: failed ? 1 : 0,
      carried: 0,
      rows: 71_204,
      units: 1_482_911,
    },
    error: failed && done ? { error: 'GamesFailed', cause: '1 game failed: 17' } : null,
    states,
    edges: EDGES,
    failedGames: failed
      ? [{ gameId: 17, title: 'Signal & Snow', reason: 'Unknown review label "Fine"' }]
      : [],
    gamesTotal: 96,
  };
}
