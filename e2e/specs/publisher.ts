import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { until, type Spec, type World } from '../runner.ts';

/** Training takes about two minutes on two cores; it began when the first run ended. */
const MODEL_LIMIT_MS = 480_000;

const FOCUSED_PERIOD = "document.activeElement?.closest('[role=group]')?.getAttribute('aria-label')";

async function openFlagship({ open }: World): Promise<Page> {
  const page = await open('/publisher', { as: 'publisher' });
  await page.getByRole('link', { name: 'Ashfall Meridian' }).click();
  return page;
}

export const publisherSpecs: {
  readonly beforeTheModel: readonly Spec[];
  readonly withTheModel: readonly Spec[];
} = {
  beforeTheModel: [
    {
      name: 'a publisher sees actuals and a forecast within seconds of the first run, without a reload',
      run: async (world) => {
        const page = await openFlagship(world);
        await page.getByTestId('summary').waitFor({ timeout: 90_000 });
        assert.match(
          await page.getByTestId('summary').innerText(),
          /In the next 60 days we expect [\d,]+ units/,
        );
        await page.getByRole('slider', { name: 'Day on the chart' }).waitFor();
      },
    },
    {
      name: 'the chart is read by keyboard, as a table and as CSV',
      run: async (world) => {
        const page = await openFlagship(world);
        const slider = page.getByRole('slider', { name: 'Day on the chart' });
        await slider.focus();
        const today = await slider.getAttribute('aria-valuetext');
        assert.match(today ?? '', /expected/);
        await page.keyboard.press('ArrowLeft');
        assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /\d+ units/);
        await page.keyboard.press('End');
        assert.notEqual(await slider.getAttribute('aria-valuetext'), today);
        await page.getByRole('button', { name: 'All', exact: true }).click();
        await page.getByRole('button', { name: 'Show as table' }).click();
        const rows = page.getByRole('region', { name: 'The chart as a table' }).getByRole('row');
        assert.ok((await rows.count()) > 240, 'the table holds the whole series');
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Save as CSV' }).click();
        const csv = await readFile(await (await saved).path(), 'utf8');
        assert.match(csv.split('\n')[0] ?? '', /^date,/);
      },
    },
    {
      name: 'the publisher area is closed to visitors and to shoppers',
      run: async ({ open }) => {
        const visitor = await open('/publisher');
        await visitor.getByText('Sign in to see this page').waitFor();
        const shopper = await open('/publisher', { as: 'shopper' });
        await shopper.getByText('This page is not for this account').waitFor();
      },
    },
  ],
  withTheModel: [
    {
      name: 'the baseline gives way to the trained model on the open page, without a reload',
      run: async (world) => {
        const page = await openFlagship(world);
        await page.getByTestId('summary').waitFor();
        await page.evaluate('window.notReloaded = true');
        await page
          .getByText(/simd|native|reference/)
          .first()
          .waitFor({ timeout: MODEL_LIMIT_MS });
        assert.equal(await page.evaluate('window.notReloaded'), true);
        assert.match(await page.getByTestId('summary').innerText(), /it was off by \d+% of what came/);
        await page.getByRole('switch', { name: 'Said 60 days ago' }).waitFor();
      },
    },
    {
      name: 'a publisher tries another price and sees curve, difference and what was never tried',
      run: async (world) => {
        const page = await openFlagship(world);
        const panel = page.getByRole('region', { name: 'What if' });
        await panel.getByRole('spinbutton', { name: 'Discount in %' }).fill('99');
        const difference = panel.getByTestId('what-if-difference');
        await difference.waitFor();
        assert.match(
          await difference.innerText(),
          /Over 60 days: [+−±][\d,]+ units.* and [+−±]\$[\d,]+ revenue/,
        );
        await panel.getByText(/A discount of 99% was never tried/).waitFor();
        assert.match((await page.getByTestId('what-if-curve').getAttribute('d')) ?? '', /^M/);
        await page.getByRole('region', { name: 'What drives this forecast' }).waitFor();
      },
    },
    {
      name: 'by keyboard: a period is added to the plan, filled and removed, and the focus stays with the plan',
      run: async (world) => {
        const page = await openFlagship(world);
        const panel = page.getByRole('region', { name: 'What if' });
        const period = (n: number): Locator => panel.getByRole('group', { name: `Period ${n}` });
        await panel.getByRole('button', { name: 'Add a period' }).press('Enter');
        await until(page, `${FOCUSED_PERIOD} === 'Period 2'`);
        await period(2).getByRole('spinbutton', { name: 'Discount in %' }).focus();
        await page.keyboard.type('30');
        await panel.getByTestId('what-if-difference').waitFor();
        await period(1).getByRole('button', { name: 'Remove period 1' }).press('Enter');
        await until(page, `${FOCUSED_PERIOD} === 'Period 1'`);
        await page.getByTestId('tried-period').waitFor();
        const left = period(1).getByRole('spinbutton', { name: 'Discount in %' });
        assert.equal(await left.inputValue(), '30');
      },
    },
    {
      name: 'on a phone a plan of two periods and its answer are no wider than the screen',
      run: async ({ open }) => {
        const page = await open('/publisher/games/1', { as: 'publisher', device: 'phone' });
        const panel = page.getByRole('region', { name: 'What if' });
        await panel.getByRole('button', { name: 'Add a period' }).tap();
        await panel.getByRole('spinbutton', { name: 'Discount in %' }).nth(1).fill('30');
        await panel.getByTestId('what-if-difference').waitFor();
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        assert.ok(width <= 390, `the page is ${width} px wide`);
        const boxes = await panel.getByLabel(/day$/).all();
        const edges = await Promise.all(boxes.map(async (box) => (await box.boundingBox())!));
        for (const [n, { x, width: wide }] of edges.entries()) {
          const next = edges[n + 1];
          if (n % 2 === 0) assert.ok(x + wide <= next!.x, 'the fields of a period overlap');
        }
      },
    },
  ],
};
