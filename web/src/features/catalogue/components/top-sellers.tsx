import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { GameCard } from '../../../shared/api/contract.ts';
import { Cover } from '../../../shared/ui/cover.tsx';
import { PriceTag } from '../../../shared/ui/price.tsx';
import { OwnedMark } from './game-tile.tsx';

/** The best sellers by rank, in two columns that read downwards. */
export function TopSellers({
  games,
  owns,
}: {
  readonly games: readonly GameCard[];
  readonly owns: (id: number) => boolean;
}): ReactElement {
  const rows = Math.ceil(games.length / 2);
  return (
    <Box
      component="ol"
      sx={{
        display: 'grid',
        columnGap: 3,
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'repeat(2, minmax(0, 1fr))' },
        gridTemplateRows: { md: `repeat(${rows}, auto)` },
        gridAutoFlow: { xs: 'row', md: 'column' },
      }}
    >
      {games.map((game, index) => (
        <Box
          component="li"
          key={game.id}
          sx={({ tokens }) => ({
            position: 'relative',
            display: 'grid',
            gridTemplateColumns: { xs: '28px 54px minmax(0, 1fr)', sm: '34px 54px minmax(0, 1fr) auto' },
            columnGap: 2,
            rowGap: 0.25,
            alignItems: 'center',
            py: 1.25,
            px: 1,
            borderRadius: '12px',
            '&:hover, &:focus-within': { background: tokens.surface },
          })}
        >
          <Box
            aria-hidden="true"
            component="span"
            sx={({ tokens }) => ({
              fontSize: '1.375rem',
              fontWeight: 720,
              textAlign: 'right',
              color: index < 3 ? tokens.accent : tokens.inkFaint,
              fontVariantNumeric: 'tabular-nums',
              gridRow: { xs: 'span 2', sm: 'auto' },
              letterSpacing: '-0.03em',
            })}
          >
            {index + 1}
          </Box>
          <Box sx={{ borderRadius: '8px', overflow: 'hidden', gridRow: { xs: 'span 2', sm: 'auto' } }}>
            <Cover url={game.coverUrl} />
          </Box>
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="h3">
              <Box
                component={Link}
                to={`/games/${game.slug}`}
                sx={{ '&::after': { content: '""', position: 'absolute', inset: 0 } }}
              >
                {game.title}
              </Box>
            </Typography>
            <Typography variant="caption" sx={{ color: 'text.secondary' }}>
              {game.genres
                .map((genre) => genre.name)
                .slice(0, 2)
                .join(' · ')}
            </Typography>
          </Box>
          <Box
            sx={{
              textAlign: { sm: 'right' },
              gridColumn: { xs: 3, sm: 'auto' },
              '& > span': { justifyContent: { sm: 'flex-end' } },
            }}
          >
            {owns(game.id) ? <OwnedMark /> : <PriceTag price={game.price} availability={game.availability} />}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
