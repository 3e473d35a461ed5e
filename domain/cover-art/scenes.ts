import { cubes, emblem, shards, tiles } from './abstract-scenes.ts';
import { city, forest, peaks, planet, road, waves } from './landscapes.ts';
import type { Palette } from './palettes.ts';
import type { Random } from './random.ts';

/** Paints the ground behind the lettering: elements of an SVG of 600 × 800. */
export type Scene = (palette: Palette, random: Random) => string;

/** Words of genres and tags, and what a game of that kind is shown as. */
const scenesByWord: readonly (readonly [RegExp, readonly Scene[]])[] = [
  [/horror|zombie|survival|dark|mystery/i, [forest]],
  [/racing|driving|sport|football/i, [road]],
  [/space|sci-?fi|mmo|massively/i, [planet]],
  [/puzzle|card|board|casual|educat|word/i, [tiles, waves]],
  [/city|simulation|management|utilities|production|design/i, [city, cubes]],
  [/strategy|tower|tactic|build/i, [cubes, emblem, city]],
  [/rpg|role|fantasy|magic/i, [emblem, peaks]],
  [/adventure|explor|open world|story/i, [peaks, forest, waves]],
  [/action|shooter|fps|fight|hack|violent|gore/i, [shards, planet, city]],
  [/platform|arcade|indie|music|rhythm/i, [waves, tiles, peaks]],
];

const anyScene: readonly Scene[] = [peaks, planet, waves, shards, emblem, tiles, city, cubes, forest, road];

export function sceneFor(genres: readonly string[], random: Random): Scene {
  const fitting = genres.flatMap((genre) => scenesByWord.find(([pattern]) => pattern.test(genre))?.[1] ?? []);
  return random.pick(fitting.length > 0 ? fitting : anyScene);
}
