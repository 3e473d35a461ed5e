import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { until, type Spec } from '../runner.ts';

const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    '(document.activeElement?.textContent || document.activeElement?.tagName || "").trim()',
  );

export const keyboardSpecs: readonly Spec[] = [
  {
    name: 'by keyboard: the skip link leads to the content, and a new page puts the focus on its heading',
    run: async ({ open }) => {
      const page = await open('/');
      await page.getByRole('region', { name: 'Featured games' }).waitFor();
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'Skip to content');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      assert.equal(await focused(page), 'View game');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/games\/.+/);
      await until(page, 'document.activeElement?.tagName === "H1"');
      const title = await page.getByRole('heading', { level: 1 }).innerText();
      await until(page, `document.title.startsWith(${JSON.stringify(title)})`);
    },
  },
  {
    name: 'by keyboard: the search suggests while typing, arrows choose, Enter opens',
    run: async ({ open }) => {
      const page = await open('/');
      const search = page.getByRole('combobox', { name: 'Search games' });
      await search.focus();
      await page.keyboard.type('ash');
      await page.getByRole('option').first().waitFor();
      const title = await page.getByRole('option').first().locator('span').first().innerText();
      await page.keyboard.press('ArrowDown');
      assert.equal(await page.getByRole('option', { selected: true }).count(), 1);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    },
  },
  {
    name: 'by keyboard: a filter is set and removed',
    run: async ({ open }) => {
      const page = await open('/games');
      await page.getByRole('checkbox', { name: 'Free' }).focus();
      await page.keyboard.press('Space');
      await page.waitForURL(/price=free/);
      await page.getByRole('button', { name: 'Remove filter Free' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => url.search === '');
    },
  },
  {
    name: 'the appearance follows the system, can be chosen, and stays chosen after a reload',
    run: async ({ open }) => {
      const page = await open('/', { scheme: 'dark' });
      const ground = (): Promise<string> =>
        page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
      // The button's name and the colours of the page change in two steps of the browser.
      const becomesOther = (colour: string): Promise<unknown> =>
        page.waitForFunction((former) => getComputedStyle(document.body).backgroundColor !== former, colour);
      await page.getByRole('button', { name: /^Appearance: as the system/ }).waitFor();
      const dark = await ground();
      await page.getByRole('button', { name: /^Appearance: as the system/ }).click();
      await page.getByRole('button', { name: /^Appearance: light/ }).waitFor();
      await becomesOther(dark);
      await page.reload();
      await page.getByRole('button', { name: /^Appearance: light/ }).waitFor();
      await becomesOther(dark);
    },
  },
];
