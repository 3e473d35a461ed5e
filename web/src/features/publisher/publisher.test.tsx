import { afterEach, describe, expect, it } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { fixtureStore, renderApp, TODAY } from '../../testing/app.tsx';
import { json } from '../../testing/fixture-store.ts';
import { forecastOf } from '../../testing/fixture-forecast.ts';
import { chartModel } from './chart/chart-model.ts';
import { bandPath, dateTicks, labelRoom, linear, linePath, niceTicks } from './chart/scales.ts';
import { sentenceOf, servedWords, substituteTitle } from './words.ts';

afterEach(cleanup);

const flagship = () => {
  const game = fixtureStore().games[0];
  if (game === undefined) throw new Error('The fixture store has no game');
  return game;
};

describe('the list of games', () => {
  it('keeps the words of a search in the address, so that coming back finds the same list', async () => {
    const store = fixtureStore().signIn('operator');
    const [first, second] = store.games;
    const { user } = renderApp(`/operator/games?q=${encodeURIComponent(first!.title)}`, store);
    const box = await screen.findByRole('searchbox', { name: 'Find a game by its title' });
    expect((box as HTMLInputElement).value).toBe(first!.title);
    const titles = () =>
      within(screen.getByRole('list', { name: 'Games' }))
        .getAllByRole('link')
        .map((link) => link.textContent);
    await waitFor(() => expect(titles()).toEqual([first!.title]));
    await user.clear(box);
    await user.type(box, second!.title);
    await waitFor(() => expect(titles()).toEqual([second!.title]), { timeout: 5_000 });
    expect(new URLSearchParams(window.location.search).get('q')).toBe(second!.title);
  });
});

describe("a publisher's games", () => {
  it('come to one sum with a range of its own', async () => {
    renderApp('/publisher', fixtureStore().signIn('publisher'));
    expect((await screen.findByTestId('together')).textContent).toBe(
      '6 games together, over the next 60 days: 31,204 units (27,100 to 36,800 in eight cases of ten).',
    );
  });
});

describe('the forecast page', () => {
  it('says first what is expected, how sure, against what, who says so and how wrong that has been', async () => {
    renderApp('/publisher/games/1', fixtureStore().signIn('publisher'));
    const summary = await screen.findByTestId('summary');
    expect(summary.textContent).toMatch(
      /^In the next 60 days we expect [\d,]+ units \([\d,]+ to [\d,]+ in eight cases of ten\), \d+% (more|fewer) than the [\d,]+ of the last 60\. The trained model says so; day by day, over the 60 days from \d+ Apr 2026, it was off by 18% of what came\.$/,
    );
  });

  it.each(['abc', '0', '1.5', '99999999999'])('does not exist for a game of the id %s', async (id) => {
    renderApp(`/publisher/games/${id}`, fixtureStore().signIn('publisher'));
    await screen.findByText('This page does not exist');
  });

  it('says “no units” where none are expected, without a range of nothing', () => {
    const forecast = forecastOf(flagship(), 'model', TODAY, 0);
    const none = { mean: 0.2, p10: 0, p50: 0, p90: 0.4 };
    const sentence = sentenceOf({ ...forecast, summary: { ...forecast.summary, next60: none } });
    expect(sentence).toMatchObject({ expected: 'no units', range: null });
    const few = { ...none, p90: 2 };
    expect(sentenceOf({ ...forecast, summary: { ...forecast.summary, next60: few } })).toMatchObject({
      expected: '0 units',
      range: '0 to 2 in eight cases of ten',
    });
  });

  it('says in words that the forecasts were further off lately than when they were tested', async () => {
    const store = fixtureStore().signIn('publisher');
    const note = "Since 2026-06-08 this game's forecasts of 1 to 7 days ahead have been further off.";
    store.override = (_method, path) =>
      path.endsWith('/forecast')
        ? json({
            ...forecastOf(flagship(), 'model', TODAY, 0),
            drift: [{ of: 'game', days: { from: 1, to: 7 }, since: '2026-06-08', note }],
          })
        : undefined;
    renderApp('/publisher/games/1', store);
    await screen.findByText('Further off than usual');
    screen.getByText(note);
  });

  it('labels a baseline, shows how far the training is, and changes over to the model by itself', async () => {
    const store = fixtureStore().signIn('publisher');
    store.forecast = 'baseline';
    renderApp('/publisher/games/1', store);
    await screen.findByText('This is a baseline: seasonal naive');
    expect(screen.getByRole('progressbar', { name: 'Training' }).getAttribute('aria-valuenow')).toBe('30');
    store.forecast = 'model';
    await screen.findByText(/The trained model says so/, {}, { timeout: 20_000 });
    expect(screen.queryByText('This is a baseline: seasonal naive')).toBeNull();
  });

  it('does not ask while the page is hidden, and asks at once when it is back', async () => {
    const store = fixtureStore().signIn('publisher');
    const { setVisible } = renderApp('/publisher/games/1', store);
    await screen.findByTestId('summary');
    const asked = () => store.requests.filter(({ path }) => path.endsWith('/forecast')).length;
    act(() => setVisible(false));
    const before = asked();
    await new Promise((next) => setTimeout(next, 2_500));
    expect(asked()).toBe(before);
    store.forecast = 'baseline';
    act(() => setVisible(true));
    await screen.findByText('This is a baseline: seasonal naive', {}, { timeout: 15_000 });
  });

  it('before the first run it says so in place of a chart', async () => {
    const store = fixtureStore().signIn('publisher');
    store.forecast = 'none';
    renderApp('/publisher/games/1', store);
    await screen.findByText(/It appears here, without a reload/);
    expect(screen.queryByTestId('summary')).toBeNull();
  });

  it('gives the chart as a table, newest day first', async () => {
    const { user } = renderApp('/publisher/games/1', fixtureStore().signIn('publisher'));
    await user.click(await screen.findByRole('button', { name: 'Show as table' }));
    const rows = within(screen.getByRole('region', { name: 'The chart as a table' })).getAllByRole('row');
    expect(rows).toHaveLength(1 + 180 + 60);
    expect(rows[1]?.textContent).toMatch(/10 Aug 2026/);
  });
});

