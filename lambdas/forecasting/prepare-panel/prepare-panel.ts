import { dayOf } from '../../../domain/days.ts';
import type { DataApi } from '../../../database/data-api.ts';
import { json } from '../../../database/data-api-values.ts';
import {
  defaultConfig,
  newestFoldOrigin,
  packPanel,
  panelBefore,
  panelFromSalesData,
  sha256,
  trainableGames,
  type Panel,
  type SalesDataFile,
} from '../../../forecasting/index.ts';
import { manifestSchema, type Manifest } from '../../pipeline/shared/manifest.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { panelKeys } from '../shared/keys.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { panelDescriptionSchema, type PanelDescription } from '../shared/panel-store.ts';

/** Files fetched at once. */
const CONCURRENCY = 12;

/**
 * Packs the files of one run, found by its manifest, into one panel beside the run. Done once a run: a repeat finds
 * the panel made of the same files and returns it.
 */
export async function preparePanel(
  { db, store }: { db: Pick<DataApi, 'sql'>; store: ObjectStore },
  runId: string,
): Promise<PanelDescription> {
  const manifest = await store.readJson(panelKeys.manifest(runId), manifestSchema);
  const sources = Object.fromEntries(
    manifest.games.flatMap((game) => (game.sha256 === null ? [] : [[String(game.game_id), game.sha256]])),
  );
  const known = await store.findJson(panelKeys.description(runId), panelDescriptionSchema);
  if (known && JSON.stringify(known.sources) === JSON.stringify(sources)) return known;

  const files = await readFiles(store, manifest, await releaseDates(db, manifest));
  const panel = panelFromSalesData(dayOf(manifest.as_of), files);
  const bytes = packPanel(panel);
  const description: PanelDescription = {
    format: 1,
    runId,
    asOf: manifest.as_of,
    dataHash: sha256(bytes),
    games: panel.games.length,
    days: panel.days,
    learnable: learnableGames(panel),
    sources,
  };
  await store.write(panelKeys.panel(runId), bytes);
  await store.writeJson(panelKeys.description(runId), description);
  return description;
}

/**
 * Games that the networks of the held-out fold can learn from. Without a fold nothing would ever compare a model with
 * the baselines, so there is nothing worth training.
 */
function learnableGames(panel: Panel): number {
  const origin = newestFoldOrigin(panel, defaultConfig.horizon);
  return origin === null ? 0 : trainableGames(panelBefore(panel, origin), defaultConfig);
}

/** In the manifest's order, so that the same run gives the same bytes. */
async function readFiles(
  store: ObjectStore,
  manifest: Manifest,
  releases: ReadonlyMap<number, string>,
): Promise<SalesDataFile[]> {
  const texts = new Map<number, string>();
  await inParallel(manifest.games, CONCURRENCY, async ({ game_id: gameId, key }) => {
    if (key !== null) texts.set(gameId, await store.readText(key));
  });
  return manifest.games.map((game) => {
    const release = releases.get(game.game_id);
    return {
      id: String(game.game_id),
      csv: texts.get(game.game_id) ?? null,
      ...(release === undefined ? {} : { releaseDay: dayOf(release) }),
    };
  });
}

/**
 * Of the games whose files hold no row that could tell it: unreleased ones above all. The manifest says what the run
 * found, so that the panel stays the same when a date is changed; only a manifest of old leaves it to the games.
 */
async function releaseDates(db: Pick<DataApi, 'sql'>, manifest: Manifest): Promise<Map<number, string>> {
  const dates = new Map<number, string>();
  const silent: number[] = [];
  for (const { game_id: gameId, rows, release_date: release } of manifest.games) {
    if (rows > 0) continue;
    if (release === undefined) silent.push(gameId);
    else if (release !== null) dates.set(gameId, release);
  }
  for (let at = 0; at < silent.length; at += 5_000) {
    const rows = await db.sql<{ id: number; release: string }>(
      `SELECT id, release_date::text AS release FROM games WHERE release_date IS NOT NULL
          AND id = ANY (ARRAY(SELECT value::integer FROM jsonb_array_elements_text(:ids)))`,
      { ids: json(silent.slice(at, at + 5_000)) },
    );
    for (const row of rows) dates.set(row.id, row.release);
  }
  return dates;
}
