import type pg from 'pg';
import { startOfDay, type EpochDay } from '../../../domain/days.ts';
import { HISTORY_DAYS, STORE_DAYS, type DemoGame } from '../games.ts';
import { Random } from '../random.ts';
import { reviewText } from '../words.ts';
import type { GameIds } from './catalogue.ts';
import { SHOPPERS, shopperId } from './shoppers.ts';

/** Of a game with an ordinary level, about this many a year. */
const REVIEWS_A_YEAR = 45;

/**
 * Reviews of the days from `from` up to, and without, `to`, each day from its own stream. One shopper reviews a game
 * once; a second one of the same shopper is left out.
 */
export async function loadReviews(
  db: pg.ClientBase,
  games: readonly DemoGame[],
  ids: GameIds,
  seed: number,
  from: EpochDay,
  to: EpochDay,
): Promise<void> {
  const rows = {
    game: [] as number[],
    user: [] as string[],
    positive: [] as boolean[],
    body: [] as string[],
    at: [] as string[],
  };
  games.forEach((game, i) => {
    const rate = (REVIEWS_A_YEAR / 365) * Math.min(8, Math.sqrt(game.process.level / 8));
    const end = Math.min(to, game.saleEnd ?? to);
    for (let day = Math.max(from, game.releaseDay + 1); day < end; day++) {
      const random = new Random(seed, 'reviews', game.index, day);
      const launch = 1 + 6 * Math.exp(-(day - game.releaseDay) / 20);
      for (let n = random.poisson(rate * launch); n > 0; n--) {
        const positive = random.chance(game.process.liking);
        rows.game.push(ids[i]!);
        rows.user.push(shopperId(Math.floor(random.next() * SHOPPERS)));
        rows.positive.push(positive);
        rows.body.push(reviewText(positive, random));
        rows.at.push(new Date(startOfDay(day).getTime() + random.integer(0, 86_399) * 1000).toISOString());
      }
    }
  });
  await db.query(
    `INSERT INTO reviews (game_id, user_id, positive, body, created_at, recorded_at)
     SELECT game_id, user_id, positive, body, at, at
       FROM unnest($1::integer[], $2::text[], $3::boolean[], $4::text[], $5::timestamptz[])
         AS r(game_id, user_id, positive, body, at)
     ON CONFLICT DO NOTHING`,
    [rows.game, rows.user, rows.positive, rows.body, rows.at],
  );
}

/** The first day that demo reviews are written on. */
export function firstReviewDay(anchor: EpochDay): EpochDay {
  return anchor - HISTORY_DAYS - STORE_DAYS;
}
