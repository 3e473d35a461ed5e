import { configure, render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../app/app.tsx';
import { createStore } from '../app/store.ts';
import { createStoreClient } from '../shared/api/client.ts';
import { createNavigation } from '../shared/navigation.ts';
import type { Services } from '../shared/saga/services.ts';
import { gamesFrom } from './fixture-games.ts';
import { FixtureStore } from './fixture-store.ts';

// Pages come in chunks that are translated on first use; on a busy machine that takes longer than a second.
configure({
  asyncUtilTimeout: 15_000,
  getElementError: (message) => new Error(message ?? 'Element not found'),
});

export const TODAY = '2026-06-12';

/** Thirty games: each availability, some discounts, more than one page. */
export function fixtureStore(): FixtureStore {
  const genres = ['RPG', 'Adventure', 'Racing', 'Puzzle'] as const;
  const sketches = Array.from({ length: 30 }, (_, index) => ({
    title: `Game ${String(index + 1).padStart(2, '0')}`,
    summary: 'A game about waiting for a good train.',
    publisher: index < 6 ? 'Northlight Interactive' : 'Blue Kestrel',
    genres: [genres[index % 4] ?? 'RPG', 'Indie'],
    platforms: ['Windows', 'Linux'],
    categories: ['Single-player'],
  }));
  return new FixtureStore(gamesFrom(sketches, TODAY), TODAY);
}

export interface Stage {
  readonly services: Services;
  readonly saved: { readonly name: string; readonly content: Blob }[];
  readonly errors: unknown[];
  /** Hides or shows the page, as changing the browser's tab does. */
  readonly setVisible: (visible: boolean) => void;
}

/** The services of the sagas with the fixture store at the network's edge. */
export function stage(store: Pick<FixtureStore, 'fetch'>): Stage {
  const saved: { name: string; content: Blob }[] = [];
  const errors: unknown[] = [];
  const listeners = new Set<() => void>();
  const kept = new Map<string, string>();
  let visible = true;
  return {
    saved,
    errors,
    setVisible: (next) => {
      visible = next;
      for (const listener of [...listeners]) listener();
    },
    services: {
      api: createStoreClient(store.fetch, 'http://store.test'),
      navigation: createNavigation(),
      storage: {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, value) => void kept.set(key, value),
      },
      page: {
        isVisible: () => visible,
        onVisibility: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        prefersDark: () => false,
        onPrefersDark: () => () => undefined,
        saveFile: (name, content) => void saved.push({ name, content }),
      },
      reportError: (_feature, error) => void errors.push(error),
    },
  };
}

/** The whole application at an address, in the simulated browser. */
export function renderApp(path: string, store: FixtureStore = fixtureStore()) {
  window.history.replaceState(null, '', path);
  // The simulated browser scrolls nothing and measures nothing.
  window.scrollTo = () => undefined;
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  const staged = stage(store);
  const redux = createStore(staged.services);
  const view = render(<App store={redux} navigation={staged.services.navigation} />);
  return { ...staged, store, redux, view, user: userEvent.setup() };
}
