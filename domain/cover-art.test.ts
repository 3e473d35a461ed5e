import { describe, expect, it } from '@jest/globals';
import { coverArt } from './cover-art.ts';

const genres = [
  'Action',
  'Adventure',
  'RPG',
  'Strategy',
  'Racing',
  'Horror',
  'Puzzle',
  'Simulation',
  'Sci-Fi',
  'Indie',
];

describe('coverArt', () => {
  it('paints the same cover for the same game and another for another seed', () => {
    const game = { title: 'Salt & Iron', genres: ['Action'], seed: 'salt-iron' };
    expect(coverArt(game)).toBe(coverArt(game));
    expect(coverArt({ ...game, seed: 'salt-iron-2' })).not.toBe(coverArt(game));
  });

  it('stays below 8 KB and refers to nothing outside, whatever the title and genre', () => {
    const titles = [
      'Pico',
      'Ведьмак 3: Дикая Охота',
      '龍が如く７　光と闇の行方',
      'W'.repeat(300),
      'A '.repeat(150),
      '',
    ];
    for (const [i, title] of titles.entries()) {
      for (const genre of [...genres, '']) {
        for (let seed = 0; seed < 20; seed += 1) {
          const svg = coverArt({ title, genres: genre === '' ? [] : [genre], seed: `${i}-${seed}` });
          expect(Buffer.byteLength(svg)).toBeLessThan(8 * 1024);
          expect(svg).not.toMatch(/NaN|undefined|Infinity/);
          expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/href|https?:|<script/i);
        }
      }
    }
  });

  it('escapes a title that looks like markup and leaves out what XML forbids', () => {
    const svg = coverArt({ title: '<b>&\u0000\u0007x', genres: ['<i>'], seed: 1 });
    expect(svg.toLowerCase()).toContain('&lt;b&gt;&amp;x');
    expect(svg).not.toContain('<b>');
    expect(svg).not.toContain('<i>');
  });

  it('cuts a title that has no place for all its words and says so with an ellipsis', () => {
    expect(coverArt({ title: 'endless '.repeat(40), genres: [], seed: 1 })).toContain('…');
  });

  it('gives games of one genre covers that differ in scene and colour', () => {
    const skies = new Set<string>();
    for (let seed = 0; seed < 60; seed += 1) {
      skies.add(
        /<linearGradient id="sky".*?<\/linearGradient>/.exec(
          coverArt({ title: 'A', genres: ['RPG'], seed }),
        )?.[0] ?? '',
      );
    }
    expect(skies.size).toBeGreaterThan(10);
  });
});
