import type { Locator, Page } from 'playwright-core';
import { checkAccessibility } from '../axe.ts';
import type { Role, Spec, World } from '../runner.ts';

/** Training takes about two minutes on two cores; it began when the first run ended. */
const MODEL_LIMIT_MS = 480_000;

interface State {
  readonly name: string;
  readonly path: string;
  readonly as?: Role;
  /** Brings the page into the state and waits until it is there. */
  readonly reach: (page: Page) => Promise<void>;
}

const shows =
  (text: string | RegExp) =>
  (page: Page): Promise<void> =>
    page.getByText(text).first().waitFor();

const STATES: readonly State[] = [
  { name: 'landing page', path: '/', reach: shows('Browse by genre') },
  { name: 'library of games', path: '/games', reach: shows(/games found/) },
  {
    name: 'library of games with filters',
    path: '/games?genre=adventure&price=discounted',
    reach: shows('Clear all'),
  },
  { name: 'library of games without a hit', path: '/games?q=zzzz', reach: shows('No game fits all of this') },
  { name: 'game page', path: '/games/ashfall-meridian', reach: shows('Released') },
  { name: 'missing game', path: '/games/no-such-game', reach: shows('This game is not in the store') },
  { name: 'sign in', path: '/sign-in', reach: shows('Look around in one click') },
  { name: 'register', path: '/register', reach: shows('Have one already?') },
  { name: 'sign-in gate', path: '/library', reach: shows('Sign in to see this page') },
  {
    name: 'your games',
    path: '/library',
    as: 'shopper',
    reach: (page) => page.getByRole('list', { name: 'Your games' }).waitFor(),
  },
  {
    name: 'search suggestions',
    path: '/',
    reach: async (page) => {
      await page.getByRole('combobox', { name: 'Search games' }).fill('a');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'account menu',
    path: '/library',
    as: 'publisher',
    reach: async (page) => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    },
  },
  {
    name: 'checkout',
    path: '/games/ironwake-broadside',
    as: 'publisher',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Buy now' }).first().click();
      await page.getByText('No real card is charged').waitFor();
    },
  },
  { name: "publisher's games", path: '/publisher', as: 'publisher', reach: shows(/^Next 60 days/) },
  {
    name: 'forecast with its table',
    path: '/publisher/games/1',
    as: 'publisher',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.getByRole('region', { name: 'The chart as a table' }).waitFor();
      await page.getByRole('slider', { name: 'Day on the chart' }).focus();
    },
  },
  {
    name: "operator's runs",
    path: '/operator/runs',
    as: 'operator',
    reach: (page) => page.getByRole('list', { name: 'Runs' }).waitFor(),
  },
  {
    name: 'a run',
    path: '/operator/runs',
    as: 'operator',
    reach: async (page) => {
      await page.getByRole('list', { name: 'Runs' }).getByRole('link').first().click();
      await page.getByRole('list', { name: 'States of the run' }).waitFor();
    },
  },
];

/** What is there once a model was trained. */
const STATES_WITH_THE_MODEL: readonly State[] = [
  {
    name: 'a plan of two periods with its answer and what was never tried',
    path: '/publisher/games/1',
    as: 'publisher',
    reach: async (page) => {
      await tryTwoPeriods(page);
      await page
        .getByRole('note')
        .getByText(/A discount of 99% .* was never tried/)
        .waitFor();
    },
  },
  {
    name: 'a plan whose periods overlap',
    path: '/publisher/games/1',
    as: 'publisher',
    reach: async (page) => {
      const [first, second] = await tryTwoPeriods(page);
      await second.getByLabel('First day').fill(await first.getByLabel('Last day').inputValue());
      await second.getByRole('alert').waitFor();
    },
  },
  {
    name: "operator's models",
    path: '/operator/runs',
    as: 'operator',
    reach: (page) => page.getByRole('list', { name: 'Models' }).waitFor({ timeout: MODEL_LIMIT_MS }),
  },
];

async function tryTwoPeriods(page: Page): Promise<readonly [Locator, Locator]> {
  const panel = page.getByRole('region', { name: 'What if' });
  await panel.waitFor({ timeout: MODEL_LIMIT_MS });
  const first = panel.getByRole('group', { name: 'Period 1' });
  const second = panel.getByRole('group', { name: 'Period 2' });
  await first.getByRole('spinbutton', { name: 'Discount in %' }).fill('20');
  await panel.getByRole('button', { name: 'Add a period' }).click();
  await second.getByRole('spinbutton', { name: 'Discount in %' }).fill('99');
  return [first, second];
}

const schemes = ['light', 'dark'] as const;

export const accessibilitySpecs: {
  readonly beforeTheModel: readonly Spec[];
  readonly withTheModel: readonly Spec[];
} = {
  beforeTheModel: schemes.map((scheme) => ({
    name: `each page and state keeps the rules of WCAG 2.2 AA, ${scheme}`,
    run: (world) => checkStates(world, STATES, scheme),
  })),
  withTheModel: schemes.map((scheme) => ({
    name: `what a trained model brings keeps the rules of WCAG 2.2 AA, ${scheme}`,
    run: (world) => checkStates(world, STATES_WITH_THE_MODEL, scheme),
  })),
};

async function checkStates(
  { open }: World,
  states: readonly State[],
  scheme: (typeof schemes)[number],
): Promise<void> {
  const broken: string[] = [];
  for (const state of states) {
    const page = await open(state.path, { scheme, ...(state.as === undefined ? {} : { as: state.as }) });
    try {
      await state.reach(page);
      await checkAccessibility(page, state.name);
    } catch (error) {
      broken.push(error instanceof Error ? error.message : String(error));
    }
    await page.context().close();
  }
  if (broken.length > 0) throw new Error(broken.join('\n\n'));
}
