import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { fixtureStore, renderApp, stage } from '../../testing/app.tsx';
import { problem } from '../../testing/fixture-store.ts';
import { createStore } from '../../app/store.ts';
import { emptyQuery, queryKey } from './query.ts';
import { selectList } from './selectors.ts';
import { catalogueActions } from './slice.ts';

afterEach(cleanup);

describe('the library of games', () => {
  it('shows the games of the address with their number, and its filters as removable chips', async () => {
    const { user } = renderApp('/games?genre=rpg');
    await screen.findByText('8 games found');
    await user.click(await screen.findByRole('button', { name: 'Remove filter RPG' }));
    await screen.findByText('30 games found');
    expect(window.location.search).toBe('');
  });

  it('loads more below without losing what is there', async () => {
    const { user } = renderApp('/games');
    const list = await screen.findByRole('list', { name: 'Games' });
    expect(within(list).getAllByRole('article')).toHaveLength(24);
    await user.click(screen.getByRole('button', { name: 'Load more games' }));
    await waitFor(() => expect(within(list).getAllByRole('article')).toHaveLength(30));
    expect(screen.queryByRole('button', { name: 'Load more games' })).toBeNull();
  });

  it('says what failed with the request id, and tries again on demand', async () => {
    const store = fixtureStore();
    store.override = (_method, path) =>
      path.startsWith('/api/games?') ? problem(500, 'internal', 'Broken.') : undefined;
    const { user } = renderApp('/games', store);
    await screen.findByText('The games could not be loaded');
    screen.getByText('req-1');
    store.override = undefined;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('30 games found');
  });

  it('reads the list price as "was" and the percent in words to those who listen', async () => {
    renderApp('/games?price=discounted');
    const list = await screen.findByRole('list', { name: 'Games' });
    expect(within(list).getAllByRole('article')[0]?.textContent).toMatch(
      /percent off,was \$[\d.]+, now\$[\d.]+/,
    );
  });
});

describe('the sagas of the catalogue', () => {
  it('abort an older query: its late answer never replaces the newer list', async () => {
    const fixture = fixtureStore();
    const aborted: string[] = [];
    const { services } = stage({
      fetch: async (request) => {
        if (!request.url.includes('genre=rpg')) return fixture.fetch(request);
        return new Promise((_answer, refuse) => {
          request.signal.addEventListener('abort', () => {
            aborted.push(request.url);
            refuse(new DOMException('aborted', 'AbortError'));
          });
        });
      },
    });
    const redux = createStore(services);
    redux.dispatch(catalogueActions.listOpened({ query: { ...emptyQuery, genres: ['rpg'] } }));
    redux.dispatch(catalogueActions.listOpened({ query: emptyQuery }));
    await waitFor(() => expect(selectList(redux.getState(), queryKey(emptyQuery)).status).toBe('ready'));
    expect(aborted).toHaveLength(1);
    expect(selectList(redux.getState(), 'genre=rpg').status).toBe('loading');
  });

  it('ask again while the database resumes, and show the list when it is awake', async () => {
    const store = fixtureStore();
    let asked = 0;
    store.override = (_method, path) => {
      if (!path.startsWith('/api/games?')) return undefined;
      asked += 1;
      if (asked > 2) return undefined;
      const answer = problem(503, 'database_resuming', 'The database wakes up.');
      answer.headers.set('retry-after', '0');
      return answer;
    };
    renderApp('/games', store);
    await screen.findByText('30 games found');
    expect(asked).toBe(3);
  });
});
