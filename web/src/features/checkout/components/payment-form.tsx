import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactElement } from 'react';
import { useAppDispatch } from '../../../app/hooks.ts';
import { formatPrice } from '../../../shared/format/money.ts';
import type { Failure } from '../../../shared/api/error.ts';
import { Notice } from '../../../shared/ui/notices.tsx';
import { groupDigits, SANDBOX_CARDS, type SandboxCard } from '../cards.ts';
import { checkoutActions, type CheckoutState } from '../slice.ts';

type Paying = Extract<CheckoutState, { status: 'reviewing' | 'placing' }>;

export function PaymentForm({
  checkout,
  onClose,
}: {
  readonly checkout: Paying;
  readonly onClose: () => void;
}): ReactElement {
  const dispatch = useAppDispatch();
  const [card, setCard] = useState<SandboxCard>('4242424242424242');
  const placing = checkout.status === 'placing';
  const free = checkout.purchase.total.amountMinor === 0;
  const refusal = checkout.status === 'reviewing' ? checkout.refusal : null;
  const settled =
    refusal?.code === 'already_owned' ||
    refusal?.code === 'price_changed' ||
    refusal?.code === 'not_for_sale';
  return (
    <Box
      component="form"
      onSubmit={(event) => {
        event.preventDefault();
        dispatch(
          checkoutActions.orderSubmitted(
            checkout.purchase,
            free ? { method: 'free' } : { method: 'sandbox', card },
          ),
        );
      }}
      sx={{ display: 'grid', gap: 2.5 }}
    >
      {refusal !== null && <Refused failure={refusal} />}
      {!free && (
        <>
          <Notice tone="plain" title="No real card is charged">
            <Typography variant="body2">
              This store runs its payments in a sandbox. Choose a test card to see what happens.
            </Typography>
          </Notice>
          <CardChoice card={card} disabled={placing} onChoose={setCard} />
        </>
      )}
      <Box
        sx={({ tokens }) => ({
          display: 'flex',
          gap: 1.5,
          flexWrap: 'wrap',
          alignItems: 'center',
          // On a low screen the cards scroll; the button that pays stays in sight.
          position: 'sticky',
          bottom: 0,
          py: 1.5,
          mb: -1.5,
          background: tokens.raised,
        })}
      >
        {!settled && (
          <Button type="submit" variant="contained" size="large" disabled={placing}>
            {placing ? 'One moment…' : free ? 'Get it free' : `Pay ${formatPrice(checkout.purchase.total)}`}
          </Button>
        )}
        <Button variant={settled ? 'contained' : 'text'} disabled={placing} onClick={onClose}>
          {settled ? 'Back to the game' : 'Cancel'}
        </Button>
      </Box>
    </Box>
  );
}

function Refused({ failure }: { readonly failure: Failure }): ReactElement {
  return (
    <Notice tone="bad" role="alert" title={refusalTitle(failure.code)}>
      <Typography variant="body2">{failure.message}</Typography>
      {failure.requestId !== null && (
        <Typography variant="caption" sx={{ color: 'text.secondary' }}>
          Request <code>{failure.requestId}</code>
        </Typography>
      )}
    </Notice>
  );
}

function refusalTitle(code: string): string {
  switch (code) {
    case 'payment_declined':
      return 'The payment was refused. Nothing was bought.';
    case 'already_owned':
      return 'You own this game already';
    case 'price_changed':
      return 'The price has changed meanwhile. Nothing was bought.';
    case 'not_for_sale':
      return 'This game is no longer for sale';
    default:
      return 'The order could not be placed';
  }
}

function CardChoice(props: {
  readonly card: SandboxCard;
  readonly disabled: boolean;
  readonly onChoose: (card: SandboxCard) => void;
}): ReactElement {
  const { card, disabled, onChoose } = props;
  return (
    <Box component="fieldset" disabled={disabled} sx={{ border: 0, p: 0, m: 0, display: 'grid', gap: 1 }}>
      <Box component="legend" sx={{ fontWeight: 620, mb: 1, p: 0 }}>
        Test card
      </Box>
      {SANDBOX_CARDS.map(({ number, title, note }) => (
        <Box
          key={number}
          component="label"
          sx={({ tokens }) => ({
            display: 'grid',
            gridTemplateColumns: '22px minmax(0, 1fr) auto',
            gap: 1.5,
            alignItems: 'center',
            px: 1.75,
            py: 1.1,
            borderRadius: '12px',
            cursor: 'pointer',
            border: `1.5px solid ${card === number ? tokens.accent : tokens.line}`,
            background: card === number ? tokens.accentWash : tokens.surface,
          })}
        >
          <Box
            component="input"
            type="radio"
            name="card"
            value={number}
            checked={card === number}
            onChange={() => onChoose(number)}
            sx={({ tokens }) => ({ width: 18, height: 18, m: 0, accentColor: tokens.accent })}
          />
          <Box component="span" sx={{ display: 'grid' }}>
            <Box component="span" sx={{ fontWeight: 620, fontSize: '0.9375rem' }}>
              {title}
            </Box>
            <Box component="span" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
              {note}
            </Box>
          </Box>
          <Box
            component="code"
            sx={{ fontSize: '0.8125rem', color: 'text.secondary', display: { xs: 'none', sm: 'block' } }}
          >
            {groupDigits(number)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
