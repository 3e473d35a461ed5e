import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { GameDetail } from '../../../shared/api/contract.ts';
import { formatMoney } from '../../../shared/format/money.ts';
import { formatDay, formatEnd } from '../../../shared/format/time.ts';
import { PriceTag } from '../../../shared/ui/price.tsx';
import { OwnedMark } from '../../catalogue/components/game-tile.tsx';

interface Props {
  readonly game: GameDetail;
  readonly owned: boolean;
  readonly busy: boolean;
  readonly now: number;
  readonly onBuy: () => void;
}

/** What the game costs, until when, and the one thing that can be done about it. */
export function BuyBox({ game, owned, busy, now, onBuy }: Props): ReactElement {
  return (
    <Box
      component="section"
      aria-label="Price"
      sx={({ tokens }) => ({
        p: 3,
        borderRadius: '18px',
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        boxShadow: tokens.shadow,
        display: 'grid',
        gap: 2,
      })}
    >
      {owned ? <Owned /> : <Offer game={game} now={now} />}
      {!owned && <BuyButton game={game} busy={busy} onBuy={onBuy} />}
      {!owned && game.price !== null && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          Before tax. Yours to keep, on every platform listed here.
        </Typography>
      )}
    </Box>
  );
}

function Owned(): ReactElement {
  return (
    <>
      <Box sx={{ '& > span': { fontSize: '1.0625rem' } }}>
        <OwnedMark />
      </Box>
      <Button component={Link} to="/library" variant="contained" size="large">
        Go to your games
      </Button>
    </>
  );
}

function Offer({ game, now }: { readonly game: GameDetail; readonly now: number }): ReactElement {
  const { price, availability, releaseDate } = game;
  const endsAt = price?.endsAt ?? null;
  return (
    <Box sx={{ display: 'grid', gap: 0.75 }}>
      <PriceTag price={price} availability={availability} large />
      {endsAt !== null && (
        <Typography variant="body2" sx={({ tokens }) => ({ color: tokens.accent, fontWeight: 600 })}>
          <time dateTime={endsAt}>
            {formatEnd(endsAt, now)}
            {formatEnd(endsAt, now).startsWith('Ends in') ? ` (${formatDay(endsAt)})` : ''}
          </time>
        </Typography>
      )}
      {game.lowestPrice30Days !== null && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Lowest price in the 30 days before this sale: {formatMoney(game.lowestPrice30Days)}
        </Typography>
      )}
      {availability === 'pre-order' && (
        <Typography variant="body2">
          {releaseDate === null
            ? 'Pre-order. The release date is not set yet.'
            : `Pre-order. Playable from ${formatDay(releaseDate)}.`}
        </Typography>
      )}
      {availability === 'coming-soon' && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          {releaseDate === null
            ? 'Its date and price are not set yet.'
            : `Planned for ${formatDay(releaseDate)}. Its price is not set yet.`}
        </Typography>
      )}
      {availability === 'not-for-sale' && (
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Its publisher does not sell this game here at present.
        </Typography>
      )}
    </Box>
  );
}

/** The words on the button for each availability; null = there is nothing to press. */
export function buyLabel(game: Pick<GameDetail, 'availability'>): string | null {
  switch (game.availability) {
    case 'buyable':
      return 'Buy now';
    case 'free':
      return 'Get it free';
    case 'pre-order':
      return 'Pre-order';
    case 'coming-soon':
    case 'not-for-sale':
      return null;
  }
}

export function BuyButton({
  game,
  busy,
  onBuy,
}: Pick<Props, 'game' | 'busy' | 'onBuy'>): ReactElement | null {
  const label = buyLabel(game);
  if (label === null) return null;
  return (
    <Button variant="contained" size="large" fullWidth disabled={busy} onClick={onBuy}>
      {busy ? 'One moment…' : label}
    </Button>
  );
}
