import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactElement } from 'react';
import { Link } from 'react-router';
import { useAppDispatch, useAppSelector } from '../app/hooks.ts';
import { Gate } from '../app/ui/gate.tsx';
import { GameTileSkeleton } from '../features/catalogue/components/game-tile.tsx';
import { selectLibrary } from '../features/library/selectors.ts';
import { libraryActions } from '../features/library/slice.ts';
import type { OwnedGame } from '../shared/api/contract.ts';
import { formatPrice } from '../shared/format/money.ts';
import { count, formatDay } from '../shared/format/time.ts';
import { Cover } from '../shared/ui/cover.tsx';
import { EmptyNotice, FailureNotice } from '../shared/ui/notices.tsx';
import { Page } from '../shared/ui/page.tsx';

const GRID = {
  display: 'grid',
  gap: { xs: '12px', sm: '18px' },
  gridTemplateColumns: {
    xs: 'repeat(2, minmax(0, 1fr))',
    sm: 'repeat(3, minmax(0, 1fr))',
    md: 'repeat(4, minmax(0, 1fr))',
    lg: 'repeat(5, minmax(0, 1fr))',
  },
} as const;

export default function LibraryPage(): ReactElement {
  return (
    <Gate title="Your games">
      <OwnedGames />
    </Gate>
  );
}

function OwnedGames(): ReactElement {
  const dispatch = useAppDispatch();
  const library = useAppSelector(selectLibrary);
  useEffect(() => {
    dispatch(libraryActions.libraryOpened());
  }, [dispatch]);
  const lead =
    library.status === 'ready'
      ? `${count(library.data.total, 'game')}, newest first`
      : 'Everything you own here';
  return (
    <Page title="Your games" lead={lead}>
      {library.status === 'failed' && (
        <FailureNotice
          title="Your games could not be loaded"
          failure={library.failure}
          onRetry={() => dispatch(libraryActions.libraryOpened())}
        />
      )}
      {(library.status === 'loading' || library.status === 'idle') && (
        <Box sx={GRID} aria-busy="true">
          {[1, 2, 3, 4, 5].map((key) => (
            <GameTileSkeleton key={key} />
          ))}
        </Box>
      )}
      {library.status === 'ready' && library.data.items.length === 0 && (
        <EmptyNotice
          title="No games yet"
          action={
            <Button component={Link} to="/games" variant="contained">
              Browse games
            </Button>
          }
        >
          What you buy appears here at once, free games too.
        </EmptyNotice>
      )}
      {library.status === 'ready' && library.data.items.length > 0 && (
        <>
          <Box component="ul" aria-label="Your games" sx={GRID}>
            {library.data.items.map((owned) => (
              <li key={owned.game.id}>
                <OwnedTile owned={owned} />
              </li>
            ))}
          </Box>
          {library.data.nextCursor !== null && (
            <Box sx={{ mt: 4, display: 'grid', justifyItems: 'center' }}>
              <Button variant="outlined" onClick={() => dispatch(libraryActions.moreAsked())}>
                Load more games
              </Button>
            </Box>
          )}
        </>
      )}
    </Page>
  );
}

function OwnedTile({ owned }: { readonly owned: OwnedGame }): ReactElement {
  const { game, grantedAt, pricePaid } = owned;
  return (
    <Box
      component="article"
      sx={({ tokens }) => ({
        position: 'relative',
        height: '100%',
        borderRadius: '14px',
        overflow: 'hidden',
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        '&:hover, &:focus-within': { borderColor: tokens.accentLine, boxShadow: tokens.shadowRaised },
      })}
    >
      <Cover url={game.coverUrl} />
      <Box sx={{ p: 1.75, display: 'grid', gap: 0.5 }}>
        <Typography variant="h3" component="h2">
          <Box
            component={Link}
            to={`/games/${game.slug}`}
            sx={{ '&::after': { content: '""', position: 'absolute', inset: 0 } }}
          >
            {game.title}
          </Box>
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          {game.publisher}
        </Typography>
        <Typography variant="caption" sx={{ color: 'text.secondary', mt: 0.5 }}>
          {pricePaid === null ? 'Added' : `Bought for ${formatPrice(pricePaid)}`} on {formatDay(grantedAt)}
        </Typography>
      </Box>
    </Box>
  );
}
