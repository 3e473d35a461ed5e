import { afterEach, describe, expect, it } from '@jest/globals';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { fixtureStore, renderApp } from '../../testing/app.tsx';
import { problem } from '../../testing/fixture-store.ts';

afterEach(cleanup);

const box = () => screen.findByRole('region', { name: 'Price' });

describe('the game page', () => {
  it.each([
    ['game-01', 'Buy now', '$29.99'],
    ['game-07', 'Get it free', 'Free'],
    ['game-08', 'Pre-order', 'Playable from'],
  ])('%s: offers "%s"', async (slug, button, words) => {
    renderApp(`/games/${slug}`);
    within(await box()).getByRole('button', { name: button });
    expect((await box()).textContent).toContain(words);
  });

  it.each([
    ['game-09', 'Coming soon'],
    ['game-10', 'Not for sale'],
  ])('%s: says "%s" and offers nothing to press', async (slug, words) => {
    renderApp(`/games/${slug}`);
    within(await box()).getByText(words);
    expect(within(await box()).queryByRole('button')).toBeNull();
  });

  it('tells the end of a sale and the lowest price of the 30 days before it', async () => {
    renderApp('/games/game-05');
    expect((await box()).textContent).toMatch(/Lowest price in the 30 days before this sale: \$[\d.]+/);
  });

  it('takes a free game in one click', async () => {
    const store = fixtureStore().signIn('shopper');
    const { user } = renderApp('/games/game-07', store);
    await screen.findByRole('button', { name: 'Account of Sam Shopper' });
    await user.click(within(await box()).getByRole('button', { name: 'Get it free' }));
    await screen.findByText('Added to your library');
    expect(store.owned.has(7)).toBe(true);
  });

  it.each([
    ['a shopper', 'Pay $29.99', 'button'],
    ['a visitor', 'Sign in', 'heading'],
  ] as const)('waits to know who presses Buy: %s sees "%s"', async (who, name, role) => {
    const store = fixtureStore();
    const me = who === 'a shopper' ? store.signIn('shopper').me : null;
    let tell = (): void => undefined;
    const known = new Promise<void>((resolve) => (tell = resolve));
    store.override = (_method, path) =>
      path === '/api/me' ? known.then(() => Response.json(me)) : undefined;
    const { user } = renderApp('/games/game-01', store);
    await user.click(within(await box()).getByRole('button', { name: 'Buy now' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Sign in' })).toBeNull();
    tell();
    await screen.findByRole(role, { name });
  });

  it('sends one order, with one key, however often Pay is pressed', async () => {
    const store = fixtureStore().signIn('shopper');
    const { user } = renderApp('/games/game-01', store);
    await screen.findByRole('button', { name: 'Account of Sam Shopper' });
    await user.click(within(await box()).getByRole('button', { name: 'Buy now' }));
    await user.dblClick(await screen.findByRole('button', { name: 'Pay $29.99' }));
    await screen.findByText('Added to your library');
    const orders = store.requests.filter(({ method, path }) => method === 'POST' && path === '/api/orders');
    expect(orders).toHaveLength(1);
    expect(orders[0]?.key).toMatch(/^[\w-]{32}$/);
  });

  it('repeats an order that got no answer under the same key, so that it cannot buy twice', async () => {
    const store = fixtureStore().signIn('shopper');
    let lost = 0;
    store.override = (_method, path) => {
      if (path !== '/api/orders' || lost > 0) return undefined;
      lost += 1;
      throw new TypeError('Failed to fetch');
    };
    const { user } = renderApp('/games/game-01', store);
    await screen.findByRole('button', { name: 'Account of Sam Shopper' });
    await user.click(within(await box()).getByRole('button', { name: 'Buy now' }));
    await user.click(await screen.findByRole('button', { name: 'Pay $29.99' }));
    await screen.findByText('Added to your library', {}, { timeout: 15_000 });
    const keys = store.requests.filter(({ path }) => path === '/api/orders').map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('a declined card buys nothing, says so, and lets the buyer try another', async () => {
    const store = fixtureStore().signIn('shopper');
    const { user } = renderApp('/games/game-01', store);
    await screen.findByRole('button', { name: 'Account of Sam Shopper' });
    await user.click(within(await box()).getByRole('button', { name: 'Buy now' }));
    await user.click(await screen.findByRole('radio', { name: /declined/ }));
    await user.click(screen.getByRole('button', { name: 'Pay $29.99' }));
    await screen.findByText('The payment was refused. Nothing was bought.');
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Pay $29.99' })).not.toBeNull());
    expect(store.owned.size).toBe(0);
  });

  it('a look at a late payment that fails is followed by the next, and the game arrives', async () => {
    const store = fixtureStore().signIn('shopper');
    let lost = 0;
    store.override = (_method, path) => {
      if (!path.startsWith('/api/orders/') || lost > 0) return undefined;
      lost += 1;
      return problem(503, 'unavailable', 'Try again.');
    };
    const { user } = renderApp('/games/game-01', store);
    await screen.findByRole('button', { name: 'Account of Sam Shopper' });
    await user.click(within(await box()).getByRole('button', { name: 'Buy now' }));
    await user.click(await screen.findByRole('radio', { name: /late/i }));
    await user.click(screen.getByRole('button', { name: 'Pay $29.99' }));
    await screen.findByText('Added to your library', {}, { timeout: 15_000 });
    expect(lost).toBe(1);
  });
});
