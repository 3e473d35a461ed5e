import { createHash } from 'node:crypto';
import { dayOf, formatDay, type EpochDay } from '../../../domain/days.ts';
import { reviewLabel } from '../../../domain/reviews/labels.ts';
import { buildSeries, type GameFacts, type SeriesDay } from '../../../domain/sales/game-series.ts';
import { writeSeriesFile } from '../../../domain/sales/series-file.ts';
import type { BatchGame } from '../shared/batch.ts';
import type { GameOutcome } from './statuses.ts';

export interface GameWork {
  readonly game: BatchGame;
  readonly facts: Omit<GameFacts, 'releaseDay' | 'preOrder'>;
  readonly asOf: EpochDay;
  readonly genres: readonly string[];
  readonly currencyDigits: number;
  readonly key: string;
  readonly measure: 'units' | 'players';
}

export interface GameFile {
  readonly outcome: GameOutcome;
  /** null = the game failed: nothing is written, its last good file stays. */
  readonly text: string | null;
}

/** One game's file and how it ended; no data of a game makes this throw for another. */
export function makeGameFile(work: GameWork): GameFile {
  const { game, asOf } = work;
  const facts: GameFacts = {
    ...work.facts,
    releaseDay: game.releaseDate === null ? null : dayOf(game.releaseDate),
    preOrder: game.preOrder,
  };
  const series = buildSeries(facts, asOf, (totals) => reviewLabel(totals.positive, totals.count));
  if (!series.ok) return { outcome: failedGame(game.gameId, series.problem), text: null };

  const file = writeSeriesFile(series.days, {
    title: game.title,
    allGenres: work.genres,
    ownGenres: game.genres,
    currencyDigits: work.currencyDigits,
  });
  return {
    text: file.text,
    outcome: {
      game_id: game.gameId,
      status: file.units > 0 ? 'written' : 'no_sales',
      reason: shortfalls(game, series.days, file.units),
      object_key: work.key,
      rows: file.rows,
      units: file.units,
      sha256: createHash('sha256').update(file.text).digest('hex'),
      first_date: series.days[0] ? formatDay(series.days[0].day) : null,
      last_date: series.days.length > 0 ? formatDay(asOf - 1) : null,
      measure: work.measure,
    },
  };
}

export function failedGame(gameId: number, reason: string): GameOutcome {
  return {
    game_id: gameId,
    status: 'failed',
    reason,
    object_key: null,
    rows: 0,
    units: 0,
    sha256: null,
    first_date: null,
    last_date: null,
    measure: 'units',
  };
}

/** Why a file is shorter or emptier than one would expect; null = it is not. */
function shortfalls(game: BatchGame, days: readonly SeriesDay[], units: number): string | null {
  const onSale = days.find((day) => day.observed);
  const reasons = [
    ...(units > 0
      ? []
      : [onSale ? `no units sold since ${formatDay(onSale.day)}` : 'never on sale before this run']),
    ...(days.length > 0 ? [] : ['no day to write']),
    ...(game.releaseDate === null ? ['no release date'] : []),
    ...(game.hasCategory ? [] : ['no category']),
  ];
  return reasons.length > 0 ? reasons.join('; ') : null;
}
