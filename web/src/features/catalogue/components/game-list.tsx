import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import type { ReactElement } from 'react';
import type { Resource } from '../../../shared/resource.ts';
import { count } from '../../../shared/format/time.ts';
import { EmptyNotice, FailureNotice } from '../../../shared/ui/notices.tsx';
import type { GrowingList } from '../slice.ts';
import { PAGE_SIZE } from '../api.ts';
import { GameTile, GameTileSkeleton } from './game-tile.tsx';

const GRID = {
  display: 'grid',
  gap: { xs: '12px', sm: '18px' },
  gridTemplateColumns: {
    xs: 'repeat(2, minmax(0, 1fr))',
    sm: 'repeat(3, minmax(0, 1fr))',
    lg: 'repeat(4, minmax(0, 1fr))',
  },
} as const;

/** The games of one query: loading, failed, none, or the list with the way to its next page. */
export function GameList(props: {
  readonly list: Resource<GrowingList>;
  readonly owns: (id: number) => boolean;
  readonly now: number;
  readonly onRetry: () => void;
  readonly onMore: () => void;
  readonly onClear: () => void;
}): ReactElement {
  const { list, owns, now, onRetry, onMore, onClear } = props;
  if (list.status === 'failed') {
    return <FailureNotice title="The games could not be loaded" failure={list.failure} onRetry={onRetry} />;
  }
  if (list.status !== 'ready') {
    return (
      <Box sx={GRID} aria-busy="true" aria-label="Loading games" role="status">
        {Array.from({ length: PAGE_SIZE / 2 }, (_, index) => (
          <GameTileSkeleton key={index} />
        ))}
      </Box>
    );
  }
  const { items, total, nextCursor, more } = list.data;
  if (items.length === 0) {
    return (
      <EmptyNotice
        title="No game fits all of this"
        action={
          <Button variant="contained" onClick={onClear}>
            Clear all filters
          </Button>
        }
      >
        Take one filter away, or look for another word of the title.
      </EmptyNotice>
    );
  }
  return (
    <>
      <Box component="ul" aria-label="Games" sx={GRID}>
        {items.map((game) => (
          <li key={game.id}>
            <GameTile game={game} owned={owns(game.id)} saleEndFrom={now} headingLevel="h2" />
          </li>
        ))}
      </Box>
      <Box
        sx={{
          mt: 4,
          display: 'grid',
          justifyItems: 'center',
          gap: 1.5,
          color: 'text.secondary',
          fontSize: '0.9375rem',
        }}
      >
        <span>
          {count(items.length, 'game')} of {total}
        </span>
        {more.status === 'failed' && (
          <FailureNotice title="The next games could not be loaded" failure={more.failure} />
        )}
        {nextCursor !== null && (
          <Button variant="outlined" size="large" disabled={more.status === 'loading'} onClick={onMore}>
            {more.status === 'loading' ? 'Loading…' : 'Load more games'}
          </Button>
        )}
      </Box>
    </>
  );
}
