/** The instant at which the catalogue's bench looks at the store. */
export const catalogueInstant = '2026-03-10T12:00:00Z';

const nouns =
  'dragon knight shadow empire storm forest castle island river crown legend machine garden ocean tower winter summer harbor lantern valley comet signal puzzle racer pilot hunter witch robot planet temple desert mountain voyage kingdom circus engine canyon mirror phantom oracle';
const kinds =
  'tactics chronicles adventures simulator arena odyssey defense heroes quest stories origins remastered manager tycoon survival rising returns legacy deluxe zero';

/** A noun by a hash, the first ones far more often than the last, as words in titles are. */
const word = (list: string, seed: string): string => {
  const words = list.split(' ');
  const place = `(${words.length} * power((hashint4(${seed}) & 65535) / 65536.0, 2))::int`;
  return `(ARRAY['${words.join("','")}'])[1 + least(${place}, ${words.length - 1})]`;
};

/** A word that hardly another title has, of five syllables by one hash of the game's id. */
const rareWord = [
  'ka ro mi ten zu lor vex dan',
  'shi or ne va lu gar ti bo',
  'ra do me fin sol ux ily ann',
  'th k rin s vo dar m el',
  'a e is on um ar en il',
]
  .map((list, n) => `(ARRAY['${list.split(' ').join("','")}'])[1 + ((hashint4(n) >> ${3 * n}) & 7)]`)
  .join(' || ');

/**
 * Statements that fill a migrated, empty store with `games` games, the same each time: titles of common words, one to
 * three prices each with some of them still to come, and discounts of which about one game in twelve has a running one.
 */
export function catalogueRows(games: number): string[] {
  const series = `generate_series(1, ${games}) n`;
  const at = `timestamptz '${catalogueInstant}'`;
  return [
    `INSERT INTO publishers (name, slug) SELECT 'Publisher ' || n, 'publisher-' || n FROM generate_series(1, 300) n`,
    `INSERT INTO genres (name, slug) SELECT 'Genre ' || n, 'genre_' || n FROM generate_series(1, 20) n`,
    `INSERT INTO categories (name, slug) SELECT 'Category ' || n, 'category-' || n FROM generate_series(1, 12) n`,
    `INSERT INTO platforms (name, slug) SELECT 'Platform ' || n, 'platform-' || n FROM generate_series(1, 3) n`,
    `INSERT INTO games (publisher_id, slug, title, summary, release_date, cover_key, pre_order)
     SELECT 1 + n % 300, 'game-' || n,
            initcap(${word(nouns, 'n * 3')} || ' ' || ${word(nouns, 'n * 3 + 1')} || ' ' || ${word(kinds, 'n * 3 + 2')}) ||
              CASE n % 3 WHEN 0 THEN ' ' || n % 97 WHEN 1 THEN ' ' || initcap(${rareWord}) ELSE '' END,
            repeat('A quiet walk through snow. ', 4),
            CASE WHEN n % 50 = 0 THEN NULL ELSE ${at}::date + 60 - n % 4000 END, 'covers/game-' || n || '.svg', n % 7 = 0
       FROM ${series}`,
    `INSERT INTO game_genres SELECT n, 1 + (n + k * 7) % 20 FROM ${series}, generate_series(0, 2) k`,
    `INSERT INTO game_categories SELECT n, 1 + (n + k * 5) % 12 FROM ${series}, generate_series(0, 1) k`,
    `INSERT INTO game_platforms SELECT n, 1 + k FROM ${series}, generate_series(0, n % 3) k`,
    `INSERT INTO price_points (game_id, currency, amount_minor, valid_from)
     SELECT n, 'USD', CASE WHEN n % 20 = 0 THEN 0 ELSE 99 + 100 * ((hashint4(n) & 1023) % 60) + k END,
            ${at} - interval '900 days' + k * interval '480 days'
       FROM ${series}, generate_series(0, n % 3) k WHERE n % 33 <> 0`,
    // Two that have ended, and for one game in six one that runs or is to come.
    `INSERT INTO discounts (game_id, percent, starts_at, ends_at)
     SELECT n, 10 + 5 * (n % 15), ${at} + days * interval '1 day', ${at} + (days + 14) * interval '1 day'
       FROM ${series}, LATERAL (VALUES (-190 - n % 40), (-90 - n % 40), (n % 28 - 13)) d (days)
      WHERE n % 20 <> 0 AND (days < -14 OR n % 6 = 0)`,
    `UPDATE game_stats SET units_30_days = (hashint4(game_id * 5) & 65535) % 3000`,
    'ANALYZE',
  ];
}
