import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until, type Visit, type Visitors } from './runner.ts';
import { waitFor } from './store.ts';

const ANSWER_LIMIT_MS = 20_000;

interface Picture extends Visit {
  readonly file: string;
  readonly path: string;
  readonly shows: string | RegExp;
  readonly reach?: (page: Page) => Promise<void>;
  /** The whole page, not only what fits the window. */
  readonly whole?: boolean;
  /** Only the region of this name. */
  readonly region?: string;
}

const PICTURES: readonly Picture[] = [
  { file: 'landing', path: '/', shows: 'Top sellers' },
  { file: 'landing-dark', path: '/', shows: 'Top sellers', scheme: 'dark' },
  { file: 'landing-phone', path: '/', shows: 'Top sellers', device: 'phone', scheme: 'dark' },
  { file: 'games', path: '/games', shows: /games found/ },
  { file: 'game', path: '/games/ashfall-meridian', shows: 'Released' },
  { file: 'game-phone', path: '/games/ashfall-meridian', shows: 'Released', device: 'phone' },
  {
    file: 'checkout',
    path: '/games/ironwake-broadside',
    shows: 'Released',
    as: 'publisher',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Buy now' }).first().click();
      await page.getByText('No real card is charged').waitFor();
    },
  },
  { file: 'sign-in', path: '/sign-in', shows: 'Look around in one click' },
  { file: 'register', path: '/register', shows: 'Have one already?' },
  { file: 'library', path: '/library', shows: /newest first/, as: 'shopper' },
  { file: 'publisher', path: '/publisher', shows: /^Next 60 days/, as: 'publisher' },
  {
    whole: true,
    file: 'forecast',
    path: '/publisher/games/1',
    shows: 'Said 60 days ago',
    as: 'publisher',
    reach: chartCursor,
  },
  {
    whole: true,
    file: 'forecast-dark',
    path: '/publisher/games/1',
    shows: 'Said 60 days ago',
    as: 'publisher',
    scheme: 'dark',
    reach: chartCursor,
  },
  {
    file: 'forecast-phone',
    path: '/publisher/games/1',
    shows: 'Said 60 days ago',
    as: 'publisher',
    device: 'phone',
  },
  {
    region: 'What if',
    file: 'what-if',
    path: '/publisher/games/1',
    shows: 'Said 60 days ago',
    as: 'publisher',
    reach: twoPeriods,
  },
  {
    region: 'What if',
    file: 'what-if-phone',
    path: '/publisher/games/1',
    shows: 'Said 60 days ago',
    as: 'publisher',
    device: 'phone',
    scheme: 'dark',
    reach: twoPeriods,
  },
  { file: 'runs', path: '/operator/runs', shows: 'champion', as: 'operator' },
  {
    whole: true,
    file: 'run',
    path: '/operator/runs',
    shows: 'Pipeline',
    as: 'operator',
    reach: async (page) => {
      await page.getByRole('list', { name: 'Runs' }).getByRole('link').first().click();
      await page.getByRole('list', { name: 'States of the run' }).waitFor();
    },
  },
  { file: 'operator-games', path: '/operator/games', shows: 'Next 60 days', as: 'operator' },
];

async function chartCursor(page: Page): Promise<void> {
  await page.getByRole('slider', { name: 'Day on the chart' }).hover({ position: { x: 560, y: 120 } });
}

async function twoPeriods(page: Page): Promise<void> {
  const panel = page.getByRole('region', { name: 'What if' });
  const discount = (n: number): Locator =>
    panel.getByRole('group', { name: `Period ${n}` }).getByRole('spinbutton', { name: 'Discount in %' });
  await discount(1).fill('25');
  await panel.getByTestId('what-if-difference').waitFor();
  await panel.getByRole('button', { name: 'Add a period' }).click();
  const before = await panel.getByTestId('what-if-difference').innerText();
  await discount(2).fill('40');
  await discount(2).blur();
  await waitFor(
    'the answer to both periods',
    ANSWER_LIMIT_MS,
    async () => (await panel.getByTestId('what-if-difference').innerText()) !== before,
  );
}

/** A picture of each page for the documentation, taken of the running store. */
export async function takeScreenshots(visitors: Visitors, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const picture of PICTURES) {
    const context = await visitors.context(picture);
    const page = await context.newPage();
    await page.goto(picture.path);
    await page.getByText(picture.shows).first().waitFor();
    await picture.reach?.(page);
    await page.evaluate('document.fonts.ready');
    await until(page, '[...document.images].every((image) => image.loading === "lazy" || image.complete)');
    const options = { path: join(folder, `${picture.file}.png`), animations: 'disabled' } as const;
    if (picture.region === undefined) await page.screenshot({ ...options, fullPage: picture.whole ?? false });
    else {
      // In a window as tall as the page nothing that stays in place covers the region.
      const height = await page.evaluate<number>('document.documentElement.scrollHeight');
      await page.setViewportSize({ width: page.viewportSize()!.width, height });
      await page.getByRole('region', { name: picture.region }).screenshot(options);
    }
    await context.close();
  }
}
