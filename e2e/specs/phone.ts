import assert from 'node:assert/strict';
import type { Role, Spec } from '../runner.ts';

const PAGES: readonly { readonly path: string; readonly as?: Role; readonly shows: RegExp }[] = [
  { path: '/', shows: /Top sellers/ },
  { path: '/games', shows: /games found/ },
  { path: '/games/ashfall-meridian', shows: /Released/ },
  { path: '/sign-in', shows: /Create an account/ },
  { path: '/publisher', as: 'publisher', shows: /Next 60 days/ },
  { path: '/operator/runs', as: 'operator', shows: /Pipeline/ },
];

export const phoneSpecs: readonly Spec[] = [
  {
    name: 'on a phone no page is wider than the screen',
    run: async ({ open }) => {
      for (const { path, as, shows } of PAGES) {
        const page = await open(path, { device: 'phone', ...(as === undefined ? {} : { as }) });
        await page.getByText(shows).first().waitFor();
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        assert.ok(width <= 390, `${path} is ${width} px wide`);
      }
    },
  },
  {
    name: 'on a phone the bar under the thumb leads round the store, and filters open on demand',
    run: async ({ open }) => {
      const page = await open('/', { device: 'phone' });
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Games' }).tap();
      await page.waitForURL(/\/games$/);
      const filters = page.getByRole('button', { name: 'Filters' });
      assert.equal(await page.getByRole('checkbox', { name: 'On sale' }).isVisible(), false);
      await filters.tap();
      await page.getByRole('checkbox', { name: 'On sale' }).tap();
      await page.waitForURL(/price=discounted/);
    },
  },
];
