import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { Link, useParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../app/hooks.ts';
import { selectCheckout } from '../features/checkout/selectors.ts';
import { checkoutActions } from '../features/checkout/slice.ts';
import { BuyBox, buyLabel, BuyButton } from '../features/game/components/buy-box.tsx';
import { Facts, ReviewLine } from '../features/game/components/facts.tsx';
import { selectGame } from '../features/game/selectors.ts';
import { gameActions } from '../features/game/slice.ts';
import { selectOwns } from '../features/library/selectors.ts';
import type { GameDetail } from '../shared/api/contract.ts';
import { useNow } from '../shared/hooks/use-now.ts';
import { Cover } from '../shared/ui/cover.tsx';
import { FailureNotice } from '../shared/ui/notices.tsx';
import { Heading, Page, PageTitle } from '../shared/ui/page.tsx';
import { PriceTag } from '../shared/ui/price.tsx';
import Container from '@mui/material/Container';

const CheckoutDialog = lazy(() => import('../features/checkout/components/checkout-dialog.tsx'));

export default function GamePage(): ReactElement {
  const dispatch = useAppDispatch();
  const slug = useParams()['slug'] ?? '';
  const game = useAppSelector((state) => selectGame(state, slug));
  const open = (): void => {
    dispatch(gameActions.gameOpened({ slug }));
  };
  useEffect(() => {
    dispatch(gameActions.gameOpened({ slug }));
  }, [dispatch, slug]);
  if (game.status === 'ready') return <Game game={game.data} />;
  if (game.status === 'failed' && game.failure.status === 404) return <Gone />;
  if (game.status === 'failed') {
    return (
      <Page title="Game">
        <FailureNotice title="The game could not be loaded" failure={game.failure} onRetry={open} />
      </Page>
    );
  }
  return <GameSkeleton />;
}

function Game({ game }: { readonly game: GameDetail }): ReactElement {
  const dispatch = useAppDispatch();
  const owned = useAppSelector((state) => selectOwns(state, game.id));
  const checkout = useAppSelector(selectCheckout);
  const now = useNow();
  useEffect(() => () => void dispatch(checkoutActions.checkoutClosed()), [dispatch]);
  const buy = (): void => {
    if (game.price === null) return;
    const { id: gameId, slug, title, coverUrl } = game;
    dispatch(checkoutActions.purchaseAsked({ gameId, slug, title, coverUrl, total: game.price.now }));
  };
  const busy = checkout.status === 'placing';
  return (
    <Container maxWidth="lg" sx={{ py: { xs: 2.5, md: 5 }, px: { xs: 2, sm: 3 } }}>
      <PageTitle>{game.title}</PageTitle>
      <Box
        sx={{
          display: 'grid',
          gap: { xs: 2.5, md: 5 },
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            sm: '220px minmax(0, 1fr)',
            md: '300px minmax(0, 1fr) 320px',
          },
          alignItems: 'start',
        }}
      >
        <Box
          sx={({ tokens }) => ({
            borderRadius: '18px',
            overflow: 'hidden',
            boxShadow: tokens.shadowRaised,
            maxWidth: { xs: 240, sm: 'none' },
            mx: { xs: 'auto', sm: 0 },
            width: '100%',
          })}
        >
          <Cover url={game.coverUrl} alt={`Cover of ${game.title}`} eager />
        </Box>
        <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
          <Box sx={{ display: 'grid', gap: 1 }}>
            <Typography variant="overline" component="p" sx={{ color: 'text.secondary' }}>
              {game.genres.map((genre) => genre.name).join(' · ') || 'Game'}
            </Typography>
            <Heading>{game.title}</Heading>
            <Typography variant="body2" component="div">
              <ReviewLine game={game} />
            </Typography>
          </Box>
          <Typography sx={{ fontSize: '1.125rem', lineHeight: 1.55, color: 'text.secondary' }}>
            {game.summary}
          </Typography>
          {game.description !== '' && game.description !== game.summary && (
            <Box component="section" aria-label="About this game" sx={{ display: 'grid', gap: 1.5, mt: 1 }}>
              <Typography variant="h2">About this game</Typography>
              {game.description.split(/\n+/).map((paragraph, index) => (
                <Typography key={index} sx={{ maxWidth: '68ch' }}>
                  {paragraph}
                </Typography>
              ))}
            </Box>
          )}
        </Box>
        <Box
          sx={{
            display: 'grid',
            gap: 3,
            gridColumn: { sm: '1 / -1', md: 'auto' },
            position: { md: 'sticky' },
            top: { md: 92 },
          }}
        >
          <BuyBox game={game} owned={owned} busy={busy} now={now} onBuy={buy} />
          <Facts game={game} />
        </Box>
      </Box>
      {!owned && buyLabel(game) !== null && <PhoneBuyBar game={game} busy={busy} onBuy={buy} />}
      {checkout.status !== 'closed' && checkout.purchase.gameId === game.id && (
        <Suspense fallback={null}>
          <CheckoutDialog />
        </Suspense>
      )}
    </Container>
  );
}

/** On a phone the price and the button stay within reach while reading. */
function PhoneBuyBar({
  game,
  busy,
  onBuy,
}: {
  readonly game: GameDetail;
  readonly busy: boolean;
  readonly onBuy: () => void;
}): ReactElement {
  return (
    <Box
      sx={({ tokens }) => ({
        display: { xs: 'grid', sm: 'none' },
        gridTemplateColumns: 'auto minmax(140px, 200px)',
        justifyContent: 'space-between',
        alignItems: 'center',
        gap: 2,
        position: 'sticky',
        bottom: 66,
        mt: 3,
        p: 1.5,
        borderRadius: '16px',
        background: tokens.raised,
        border: `1px solid ${tokens.line}`,
        boxShadow: tokens.shadowRaised,
      })}
    >
      <PriceTag price={game.price} availability={game.availability} />
      <BuyButton game={game} busy={busy} onBuy={onBuy} />
    </Box>
  );
}

function Gone(): ReactElement {
  return (
    <Page title="This game is not in the store" lead="It may have been removed, or the address is mistyped.">
      <Button component={Link} to="/games" variant="contained">
        Browse all games
      </Button>
    </Page>
  );
}

function GameSkeleton(): ReactElement {
  return (
    <Container maxWidth="lg" aria-busy="true" sx={{ py: 5 }}>
      <Box
        sx={{
          display: 'grid',
          gap: 5,
          gridTemplateColumns: {
            xs: 'minmax(0, 1fr)',
            sm: '220px minmax(0, 1fr)',
            md: '300px minmax(0, 1fr) 320px',
          },
        }}
      >
        <Skeleton variant="rounded" sx={{ height: 'auto', aspectRatio: '3 / 4', borderRadius: '18px' }} />
        <Box>
          <Skeleton width="70%" height={56} />
          <Skeleton width="90%" />
          <Skeleton width="80%" />
        </Box>
        <Skeleton variant="rounded" height={220} sx={{ borderRadius: '18px' }} />
      </Box>
    </Container>
  );
}