describe('the chart', () => {
  it('joins the days of the chosen range with the forecast and what the fold had said for days that came since', () => {
    const model = chartModel(forecastOf(flagship(), 'model', TODAY, 0), 30, Date.parse(TODAY));
    expect(model.days).toHaveLength(90);
    expect(model.days[model.today]?.date).toBe(TODAY);
    expect(model.days[29]?.before).not.toBeNull();
    expect(model.days[29]?.forecast).toBeNull();
    expect(model.days[model.planEnd ?? 0]?.date).toBe('2026-07-17');
    expect(model.stripes).toEqual([{ from: 44, to: 50, percent: 33 }]);
  });

  it('breaks the line where units are unknown instead of drawing them as 0', () => {
    const same = linear([0, 1], [0, 1]);
    expect(linePath([1, null, 3, 4], same, same)).toBe('M0.0 1.0M2.0 3.0L3.0 4.0');
  });

  it('closes one band for each unbroken run of days', () => {
    const same = linear([0, 1], [0, 1]);
    expect(bandPath([{ p10: 1, p90: 2 }, { p10: 1, p90: 3 }, null], same, same)).toBe(
      'M0.0 2.0L1.0 3.0L1.0 1.0L0.0 1.0Z',
    );
  });

  it.each([
    [333, 5, [0, 100, 200, 300, 400]],
    [7, 5, [0, 2, 4, 6, 8]],
    [0.9, 4, [0, 0.5, 1]],
  ])('marks an axis up to %d with round values', (highest, amount, ticks) => {
    expect(niceTicks(highest, amount)).toEqual(ticks);
  });

  it('writes no more dates than have room', () => {
    const dates = chartModel(forecastOf(flagship(), 'model', TODAY, 0), 'all', Date.parse(TODAY)).days.map(
      (day) => day.date,
    );
    expect(dateTicks(dates, 4).length).toBeLessThanOrEqual(4);
  });
});

describe('the line between past and future', () => {
  const named = (later: number) =>
    chartModel(forecastOf(flagship(), 'model', TODAY, 0), 30, Date.parse(TODAY) + later * 86_400_000)
      .todayName;

  it('is today until the next nightly run is due', () => {
    expect(named(0.1)).toBe('Today');
    expect(named(1.5)).toBe('Today');
  });

  it('is the run’s date when that has gone by', () => {
    expect(named(40)).toMatch(/^As of \d+ \w+ \d{4}$/);
  });
});

describe('the chart’s left margin', () => {
  it('grows with the longest label, so that none is cut', () => {
    expect(labelRoom([0, 50, 100])).toBe(46);
    expect(labelRoom([0, 1_000_000])).toBeGreaterThan(labelRoom([0, 10_000]));
  });
});

describe('the first sentence', () => {
  it('calls a baseline a baseline', () => {
    expect(sentenceOf(forecastOf(flagship(), 'baseline', TODAY, 0))?.source).toMatch(
      /^A baseline \(seasonal naive\) says so, not the model/,
    );
  });

  it('does not call a stand-in for a game without a history a baseline', () => {
    const forecast = forecastOf(flagship(), 'baseline', TODAY, 0);
    const by = (name: string) =>
      sentenceOf({ ...forecast, served: { name, reason: '', pastError: null } })?.source;
    expect(by('launch curve')).toMatch(/^The launches of similar games say so/);
    expect(by('no sales')).toMatch(/^There are no sales to go by/);
    expect(servedWords('launch curve')).toBe('Similar launches');
    expect(substituteTitle('no sales')).toBe('No sales expected');
  });

  it('speaks of players where players are what is counted', () => {
    const forecast = { ...forecastOf(flagship(), 'model', TODAY, 0), measure: 'players' as const };
    expect(sentenceOf(forecast)?.expected).toMatch(/ players$/);
  });

  it('is silent where there is no forecast', () => {
    expect(sentenceOf(forecastOf(flagship(), 'none', TODAY, 0))).toBeNull();
  });
});
