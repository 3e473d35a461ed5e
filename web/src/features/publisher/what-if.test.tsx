import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { fixtureStore, renderApp, TODAY } from '../../testing/app.tsx';
import { forecastOf } from '../../testing/fixture-forecast.ts';
import { whatIfOf } from '../../testing/fixture-what-if.ts';
import { chartModel } from './chart/chart-model.ts';
import { differenceWords, readDraft } from './what-if-words.ts';

afterEach(cleanup);

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
      /^Over 60 days \+[\d,]+ \(\+[\d,]+ to \+[\d,]+\) units and [+−]\$[\d,.]+ \(.+\) of revenue/,
    );
    expect(within(panel).getByText(/does not prove/)).toBeTruthy();
    expect(within(panel).queryByText(/was never tried/)).toBeNull();
    expect(within(panel).getByRole('region', { name: 'Revenue' })).toBeTruthy();

    await user.clear(percent);
    await user.type(percent, '80');
    await within(panel).findByText(
      /A discount of 80% was never tried: this game has seen 50% at most/,
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

  it('is not offered where a baseline is served', async () => {
    const store = fixtureStore().signIn('publisher');
    store.forecast = 'baseline';
    renderApp('/publisher/games/1', store);
    await screen.findByText('This is a baseline: seasonal naive');
    expect(screen.queryByRole('region', { name: 'What if' })).toBeNull();
  });
});

describe('a typed plan', () => {
  const days = { first: '2026-06-12', last: '2026-08-10' };
  const draft = { startsOn: '2026-06-20', endsOn: '2026-06-26', percent: '', price: '' };

  it('says nothing while it is empty, and counts a price in minor units of its currency', () => {
    expect(readDraft(draft, days, 'USD')).toEqual({ request: null, errors: {} });
    const priced = { ...draft, price: '14.99' };
    expect(readDraft(priced, days, 'USD').request!.segments[0]).toMatchObject({
      percent: 0,
      listPriceMinor: 1499,
    });
    expect(readDraft({ ...draft, price: '1500' }, days, 'JPY').request!.segments[0]!.listPriceMinor).toBe(
      1500,
    );
  });

  it('is refused by field', () => {
    const wrong = { startsOn: '2026-01-01', endsOn: '2025-01-01', percent: '1.5', price: '-1' };
    expect(Object.keys(readDraft(wrong, days, 'USD').errors).sort()).toEqual([
      'endsOn',
      'percent',
      'price',
      'startsOn',
    ]);
    const turned = { ...draft, percent: '10', endsOn: '2026-06-19' };
    expect(readDraft(turned, days, 'USD').errors).toEqual({ endsOn: 'Not before the first day.' });
  });

  it('differs with a sign, also when it differs by nothing', () => {
    expect(differenceWords({ mean: -120_400, p10: -200_000, p50: -120_000, p90: 10 }, 'USD')).toBe(
      '−$1,204 (−$2,000 to ±$0)',
    );
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
    expect(chartModel(forecast, 30, 0).days.every(({ changed }) => changed === null)).toBe(true);
  });
});
