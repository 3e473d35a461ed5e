import { letter } from './cover-art/lettering.ts';
import { palettes, shade } from './cover-art/palettes.ts';
import { randomFrom } from './cover-art/random.ts';
import { sceneFor } from './cover-art/scenes.ts';

export interface CoverArtInput {
  readonly title: string;
  /** Names in any spelling; the first that has a scene of its own decides what is painted. */
  readonly genres: readonly string[];
  /** Anything stable about the game (its slug, its id): another seed paints another cover. */
  readonly seed: string | number;
}

export const coverSize = { width: 600, height: 800 } as const;

/**
 * Key art for a game that brought none: an SVG of 600 × 800, below 8 KB, the same for the same input, without scripts,
 * fonts or anything else from outside.
 */
export function coverArt({ title, genres, seed }: CoverArtInput): string {
  const { width, height } = coverSize;
  const random = randomFrom(`${seed}|${title}`);
  const palette = random.pick(palettes);
  const scene = sceneFor(genres, random);
  const { words, shadeFrom } = letter(title, genres[0] ?? '', palette, random);
  const dark = shade(palette.dark, 0.75);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    '<defs>',
    gradient('sky', palette.top, palette.bottom),
    `<radialGradient id="glow"><stop stop-color="${palette.light}" stop-opacity=".85"/><stop offset=".45" stop-color="${palette.light}" stop-opacity=".25"/><stop offset="1" stop-color="${palette.light}" stop-opacity="0"/></radialGradient>`,
    `<linearGradient id="fade" x2="0" y2="1"><stop stop-color="${dark}" stop-opacity="0"/><stop offset=".62" stop-color="${dark}" stop-opacity=".82"/><stop offset="1" stop-color="${dark}" stop-opacity=".96"/></linearGradient>`,
    `<radialGradient id="edge" cx=".5" cy=".42" r=".8"><stop offset=".55" stop-color="${dark}" stop-opacity="0"/><stop offset="1" stop-color="${dark}" stop-opacity=".6"/></radialGradient>`,
    gradient('form', palette.light, palette.accent),
    '</defs>',
    `<rect width="${width}" height="${height}" fill="url(#sky)"/>`,
    scene(palette, random),
    `<rect width="${width}" height="${height}" fill="url(#edge)"/>`,
    `<rect y="${shadeFrom}" width="${width}" height="${height - shadeFrom}" fill="url(#fade)"/>`,
    words,
    '</svg>',
  ].join('');
}

function gradient(id: string, from: string, to: string): string {
  return `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`;
}
