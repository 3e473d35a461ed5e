import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import type { Availability, Price } from '../api/contract.ts';
import { formatDay, formatEnd } from '../format/time.ts';
import { formatPrice } from '../format/money.ts';
import { Hidden } from './page.tsx';

/** `-40%`, with words for screen readers. */
export function DiscountBadge({ percent }: { readonly percent: number }): ReactElement | null {
  if (percent === 0) return null;
  return (
    <Box
      component="span"
      sx={({ tokens }) => ({
        background: tokens.accent,
        color: tokens.onAccent,
        fontWeight: 700,
        fontSize: '0.8125rem',
        fontVariantNumeric: 'tabular-nums',
        borderRadius: '6px',
        px: '7px',
        py: '2px',
        lineHeight: 1.45,
      })}
    >
      <span aria-hidden="true">−{percent}%</span>
      <Hidden>{percent} percent off,</Hidden>
    </Box>
  );
}

/** The price as every card shows it: percent, the list price struck through (and read as such), the price now. */
export function PriceTag(props: {
  readonly price: Price | null;
  readonly availability: Availability;
  readonly large?: boolean;
}): ReactElement {
  const { price, availability, large = false } = props;
  if (price === null) return <Muted>{availability === 'coming-soon' ? 'Coming soon' : 'Not for sale'}</Muted>;
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
      <DiscountBadge percent={price.percent} />
      {price.percent > 0 && (
        <Box component="span" sx={{ color: 'text.secondary', fontSize: large ? '1.0625rem' : '0.875rem' }}>
          <Hidden>was </Hidden>
          <s>{formatPrice(price.list)}</s>
          <Hidden>, now</Hidden>
        </Box>
      )}
      <Box
        component="span"
        sx={{
          fontWeight: 680,
          fontSize: large ? '1.75rem' : '1rem',
          letterSpacing: large ? '-0.02em' : 0,
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        {formatPrice(price.now)}
      </Box>
    </Box>
  );
}

function Muted({ children }: { readonly children: string }): ReactElement {
  return (
    <Box component="span" sx={{ color: 'text.secondary', fontWeight: 560, fontSize: '0.9375rem' }}>
      {children}
    </Box>
  );
}

/** When a discount ends; the exact day is in the title for those who plan. */
export function SaleEnd({ endsAt, now }: { readonly endsAt: string; readonly now: number }): ReactElement {
  return (
    <Box
      component="time"
      dateTime={endsAt}
      title={formatDay(endsAt)}
      sx={({ tokens }) => ({ color: tokens.accent, fontSize: '0.8125rem', fontWeight: 600 })}
    >
      {formatEnd(endsAt, now)}
    </Box>
  );
}
