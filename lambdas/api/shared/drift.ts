import { z } from '@hono/zod-openapi';
import { driftBands } from '../../../forecasting/backtest/drift.ts';
import { dateSchema } from './schemas.ts';

/** A mark that is still open: three scored days running were further from the forecast than its test had been. */
export const driftSchema = z
  .object({
    of: z.enum(['game', 'champion']).openapi({
      description: 'game: the forecasts of this game; champion: those of all games, by their median.',
    }),
    days: z
      .object({ from: z.int(), to: z.int() })
      .openapi({ description: 'How many days ahead the forecasts had looked.' }),
    since: dateSchema.openapi({ description: 'The first of these days.' }),
    note: z.string().openapi({ description: 'The same as a sentence.' }),
  })
  .openapi('Drift');
export type Drift = z.infer<typeof driftSchema>;

/** A mark as `marksSql` answers it. */
export interface MarkRow {
  /** null = the champion. */
  readonly gameId: number | null;
  /** Place in `driftBands`, from 1. */
  readonly band: number;
  readonly since: string;
}

/** Open marks as JSON, a game's own before the champion's. @param whose a condition on `d.game_id` */
export function marksSql(whose: string): string {
  return `(SELECT coalesce(json_agg(json_build_object('gameId', d.game_id, 'band', d.horizon_band, 'since', d.since)
                             ORDER BY d.game_id, d.horizon_band), '[]')
             FROM drift_marks d WHERE d.cleared_on IS NULL AND ${whose})`;
}

export function tellDrift({ gameId, band, since }: MarkRow): Drift {
  const days = driftBands[band - 1];
  if (!days) throw new Error(`a drift mark has the horizon band ${band}, expected 1 to ${driftBands.length}`);
  const { name: ahead, from, to } = days;
  return {
    of: gameId === null ? 'champion' : 'game',
    days: { from, to },
    since,
    note:
      gameId === null
        ? `Since ${since} the model's forecasts of ${ahead} have been further off, over all games, than when it was tested; it is trained anew once for that.`
        : `Since ${since} this game's forecasts of ${ahead} have been further off than when they were tested; take these days with care. The model is trained anew once for that, within a week.`,
  };
}
