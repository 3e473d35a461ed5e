import assert from 'node:assert/strict';
import { until, type Spec } from '../runner.ts';

export const catalogueSpecs: readonly Spec[] = [
  {
    name: 'the landing page shows featured games, specials with their end, top sellers and genres, and stays still',
    run: async ({ open }) => {
      const page = await open('/');
      await page.getByRole('region', { name: 'Featured games' }).waitFor();
      const specials = page.getByRole('list', { name: 'Specials' }).getByRole('listitem');
      // Shelves and genres come by requests of their own.
      await specials.nth(4).waitFor();
      assert.match(await specials.first().innerText(), /−\d+%[\s\S]*Ends/);
      const sellers = page.getByRole('region', { name: 'Top sellers' }).getByRole('listitem');
      await sellers.nth(9).waitFor();
      assert.equal(await sellers.count(), 10);
      await page.getByRole('region', { name: 'Browse by genre' }).getByRole('link').nth(5).waitFor();
      assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
      await page.getByRole('button', { name: /.+/, pressed: false }).first().click();
      const shift = await page.evaluate<number>(`new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
      })`);
      assert.ok(shift <= 0.05, `cumulative layout shift ${shift}`);
    },
  },
  {
    name: 'filters live in the address: they survive a reload, a step back undoes one, and clearing removes all',
    run: async ({ open }) => {
      const page = await open('/games');
      await page.getByRole('checkbox', { name: /^Adventure/ }).click();
      await page.waitForURL(/genre=adventure/);
      await page.getByRole('checkbox', { name: 'On sale' }).click();
      await page.waitForURL(/genre=adventure&price=discounted/);
      await page.reload();
      await page.getByRole('button', { name: 'Remove filter Adventure' }).waitFor();
      await page.getByText(/^\d+ games? found$/).waitFor();
      await page.goBack();
      await page.waitForURL((url) => url.search === '?genre=adventure');
      assert.equal(await page.getByRole('checkbox', { name: 'On sale' }).isChecked(), false);
      await page.getByRole('button', { name: 'Clear all' }).click();
      await page.waitForURL((url) => url.search === '');
    },
  },
  {
    name: 'a text typed into the filter replaces the address, and one that nothing fits offers the way back',
    run: async ({ open }) => {
      const page = await open('/games');
      await page.getByLabel('Title contains').fill('zzzz no such game');
      await page.waitForURL(/q=zzzz/);
      await page.getByText('No game fits all of this').waitFor();
      await page.getByRole('button', { name: 'Clear all filters' }).click();
      await page.getByRole('list', { name: 'Games' }).waitFor();
      assert.equal(await page.getByLabel('Title contains').inputValue(), '');
    },
  },
  {
    name: 'more games load below, and coming back from a game finds the same place',
    run: async ({ open }) => {
      const page = await open('/games?sort=title');
      const games = page.getByRole('list', { name: 'Games' }).getByRole('article');
      await games.first().waitFor();
      const before = await games.count();
      await page.getByRole('button', { name: 'Load more games' }).click();
      await games.nth(before + 3).waitFor();
      await games
        .nth(before + 3)
        .getByRole('link')
        .click();
      await page.waitForURL(/\/games\/.+/);
      await page.getByRole('region', { name: 'Price' }).waitFor();
      await page.goBack();
      await games.nth(before + 3).waitFor();
      await until(page, 'window.scrollY > 400');
    },
  },
  {
    name: 'a store that fails says so with the way to try again, and the page recovers',
    run: async ({ open }) => {
      const page = await open('/');
      await page.route('**/api/games?*', (route) =>
        route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: '{"code":"internal","detail":"Broken on purpose.","requestId":"req-e2e"}',
        }),
      );
      await page.getByRole('link', { name: 'Games', exact: true }).first().click();
      await page.getByText('The games could not be loaded').waitFor();
      await page.getByText('req-e2e').waitFor();
      await page.unroute('**/api/games?*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('list', { name: 'Games' }).waitFor();
    },
  },
  {
    name: 'an address that does not exist, and a game that does not, say so',
    run: async ({ open }) => {
      const page = await open('/no-such-page');
      await page.getByRole('heading', { name: 'This page does not exist' }).waitFor();
      await page.goto('/games/no-such-game');
      await page.getByRole('heading', { name: 'This game is not in the store' }).waitFor();
    },
  },
];
