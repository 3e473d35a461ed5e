import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { Link } from 'react-router';
import type { GameCard } from '../../../shared/api/contract.ts';
import { Cover } from '../../../shared/ui/cover.tsx';
import { visuallyHidden } from '../../../shared/ui/page.tsx';
import { PriceTag, SaleEnd } from '../../../shared/ui/price.tsx';
import { OwnedMark } from './game-tile.tsx';

const HEIGHT = { xs: 'auto', md: 452 } as const;

/** The featured games: one in full, the others a press away. Nothing moves by itself. */
export function Hero(props: {
  readonly games: readonly GameCard[];
  readonly owns: (id: number) => boolean;
  readonly now: number;
}): ReactElement | null {
  const { games, owns, now } = props;
  const [chosen, choose] = useState(0);
  const game = games[chosen] ?? games[0];
  if (game === undefined) return null;
  return (
    <Box
      component="section"
      aria-label="Featured games"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 268px' },
        gap: 2,
      }}
    >
      <Featured key={game.id} game={game} owned={owns(game.id)} now={now} />
      <Box
        component="ul"
        aria-label="More featured games"
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns: { xs: 'repeat(5, minmax(0, 1fr))', md: 'none' },
          gridAutoRows: { md: '1fr' },
        }}
      >
        {games.map((other, index) => (
          <li key={other.id}>
            <Pick game={other} pressed={other.id === game.id} onPress={() => choose(index)} />
          </li>
        ))}
      </Box>
    </Box>
  );
}

function Featured({
  game,
  owned,
  now,
}: {
  readonly game: GameCard;
  readonly owned: boolean;
  readonly now: number;
}): ReactElement {
  const endsAt = game.price?.endsAt ?? null;
  return (
    <Box
      component="article"
      sx={({ tokens }) => ({
        position: 'relative',
        isolation: 'isolate',
        overflow: 'hidden',
        borderRadius: '20px',
        minHeight: HEIGHT,
        background: '#12141a',
        color: '#fff',
        display: 'grid',
        gridTemplateColumns: { xs: '128px minmax(0, 1fr)', md: '312px minmax(0, 1fr)' },
        alignItems: 'center',
        gap: { xs: 2, md: 5 },
        p: { xs: 2, md: 4.5 },
        boxShadow: tokens.shadowRaised,
        animation: 'hero 420ms ease both',
        '@keyframes hero': { from: { opacity: 0.4 }, to: { opacity: 1 } },
      })}
    >
      <Box
        aria-hidden="true"
        sx={{
          position: 'absolute',
          inset: '-60px',
          zIndex: -1,
          backgroundImage: `url(${JSON.stringify(game.coverUrl)})`,
          backgroundSize: 'cover',
          backgroundPosition: 'center 30%',
          filter: 'blur(38px) saturate(1.25)',
          '&::after': {
            content: '""',
            position: 'absolute',
            inset: 0,
            background: 'linear-gradient(100deg, rgba(10,11,15,0.62) 10%, rgba(10,11,15,0.88) 70%)',
          },
        }}
      />
      <Box sx={{ borderRadius: '14px', overflow: 'hidden', boxShadow: '0 18px 50px rgba(0,0,0,0.5)' }}>
        <Cover url={game.coverUrl} eager />
      </Box>
      <Box
        sx={{ display: 'grid', gap: { xs: 0.75, md: 1.5 }, justifyItems: 'start', alignContent: 'center' }}
      >
        <Typography variant="overline" sx={{ color: '#ffb48f', display: { xs: 'none', md: 'block' } }}>
          {ribbon(game)}
        </Typography>
        <Typography
          component="h2"
          sx={{
            fontSize: { xs: '1.375rem', md: '2.5rem' },
            fontWeight: 730,
            letterSpacing: '-0.028em',
            lineHeight: 1.1,
            textWrap: 'balance',
          }}
        >
          {game.title}
        </Typography>
        <Typography
          sx={{
            color: 'rgba(255,255,255,0.86)',
            maxWidth: '46ch',
            fontSize: { xs: '0.875rem', md: '1.0625rem' },
            display: '-webkit-box',
            WebkitBoxOrient: 'vertical',
            WebkitLineClamp: { xs: 3, md: 4 },
            overflow: 'hidden',
          }}
        >
          {game.summary}
        </Typography>
        <Typography
          variant="body2"
          sx={{ color: 'rgba(255,255,255,0.78)', display: { xs: 'none', md: 'block' } }}
        >
          {[game.publisher, ...game.genres.map((genre) => genre.name)].join(' · ')}
        </Typography>
        <Box
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 2,
            alignItems: 'center',
            mt: { xs: 0.5, md: 1.5 },
            '& s': { color: 'rgba(255,255,255,0.78)' },
          }}
        >
          <Button
            component={Link}
            to={`/games/${game.slug}`}
            variant="contained"
            sx={{ background: '#fff', color: '#14161b', '&:hover': { background: '#ffe9de' } }}
          >
            View game
          </Button>
          <Box sx={{ display: 'grid', gap: 0.25, '& time': { color: '#ffb48f' } }}>
            {owned ? (
              <Box sx={{ '& > span': { color: '#8fe3b2' } }}>
                <OwnedMark />
              </Box>
            ) : (
              <PriceTag price={game.price} availability={game.availability} />
            )}
            {endsAt !== null && !owned && <SaleEnd endsAt={endsAt} now={now} />}
          </Box>
        </Box>
      </Box>
    </Box>
  );
}

function ribbon(game: GameCard): string {
  if (game.availability === 'pre-order') return 'Pre-order';
  if (game.price !== null && game.price.percent > 0) return 'On sale now';
  if (game.availability === 'free') return 'Free to keep';
  return 'Featured';
}

function Pick({
  game,
  pressed,
  onPress,
}: {
  readonly game: GameCard;
  readonly pressed: boolean;
  readonly onPress: () => void;
}): ReactElement {
  return (
    <Box
      component="button"
      type="button"
      aria-pressed={pressed}
      onClick={onPress}
      sx={({ tokens }) => ({
        font: 'inherit',
        color: 'inherit',
        cursor: 'pointer',
        position: 'relative',
        width: '100%',
        height: '100%',
        textAlign: 'left',
        display: 'flex',
        alignItems: 'center',
        gap: 1.5,
        p: { xs: '4px', md: 1 },
        borderRadius: '14px',
        border: `2px solid ${pressed ? tokens.accent : 'transparent'}`,
        background: pressed ? tokens.surface : 'transparent',
        '&:hover': { background: tokens.surface },
      })}
    >
      <Box sx={{ width: { xs: '100%', md: 50 }, flexShrink: 0, borderRadius: '8px', overflow: 'hidden' }}>
        <Cover url={game.coverUrl} eager />
      </Box>
      <Box
        component="span"
        sx={{
          display: { xs: 'none', md: 'block' },
          fontWeight: 620,
          fontSize: '0.9375rem',
          lineHeight: 1.25,
        }}
      >
        {game.title}
      </Box>
      <Box component="span" sx={{ ...visuallyHidden, display: { md: 'none' } }}>
        {game.title}
      </Box>
    </Box>
  );
}

export function HeroSkeleton(): ReactElement {
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 268px' },
        gap: 2,
      }}
    >
      <Skeleton variant="rounded" sx={{ height: { xs: 204, md: 452 }, borderRadius: '20px' }} />
      <Skeleton variant="rounded" sx={{ height: { xs: 100, md: 452 }, borderRadius: '14px' }} />
    </Box>
  );
}
