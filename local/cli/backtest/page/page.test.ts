import { beforeAll, describe, expect, it } from '@jest/globals';
import { meanScores, runBacktest, ScoreBook } from '../../../../forecasting/index.ts';
import { panelStart, rhythmicPanel, smallConfig } from '../../../../testing/panels.ts';
import { scoreTable, seedTable } from '../terminal.ts';
import { exampleGames } from './examples.ts';
import { reportPage } from './page.ts';
import type { ReportContent } from './page.ts';

let content: ReportContent;
let html: string;

beforeAll(async () => {
  const panel = rhythmicPanel(8, 130);
  const origins = [panelStart + 80, panelStart + 100];
  const config = { ...smallConfig, horizon: 30 };
  const now = (): number => 0;
  const common = { panel, origins, config, plans: 'file', kernel: 'simd', threads: 1, now } as const;
  const runs = [];
  for (const seed of [1, 2]) {
    const book = new ScoreBook(panel);
    const { results } = await runBacktest({
      ...common,
      seeds: [seed],
      onOrigin: (origin) => book.add(origin),
    });
    runs.push({ scores: book.scores(), examples: exampleGames(panel, results[1]!) });
  }
  const about = {
    history: 'sales <of> "all" & more.csv',
    games: 8,
    firstDay: panelStart,
    lastDay: panelStart + 129,
    origins,
    horizon: 30,
    plans: 'file' as const,
    networks: 1,
    recipe: 'small',
    kernelId: 'simd',
  };
  const all = runs.map(({ scores }) => scores);
  content = {
    about,
    seeds: [1, 2],
    all,
    mean: meanScores(all),
    examples: runs[0]!.examples,
    served: ['2020-01-01 served by no fold: <naive>'],
  };
  html = reportPage(content);
});

/** The text of all cells of all rows, a row a line, its cells with single spaces between. */
function rowsOf(page: string): string[] {
  return [...page.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!).join(' '),
  );
}

describe('the page of a backtest', () => {
  it('is one document whose every element is closed, and every special character escaped', () => {
    const open: string[] = [];
    const inside = html.replace(/^<!DOCTYPE html>/, '');
    for (const [, close, name, self] of inside.matchAll(/<(\/?)([a-zA-Z0-9]+)(?:\s[^<>]*?)?(\/?)>/g)) {
      if (self === '/') continue;
      if (close === '/') expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
    const text = inside
      .replace(/<style>.*?<\/style>/s, '')
      .replace(/<\/?[a-zA-Z0-9]+(?:\s[^<>]*?)?\/?>/g, '');
    expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot);)/);
    expect(html).toContain('sales &lt;of&gt; &quot;all&quot; &amp; more.csv');
  });

  it('loads nothing: no address, script, import or outside file', () => {
    expect(html).not.toMatch(/https?:|\/\/|<script|<link|<img|@import|url\(|\bsrc=|\bhref=/);
  });

  it('draws finite numbers alone', () => {
    expect(html).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(html.match(/<svg[^>]*role="img"/g)!.length).toBeGreaterThanOrEqual(
      5 + content.examples.length - 1,
    );
  });

  it('says in its tables what the terminal says', () => {
    const rows = rowsOf(html);
    const terminal = [scoreTable(content.mean), seedTable(content.seeds, content.all, content.mean)].join(
      '\n',
    );
    const lines = terminal
      .split('\n')
      .filter((line) => /^(served|model|naive|seasonal|weekday|exponential|seed \d|mean of)/.test(line))
      .filter((line) => /\d$/.test(line))
      .map((line) => line.replace(/ +/g, ' ').trim());
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines) expect(rows).toContain(line);
    const best = /served has (\S+) of the least WAPE of a baseline \((.*)\), (\S+) of the least wQL \((.*)\)/;
    const [, ...cells] = best.exec(terminal)!;
    expect(rows).toContain(`all ${cells.join(' ')}`);
    for (const { forecaster, reference, medianRatio } of content.mean.comparisons) {
      const row = rows.find((text) => text.startsWith(`${forecaster} against ${reference} `));
      expect(row).toContain(medianRatio!.toFixed(3));
    }
  });

  it('shows every breakdown', () => {
    for (const name of [
      'days 1 to 7',
      'days 29 to 60',
      '2019-03-22',
      '10 to 100 a day',
      'out for longer',
      'days on discount',
      'first 30 days',
    ]) {
      expect(rowsOf(html)).toContain(name);
    }
  });

  it('pictures of each volume band the game in the middle by its error', () => {
    expect(new Set(content.examples.map(({ band }) => band)).size).toBe(content.examples.length);
    for (const { games, past, actual, p50 } of content.examples) {
      expect(games).toBeGreaterThan(0);
      expect([past.length, actual.length, p50.length]).toEqual([60, 30, 30]);
    }
  });

  it('is the same bytes for the same scores', () => {
    expect(html).toContain('<li>2020-01-01 served by no fold: &lt;naive&gt;</li>');
    expect(reportPage(content)).toBe(html);
  });

  it('is whole where nothing could be scored', () => {
    const nothing = new ScoreBook(rhythmicPanel(1, 20)).scores();
    const page = reportPage({ ...content, seeds: [1], all: [nothing], mean: nothing, examples: [] });
    expect(page).toContain('there is nothing to score');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });
});
