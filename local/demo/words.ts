import type { DemoGame } from './games.ts';
import type { Random } from './random.ts';

const GENRE_LINES: Readonly<Record<string, string>> = {
  Action: 'Fast hands help, but reading the room helps more.',
  Adventure: 'Explore at your own pace; every corner has been somebody’s whole week of work.',
  RPG: 'Your choices follow you, and so do the people they hurt.',
  Strategy: 'Plans survive contact with the enemy here, if they are good ones.',
  Simulation: 'Systems run on when you look away, and they remember what you did.',
  Puzzle: 'No timers, no hints you did not ask for, and a quiet click when it all fits.',
  Racing: 'Tuned for pads and wheels alike, with assists that teach instead of taking over.',
  Sports: 'Easy to pick up for an evening, deep enough for a season.',
  Horror: 'Best played late, with headphones and the door closed.',
  Platformer: 'Tight controls, generous checkpoints and secrets that reward a second look.',
  Shooter: 'Every weapon has a use, a sound and a drawback.',
  Indie: 'Made by a small team that answers its own mail.',
};

/** The long text of a game's page. */
export function describeGame(game: DemoGame): string {
  const lines = game.genres.map((genre) => GENRE_LINES[genre] ?? '').filter(Boolean);
  const company = game.categories.includes('Co-op')
    ? 'Bring a friend: all of it can be played together.'
    : '';
  const contest = game.categories.includes('Competitive') ? 'Ranked seasons start every quarter.' : '';
  return [game.summary, [...lines, company, contest].filter(Boolean).join(' '), `${game.publisher}.`].join(
    '\n\n',
  );
}

const PRAISE = [
  'Could not stop until three in the morning.',
  'Exactly what I hoped for, and then some.',
  'The sound alone is worth the price.',
  'Small, focused, finished. More like this, please.',
  'My partner watched me play the whole thing.',
  'Runs smoothly on my old laptop.',
  'Came for the art, stayed for the people in it.',
  'The second half is even better than the first.',
  'Bought it on sale, would have paid full price.',
  'Clever from the first minute to the last.',
];

const COMPLAINTS = [
  'Pretty, but I was done after two hours.',
  'Controls fight you the whole way.',
  'Too much waiting, too little doing.',
  'Crashed twice on the last level.',
  'Not for me. Others may like the slow start.',
  'Good idea that needed another year.',
];

export function reviewText(positive: boolean, random: Random): string {
  return random.pick(positive ? PRAISE : COMPLAINTS);
}

export const FIRST_NAMES = [
  'Ada',
  'Ben',
  'Chiara',
  'Dmitri',
  'Elif',
  'Femi',
  'Grace',
  'Hiro',
  'Ines',
  'Jonas',
  'Kemal',
  'Lucia',
  'Mei',
  'Noor',
  'Oskar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sami',
  'Tove',
];
export const LAST_NAMES = [
  'Abe',
  'Berg',
  'Costa',
  'Diaz',
  'Eriksen',
  'Fontaine',
  'Garcia',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
  'Lind',
  'Moreau',
  'Novak',
  'Okafor',
  'Petrov',
  'Rossi',
  'Singh',
  'Tanaka',
  'Wagner',
];
