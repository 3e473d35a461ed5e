import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { fixtureStore, renderApp, TODAY } from '../../testing/app.tsx';
import { forecastOf } from '../../testing/fixture-forecast.ts';
import { json, type FixtureStore } from '../../testing/fixture-store.ts';
import { whatIfOf } from '../../testing/fixture-what-if.ts';
import { chartModel } from './chart/chart-model.ts';
import { spoken } from './chart/spoken.ts';
import {
  daysOf,
  emptyPlan,
  MOST_PERIODS,
  planOf,
  readPlan,
  withNextPeriod,
  type PlanDraft,
} from './plan-draft.ts';
import { differenceOf } from './what-if-words.ts';

afterEach(cleanup);

/** The segments of each plan that the store was asked about. */
const asksOf = (store: FixtureStore) => store.plans.map(({ segments }) => segments);

describe('the what-if panel', () => {
  it('asks once the typing rests, draws the other curve, and warns of what was never tried', async () => {
    const store = fixtureStore().signIn('publisher');
    const { user } = renderApp('/publisher/games/1', store);
    const panel = await screen.findByRole('region', { name: 'What if' });
    const asked = () => store.requests.filter(({ path }) => path.endsWith('/what-if')).length;
    const curve = () => screen.queryByTestId('what-if-curve')?.getAttribute('d') ?? '';
    expect(curve()).toBe('');
    const percent = within(panel).getByRole('spinbutton', { name: 'Discount in %' });
    await user.type(percent, '25');
    const words = await within(panel).findByTestId('what-if-difference', {}, { timeout: 5_000 });
    expect(asked()).toBe(1);
    expect(words.textContent).toMatch(
      /^Over 60 days: \+[\d,]+ units \(\+[\d,]+ to \+[\d,]+\) and [+−]\$[\d,.]+ revenue \(.+\), compared/,
    );
    expect(within(panel).getByText(/does not prove/)).toBeTruthy();
    expect(within(panel).queryByText(/was never tried/)).toBeNull();
    expect(within(panel).getByRole('region', { name: 'Revenue' })).toBeTruthy();

    await user.clear(percent);
    await user.type(percent, '80');
    await within(panel).findByText(
      /A discount of 80% was never tried. The deepest so far: 50% by this game, 60% among Action games/,
      {},
      { timeout: 5_000 },
    );

    await user.click(within(panel).getByRole('button', { name: /^35% from/ }));
    await waitFor(() => expect((percent as HTMLInputElement).value).toBe('35'));
    await user.click(within(panel).getByRole('button', { name: 'Clear' }));
    expect(within(panel).queryByTestId('what-if-difference')).toBeNull();
  });

  it('says at the field what cannot be, and asks nothing', async () => {
    const store = fixtureStore().signIn('publisher');
    const { user } = renderApp('/publisher/games/1', store);
    const panel = await screen.findByRole('region', { name: 'What if' });
    await user.type(within(panel).getByRole('spinbutton', { name: 'Discount in %' }), '120');
    expect((await within(panel).findByRole('alert')).textContent).toBe('A whole number from 0 to 99.');
    expect(store.requests.some(({ path }) => path.endsWith('/what-if'))).toBe(false);
  });

  it('takes several periods, asks for those that say something, and puts the focus where the reader goes on', async () => {
    const store = fixtureStore().signIn('publisher');
    const { user } = renderApp('/publisher/games/1', store);
    const panel = await screen.findByRole('region', { name: 'What if' });
    const period = (n: number) => within(within(panel).getByRole('group', { name: `Period ${n}` }));
    const discount = (n: number) => period(n).getByRole('spinbutton', { name: 'Discount in %' });
    const firstDay = (n: number) => period(n).getByLabelText<HTMLInputElement>('First day');
    expect(within(panel).queryByRole('button', { name: /^Remove/ })).toBeNull();
    await user.type(discount(1), '20');
    await within(panel).findByTestId('what-if-difference');

    await user.click(within(panel).getByRole('button', { name: 'Add a period' }));
    expect(document.activeElement).toBe(firstDay(2));
    expect(period(2).getByText(/needs a discount or a price/)).toBeTruthy();
    expect(asksOf(store)).toHaveLength(1);
    await user.type(discount(2), '40');
    await waitFor(() =>
      expect(
        asksOf(store)
          .at(-1)
          ?.map(({ percent }) => percent),
      ).toEqual([20, 40]),
    );
    await user.click(within(panel).getByRole('button', { name: 'Add a period' }));
    await user.type(discount(3), '80');
    const guess = await within(panel).findByText(/A discount of 80% from 17 Jul to 23 Jul was never tried/);
    expect(guess).toBeTruthy();

    await user.click(screen.getByRole('button', { name: 'Show as table' }));
    const table = screen.getByRole('region', { name: 'The chart as a table' });
    within(table).getByRole('columnheader', { name: 'With your plan' });
    await user.click(screen.getByRole('button', { name: 'Hide table' }));

    await user.click(within(panel).getByRole('button', { name: 'Remove period 2' }));
    expect(document.activeElement).toBe(firstDay(2));
    expect((discount(2) as HTMLInputElement).value).toBe('80');
    expect(within(panel).getByText('Period 2 removed.')).toBeTruthy();
    await waitFor(() =>
      expect(
        asksOf(store)
          .at(-1)
          ?.map(({ percent }) => percent),
      ).toEqual([20, 80]),
    );
    await user.click(within(panel).getByRole('button', { name: 'Remove period 2' }));
    expect(document.activeElement).toBe(firstDay(1));
    await user.click(within(panel).getByRole('button', { name: 'Clear' }));
    expect(document.activeElement).toBe(firstDay(1));
  });

  it('says at the field that two periods overlap, and takes the answer away until they do not', async () => {
    const store = fixtureStore().signIn('publisher');
    const { user } = renderApp('/publisher/games/1', store);
    const panel = await screen.findByRole('region', { name: 'What if' });
    const period = (n: number) => within(within(panel).getByRole('group', { name: `Period ${n}` }));
    await user.type(period(1).getByRole('spinbutton', { name: 'Discount in %' }), '20');
    await within(panel).findByTestId('what-if-difference');
    await user.click(within(panel).getByRole('button', { name: 'Add a period' }));
    const start = period(2).getByLabelText('First day');
    fireEvent.change(start, {
      target: { value: period(1).getByLabelText<HTMLInputElement>('Last day').value },
    });
    expect(period(2).getByRole('alert').textContent).toBe('Overlaps period 1: 19 Jun to 25 Jun.');
    expect(start.getAttribute('aria-invalid')).toBe('true');
    expect(within(panel).queryByTestId('what-if-difference')).toBeNull();
    expect(within(panel).getByText(/^Correct what is marked/)).toBeTruthy();
    fireEvent.change(start, { target: { value: '2026-06-26' } });
    expect(period(2).queryByRole('alert')).toBeNull();
    await within(panel).findByTestId('what-if-difference');
  });

  it('shows what the store objects to at the period it is about', async () => {
    const store = fixtureStore().signIn('publisher');
    store.override = (_method, path) =>
      path.endsWith('/what-if')
        ? json(
            { detail: 'Not a plan.', fieldErrors: { 'segments.0.endsOn': ['expected an earlier day'] } },
            422,
          )
        : undefined;
    const { user } = renderApp('/publisher/games/1', store);
    const panel = await screen.findByRole('region', { name: 'What if' });
    await user.click(within(panel).getByRole('button', { name: 'Add a period' }));
    const second = within(within(panel).getByRole('group', { name: 'Period 2' }));
    await user.type(second.getByRole('spinbutton', { name: 'Discount in %' }), '20');
    expect((await second.findByRole('alert')).textContent).toBe('expected an earlier day');
    expect(second.getByLabelText('Last day').getAttribute('aria-invalid')).toBe('true');
    expect(within(panel).getByText('This plan could not be answered')).toBeTruthy();
  });

  it('drops the planned discounts of other days on request', async () => {
    const store = fixtureStore().signIn('publisher');
    const { user } = renderApp('/publisher/games/1', store);
    const panel = await screen.findByRole('region', { name: 'What if' });
    await user.click(within(panel).getByRole('checkbox', { name: /^Keep the discounts planned now/ }));
    await within(panel).findByTestId('what-if-difference');
    expect(asksOf(store)).toEqual([[]]);
  });

  it('is not offered where a baseline is served', async () => {
    const store = fixtureStore().signIn('publisher');
    store.forecast = 'baseline';
    renderApp('/publisher/games/1', store);
    await screen.findByText('This is a baseline: seasonal naive');
    expect(screen.queryByRole('region', { name: 'What if' })).toBeNull();
    screen.getByText(/which knows nothing of prices\.$/);
    screen.getByText(/This forecast knows nothing of prices/);
  });
});

