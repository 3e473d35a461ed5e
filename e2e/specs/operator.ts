import assert from 'node:assert/strict';
import type { Spec } from '../runner.ts';

const RUN_LIMIT_MS = 90_000;

export const operatorSpecs: readonly Spec[] = [
  {
    name: 'an operator starts a run with a date, follows its states to the end and reads its log',
    run: async ({ open }) => {
      const page = await open('/operator/runs', { as: 'operator' });
      await page.getByLabel('Run as of').fill('2026-01-15');
      await page.getByLabel('Dry run (publishes nothing)').check();
      await page.getByRole('button', { name: 'Start run' }).click();
      await page.getByRole('heading', { name: 'Run as of 15 Jan 2026' }).waitFor();
      const states = page.getByRole('list', { name: 'States of the run' });
      await states.getByText('TransformGames', { exact: true }).waitFor();
      await page.getByText('succeeded', { exact: true }).first().waitFor({ timeout: RUN_LIMIT_MS });
      assert.ok((await states.getByRole('listitem').count()) >= 7);
      await page
        .getByRole('region', { name: /^Games \(/ })
        .first()
        .waitFor();
      await page.getByRole('button', { name: 'Show log' }).click();
      await page.getByRole('region', { name: 'Log lines' }).waitFor();
    },
  },
  {
    name: 'a date that is none is refused beside its field, and no run starts',
    run: async ({ open }) => {
      const page = await open('/operator/runs', { as: 'operator' });
      await page.getByLabel('Run as of').fill('');
      assert.equal(await page.getByRole('button', { name: 'Start run' }).isDisabled(), true);
    },
  },
  {
    name: "an operator finds any publisher's game by its title and opens its forecast",
    run: async ({ open }) => {
      const page = await open('/operator/games', { as: 'operator' });
      await page.getByLabel('Find a game by its title').fill('touchline');
      await page.getByRole('link', { name: 'Touchline Manager' }).click();
      await page.getByRole('heading', { level: 1, name: 'Touchline Manager' }).waitFor();
      await page.getByTestId('summary').waitFor();
    },
  },
];
