import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useCallback, useEffect, type ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../../../app/hooks.ts';
import { count } from '../../../shared/format/time.ts';
import { EmptyNotice, FailureNotice } from '../../../shared/ui/notices.tsx';
import { TextBox } from '../../../shared/ui/text-box.tsx';
import type { Scope } from '../api.ts';
import { selectPublisher } from '../selectors.ts';
import { publisherActions } from '../slice.ts';
import { GameRows, GameRowsSkeleton } from './game-rows.tsx';
import { Together } from './together.tsx';

/** The most that the API takes. */
const LONGEST_SEARCH = 100;

/**
 * Games with their forecasts, found by title: a publisher's own, or any for an operator. The words stand in the
 * address, so that coming back from a forecast finds the same list.
 */
export function GamesPanel({ scope }: { readonly scope: Scope }): ReactElement {
  const dispatch = useAppDispatch();
  const { games } = useAppSelector(selectPublisher);
  const [params, setParams] = useSearchParams();
  const q = (params.get('q') ?? '').slice(0, LONGEST_SEARCH);
  const load = useCallback(() => {
    dispatch(publisherActions.gamesOpened({ scope, q: q.trim() }));
  }, [dispatch, scope, q]);
  useEffect(load, [load]);
  const search = (text: string): void => {
    setParams(text === '' ? {} : { q: text.slice(0, LONGEST_SEARCH) }, { replace: true });
  };
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      <Box sx={{ maxWidth: 420 }}>
        <TextBox label="Find a game by its title" type="search" value={q} onChange={search} />
      </Box>
      {games.status === 'failed' && (
        <FailureNotice title="The games could not be loaded" failure={games.failure} onRetry={load} />
      )}
      {(games.status === 'loading' || games.status === 'idle') && <GameRowsSkeleton />}
      {games.status === 'ready' && games.data.items.length === 0 && (
        <EmptyNotice title={q === '' ? 'No games yet' : 'No game has these words in its title'}>
          {q === ''
            ? 'Games appear here once they are in the catalogue under this publisher.'
            : 'Try another word, or fewer of them.'}
        </EmptyNotice>
      )}
      {games.status === 'ready' && games.data.items.length > 0 && (
        <>
          <Box role="status" sx={{ color: 'text.secondary', fontSize: '0.9375rem' }}>
            {count(games.data.total, 'game')}
          </Box>
          <Together portfolios={games.data.together ?? []} />
          <GameRows games={games.data.items} withPublisher={scope === 'any'} />
          {games.data.nextCursor !== null && (
            <Button
              variant="outlined"
              onClick={() => dispatch(publisherActions.moreAsked())}
              sx={{ justifySelf: 'center' }}
            >
              Load more games
            </Button>
          )}
        </>
      )}
    </Box>
  );
}
