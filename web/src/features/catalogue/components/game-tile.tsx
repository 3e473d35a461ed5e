import CheckCircle from '@mui/icons-material/CheckCircle';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { GameCard } from '../../../shared/api/contract.ts';
import { formatDay } from '../../../shared/format/time.ts';
import { COVER_RATIO, Cover } from '../../../shared/ui/cover.tsx';
import { PriceTag, SaleEnd } from '../../../shared/ui/price.tsx';
import { Platforms } from './platforms.tsx';

interface Props {
  readonly game: GameCard;
  readonly owned: boolean;
  /** Shows when the running discount ends, measured from this instant. */
  readonly saleEndFrom?: number;
  readonly headingLevel?: 'h2' | 'h3';
}

/** A game on a shelf: cover, title, what it is, price. The whole tile is one link, named by the title. */
export function GameTile({ game, owned, saleEndFrom, headingLevel = 'h3' }: Props): ReactElement {
  const endsAt = game.price?.endsAt ?? null;
  return (
    <Box
      component="article"
      sx={({ tokens }) => ({
        position: 'relative',
        display: 'flex',
        flexDirection: 'column',
        height: '100%',
        borderRadius: '14px',
        overflow: 'hidden',
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        boxShadow: tokens.shadow,
        transition: 'transform 220ms ease, box-shadow 220ms ease, border-color 220ms ease',
        '&:hover, &:focus-within': {
          transform: 'translateY(-4px)',
          boxShadow: tokens.shadowRaised,
          borderColor: tokens.accentLine,
        },
        '&:hover .cover > img': { transform: 'scale(1.045)' },
      })}
    >
      <Cover url={game.coverUrl} />
      <Box sx={{ p: 1.75, display: 'flex', flexDirection: 'column', gap: 0.5, flex: 1 }}>
        <Typography variant="h3" component={headingLevel} sx={{ textWrap: 'balance' }}>
          <Box
            component={Link}
            to={`/games/${game.slug}`}
            sx={{ '&::after': { content: '""', position: 'absolute', inset: 0 } }}
          >
            {game.title}
          </Box>
        </Typography>
        <Typography
          variant="caption"
          sx={{
            color: 'text.secondary',
            display: 'flex',
            gap: 1,
            alignItems: 'center',
            justifyContent: 'space-between',
          }}
        >
          <span>
            {game.genres
              .slice(0, 2)
              .map((genre) => genre.name)
              .join(' · ') || game.publisher}
          </span>
          <Platforms slugs={game.platforms} />
        </Typography>
        <Box
          sx={{
            mt: 'auto',
            pt: 1,
            display: 'flex',
            flexWrap: 'wrap',
            gap: 0.75,
            alignItems: 'center',
            justifyContent: 'space-between',
            minHeight: 38,
          }}
        >
          {owned ? <OwnedMark /> : <PriceTag price={game.price} availability={game.availability} />}
          {!owned && game.availability === 'pre-order' && (
            <Flag>{game.releaseDate === null ? 'Pre-order' : `Out ${formatDay(game.releaseDate)}`}</Flag>
          )}
          {!owned && saleEndFrom !== undefined && endsAt !== null && (
            <SaleEnd endsAt={endsAt} now={saleEndFrom} />
          )}
        </Box>
      </Box>
    </Box>
  );
}

export function OwnedMark(): ReactElement {
  return (
    <Box
      component="span"
      sx={({ tokens }) => ({
        display: 'inline-flex',
        gap: 0.75,
        alignItems: 'center',
        color: tokens.good,
        fontWeight: 620,
        fontSize: '0.875rem',
      })}
    >
      <CheckCircle sx={{ fontSize: 18 }} aria-hidden="true" />
      In your library
    </Box>
  );
}

function Flag({ children }: { readonly children: string }): ReactElement {
  return (
    <Box
      component="span"
      sx={({ tokens }) => ({ fontSize: '0.8125rem', fontWeight: 600, color: tokens.inkSoft })}
    >
      {children}
    </Box>
  );
}

/** The tile's outline at its final size. */
export function GameTileSkeleton(): ReactElement {
  return (
    <Box
      sx={({ tokens }) => ({
        borderRadius: '14px',
        overflow: 'hidden',
        border: `1px solid ${tokens.line}`,
        background: tokens.surface,
        height: '100%',
      })}
    >
      <Box sx={{ aspectRatio: COVER_RATIO }}>
        <Skeleton variant="rectangular" width="100%" height="100%" />
      </Box>
      <Box sx={{ p: 1.75 }}>
        <Skeleton width="75%" height={24} />
        <Skeleton width="50%" height={20} />
        <Skeleton width="35%" height={28} sx={{ mt: 1.5 }} />
      </Box>
    </Box>
  );
}