describe('a typed plan', () => {
  const horizon = { first: '2026-06-12', last: '2026-08-10' };
  const week = { startsOn: '2026-06-20', endsOn: '2026-06-26', percent: '', price: '' };
  const read = (plan: PlanDraft, currency = 'USD') => readPlan(plan, horizon, currency);
  const two = (first: Partial<typeof week>, second: Partial<typeof week>): PlanDraft => ({
    periods: [
      { id: 1, ...week, percent: '10', ...first },
      { id: 2, ...week, percent: '20', ...second },
    ],
    keepPlanned: true,
  });

  it('says nothing while it is empty, and counts a price in minor units of its currency', () => {
    expect(read(planOf(week))).toEqual({ request: null, errors: [{}], asked: [] });
    expect(read(planOf({ ...week, price: '14.99' })).request!.segments).toEqual([
      { startsOn: '2026-06-20', endsOn: '2026-06-26', percent: null, listPriceMinor: 1499 },
    ]);
    expect(read(planOf({ ...week, percent: '0' })).request!.segments[0]!.percent).toBe(0);
    const yen = read(planOf({ ...week, price: '1500' }), 'JPY');
    expect(yen.request!.segments[0]!.listPriceMinor).toBe(1500);
  });

  it('says something without a period once the planned discounts are dropped', () => {
    const { request } = read({ ...planOf(week), keepPlanned: false });
    expect(request).toEqual({ segments: [], keepPlannedDiscounts: false });
  });

  it('is refused by field', () => {
    const wrong = { startsOn: '2026-01-01', endsOn: '2026-08-11', percent: '1.5', price: '-1' };
    expect(read(planOf(wrong)).errors).toEqual([
      {
        startsOn: 'A day from 12 Jun 2026 to 10 Aug 2026.',
        endsOn: 'A day from 12 Jun 2026 to 10 Aug 2026.',
        percent: 'A whole number from 0 to 99.',
        price: 'A price above 0, or nothing.',
      },
    ]);
    expect(read(planOf({ ...week, percent: '10', endsOn: '2026-06-19' })).errors).toEqual([
      { endsOn: 'Not before the first day.' },
    ]);
    expect(read(planOf({ ...week, price: '10000000.01' })).errors[0]!.price).toBe('At most $10,000,000.00.');
  });

  it('names the period that another one overlaps, at the day that is at fault', () => {
    const begins = read(two({}, { startsOn: '2026-06-26', endsOn: '2026-06-30' }));
    expect(begins).toMatchObject({
      request: null,
      errors: [{}, { startsOn: 'Overlaps period 1: 20 Jun to 26 Jun.' }],
    });
    const ends = read(two({}, { startsOn: '2026-06-15', endsOn: '2026-06-20' }));
    expect(ends.errors).toEqual([{}, { endsOn: 'Overlaps period 1: 20 Jun to 26 Jun.' }]);
    const apart = read(two({}, { startsOn: '2026-06-27', endsOn: '2026-06-27' }));
    expect(apart.request!.segments.map(({ percent }) => percent)).toEqual([10, 20]);
  });

  it('grows by a week on free days, then by what is left of them, until none is', () => {
    let plan = emptyPlan(horizon);
    for (let grown: PlanDraft | null = plan; grown !== null; grown = withNextPeriod(plan, horizon))
      plan = grown;
    expect(plan.periods.slice(0, 2)).toMatchObject([
      { startsOn: '2026-06-19', endsOn: '2026-06-25', percent: '' },
      { startsOn: '2026-07-03', endsOn: '2026-07-09', percent: '' },
    ]);
    expect(plan.periods.reduce((days, period) => days + daysOf(period)!, 0)).toBe(60);
    expect(read(plan).errors.every((errors) => Object.keys(errors).length === 0)).toBe(true);
    expect(new Set(plan.periods.map(({ id }) => id)).size).toBe(plan.periods.length);
  });

  it('grows up to as many periods as the store takes', () => {
    const day = (n: number): string => `2026-07-${String(n).padStart(2, '0')}`;
    const periods = Array.from({ length: MOST_PERIODS }, (_, n) => ({
      ...{ id: n + 1, startsOn: day(n + 1), endsOn: day(n + 1), percent: '10', price: '' },
    }));
    expect(read({ periods, keepPlanned: true }).request!.segments).toHaveLength(MOST_PERIODS);
    expect(withNextPeriod({ periods, keepPlanned: true }, horizon)).toBeNull();
    expect(withNextPeriod({ periods: periods.slice(1), keepPlanned: true }, horizon)!.periods).toHaveLength(
      MOST_PERIODS,
    );
  });

  it('differs with a sign, also when it differs by nothing', () => {
    expect(differenceOf({ mean: -120_400, p10: -200_000, p50: -120_000, p90: 10 }, 'USD')).toEqual({
      value: '−$1,204',
      range: '−$2,000 to ±$0',
    });
    expect(differenceOf({ mean: 0.2, p10: 0, p50: 0, p90: 0.4 }, null)).toEqual({ value: '±0', range: null });
  });
});

describe('the other curve', () => {
  it('is drawn where it differs, with the day on either side', () => {
    const forecast = forecastOf(fixtureStore().games[0]!, 'model', TODAY, 0);
    const [startsOn, endsOn] = [forecast.forecast[20]!.date, forecast.forecast[22]!.date];
    const answer = whatIfOf(forecast, {
      segments: [{ startsOn, endsOn, percent: 40 }],
      keepPlannedDiscounts: true,
    });
    const { days, today } = chartModel(forecast, 30, 0, answer);
    const drawn = days.flatMap(({ changed }, at) => (changed === null ? [] : [at - today]));
    expect(drawn).toEqual([19, 20, 21, 22, 23]);
    const { days: heard, tried } = chartModel(forecast, 30, 0, answer);
    expect(tried).toEqual([{ from: today + 20, to: today + 22, percent: 40 }]);
    expect(spoken(heard[today + 21], 'units')).toMatch(/; with your plan [\d,.]+;/);
    expect(spoken(heard[today + 30], 'units')).not.toMatch(/with your plan/);
    expect(chartModel(forecast, 30, 0).days.every(({ changed }) => changed === null)).toBe(true);
  });
});
