import { afterEach, describe, expect, it } from '@jest/globals';
import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import { fixtureStore, renderApp, TODAY } from '../../testing/app.tsx';
import { runOf } from '../../testing/fixture-runs.ts';
import { problem } from '../../testing/fixture-store.ts';
import { arcsOf, isStraight, nextWords } from './graph.ts';

afterEach(cleanup);

describe("the operator's pages", () => {
  it('show a run as its states, with attempts, counts and the reason of each failed game', async () => {
    renderApp('/operator/runs/run-2', fixtureStore().signIn('operator'));
    const states = await screen.findByRole('list', { name: 'States of the run' });
    expect(within(states).getAllByRole('listitem')).toHaveLength(11);
    within(states).getByText('attempt 2');
    within(states).getByText('8 of 8 batches · 1 failed');
    expect(screen.getAllByText(/Unknown review label "Fine"/).length).toBeGreaterThan(0);
  });

  it('start a run with a date and lead to its graph', async () => {
    const { user } = renderApp('/operator/runs', fixtureStore().signIn('operator'));
    await user.click(await screen.findByRole('button', { name: 'Start run' }));
    await screen.findByRole('list', { name: 'States of the run' });
    expect(window.location.pathname).toMatch(/^\/operator\/runs\/run-\d{4}-\d{2}-\d{2}$/);
  });

  it('say why a run was refused', async () => {
    const store = fixtureStore().signIn('operator');
    store.override = (method) =>
      method === 'POST' ? problem(409, 'run_in_progress', 'A run is under way.') : undefined;
    const { user } = renderApp('/operator/runs', store);
    await user.click(await screen.findByRole('button', { name: 'Start run' }));
    await screen.findByText('A run is under way.');
  });

  it('serve an older model again, by keyboard, after a question', async () => {
    const store = fixtureStore().signIn('operator');
    const { user } = renderApp('/operator/runs', store);
    const models = await screen.findByRole('list', { name: 'Models' });
    expect(within(models).getAllByRole('listitem')).toHaveLength(3);
    within(models).getByText('refused: no sure gain in WAPE on 2026-03-30');
    within(models).getByText(/^Since 2026-06-07 the model's forecasts of 1 to 7 days ahead/);
    screen.getByText('Third: 8 to 28 days ahead since 4 Jun 2026');
    // One that was refused, and the champion itself, are not to be chosen.
    const [button, ...others] = within(models).getAllByRole('button');
    expect(others).toEqual([]);
    act(() => button?.focus());
    await user.keyboard('{Enter}');
    const question = await screen.findByRole('dialog', { name: 'Serve model-may again?' });
    expect(document.activeElement?.textContent).toBe('Cancel');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(question.isConnected).toBe(false));
    expect(store.champion).toBe('model-june');
    act(() => button?.focus());
    await user.keyboard('{Enter}');
    await screen.findByRole('dialog');
    await user.tab({ shift: true });
    expect(document.activeElement?.textContent).toBe('Serve it');
    await user.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Serve again: model-june' });
    expect(store.champion).toBe('model-may');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('say that another model is served by now, and show it', async () => {
    const store = fixtureStore().signIn('operator');
    const { user } = renderApp('/operator/runs', store);
    await user.click(await screen.findByRole('button', { name: 'Serve again: model-may' }));
    store.champion = 'model-new';
    await user.click(await screen.findByRole('button', { name: 'Serve it' }));
    await screen.findByText('Another one is served.');
    await screen.findByLabelText('Serve again: model-june');
  });

  it('read the log of a request', async () => {
    const { user } = renderApp('/operator/runs/run-1', fixtureStore().signIn('operator'));
    await user.click(await screen.findByRole('button', { name: 'Show log' }));
    expect((await screen.findByRole('region', { name: 'Log lines' })).textContent).toContain('Lease taken');
  });

  it('ask to sign in again when the session ends while a run is watched', async () => {
    const store = fixtureStore().signIn('operator');
    renderApp('/operator/runs', store);
    await screen.findByRole('list', { name: 'Runs' });
    store.override = () => problem(401, 'signed_out', 'The session has ended.');
    await screen.findByText('Sign in to see this page', {}, { timeout: 20_000 });
    expect(screen.queryByRole('list', { name: 'Runs' })).toBeNull();
  });

  it('are closed to others', async () => {
    renderApp('/operator/runs', fixtureStore().signIn('shopper'));
    await screen.findByText('This page is not for this account');
  });
});

describe('the state graph', () => {
  const run = runOf('run', TODAY, 5, false);

  it('draws an edge to the next state as a line and every other one as an arc', () => {
    expect(isStraight(run, 0)).toBe(true);
    expect(arcsOf(run)).toEqual([{ from: 3, to: 2, label: 'not yet', track: 0 }]);
  });

  it('gives arcs that overlap tracks of their own', () => {
    const edges = [
      { from: 'OpenRun', to: 'CleanUp' },
      { from: 'ExtractSales', to: 'CheckQuality' },
    ];
    expect(arcsOf({ ...run, edges }).map(({ track }) => track)).toEqual([0, 1]);
  });

  it('says in words where a state leads', () => {
    expect(nextWords(run, 'IsExtracted')).toBe('then WaitForExtract (not yet), ListGames (done)');
    expect(nextWords(run, 'Done')).toBe('ends here');
  });
});
