import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Spec } from '../runner.ts';
import { waitFor, type Store } from '../store.ts';

const DAY_MS = 86_400_000;
const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

interface Card {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
}

async function games(store: Store, query: string): Promise<readonly Card[]> {
  const response = await fetch(`${store.url}/api/games?${query}`);
  return ((await response.json()) as { items: readonly Card[] }).items;
}

/** The first game of the list that this visitor does not own yet. */
async function unowned(page: Page, store: Store, query: string): Promise<Card> {
  const answer = await page.request.get('/api/me/owned');
  const { gameIds } = (await answer.json()) as { gameIds: readonly number[] };
  const game = (await games(store, query)).find((card) => !gameIds.includes(card.id));
  assert.ok(game !== undefined, `a game of ${query} that is not owned yet`);
  return game;
}

async function nightlyRunIsDone(store: Store): Promise<boolean> {
  const response = await fetch(`${store.url}/local/status`);
  const { machines } = (await response.json()) as {
    machines: readonly { machine: string; status: string }[];
  };
  return machines.some(({ machine, status }) => machine === 'sales-etl' && status !== 'RUNNING');
}

export const shoppingSpecs: readonly Spec[] = [
  {
    name: 'a visitor who wants to buy signs in first and returns to the game; a declined card buys nothing',
    run: async ({ open, store }) => {
      const [game] = await games(store, 'sort=-price&limit=1');
      assert.ok(game !== undefined);
      const page = await open(`/games/${game.slug}`);
      await page.getByRole('button', { name: 'Buy now' }).first().click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByRole('button', { name: /^Shopper/ }).click();
      await page.waitForURL(new RegExp(`/games/${game.slug}$`));
      await page.getByRole('button', { name: 'Buy now' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('No real card is charged').waitFor();
      await dialog.getByRole('radio', { name: /declined/ }).check();
      await dialog.getByRole('button', { name: /^Pay \$/ }).click();
      await dialog.getByRole('alert').getByText('Nothing was bought').waitFor();
      await dialog.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Buy now' }).first().waitFor();
    },
  },
  {
    name: 'someone new registers, finds an empty library, takes a free game in one click and finds it there',
    run: async ({ open, store }) => {
      const [free] = await games(store, 'price=free&limit=1');
      assert.ok(free !== undefined, 'the store has a free game');
      const page = await open('/register?returnTo=%2Flibrary');
      await page.getByLabel('Name').fill('Robin Reader');
      await page.getByLabel('E-mail').fill(`robin-${Date.now()}@example.com`);
      await page.getByLabel('Password').fill('a-long-and-plain-password');
      await page.getByRole('button', { name: 'Create account' }).click();
      await page.getByText('No games yet').waitFor();
      await page.goto(`/games/${free.slug}`);
      await page.getByRole('button', { name: 'Get it free' }).first().click();
      await page.getByRole('dialog').getByText('Added to your library').waitFor();
      await page.getByRole('link', { name: 'Go to your games' }).first().click();
      await page.getByRole('heading', { level: 2, name: free.title }).waitFor();
      await page.goto(`/games/${free.slug}`);
      await page.getByText('In your library').waitFor();
    },
  },
  {
    name: 'a wrong password is refused in words',
    run: async ({ open }) => {
      const page = await open('/sign-in');
      await page.getByLabel('E-mail').fill('nobody@example.com');
      await page.getByLabel('Password').fill('not-the-password');
      await page.getByRole('button', { name: 'Sign in', exact: true }).last().click();
      await page.getByText('You are not signed in').waitFor();
    },
  },
  {
    name: 'a unit bought in the browser stands in the library, and the next run writes it into the series of its game',
    run: async ({ open, store }) => {
      const page = await open('/library', { as: 'shopper' });
      const game = await unowned(page, store, 'sort=title&price=under-20&limit=50');
      await page.goto(`/games/${game.slug}`);
      await page.getByRole('button', { name: 'Buy now' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /^Pay \$/ }).dblclick();
      await dialog.getByText('Added to your library').waitFor();
      await dialog.getByRole('link', { name: 'Go to your games' }).click();
      await page.getByRole('heading', { level: 2, name: game.title }).waitFor();

      await waitFor('the first nightly run', 90_000, () => nightlyRunIsDone(store));
      const bought = day(0);
      await store.command('local/cli/pipeline.ts', ['--as-of', day(1)]);
      const path = join(
        store.home,
        's3',
        'kratos-data',
        'kratos',
        'sales_data',
        String(game.id),
        'sales_data.csv',
      );
      const lines = (await readFile(path, 'utf8')).trim().split('\n');
      const last = lines.at(-1)?.split(',') ?? [];
      const quantity = lines[0]?.split(',').indexOf('quantity') ?? -1;
      assert.equal(last[0], bought, 'the series ends with the day of the purchase');
      // The title may hold commas, so the column is counted from the end.
      const fromEnd = (lines[0]?.split(',').length ?? 0) - quantity;
      assert.equal(last.at(-fromEnd), '1', 'one unit, although the button was pressed twice');
    },
  },
];
