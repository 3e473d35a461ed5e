import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { useAppDispatch, useAppSelector } from '../../../app/hooks.ts';
import { formatPrice } from '../../../shared/format/money.ts';
import { Cover } from '../../../shared/ui/cover.tsx';
import { Notice } from '../../../shared/ui/notices.tsx';
import { selectCheckout } from '../selectors.ts';
import { checkoutActions, type CheckoutState, type Purchase } from '../slice.ts';
import { PaymentForm } from './payment-form.tsx';

type OpenCheckout = Exclude<CheckoutState, { status: 'closed' }>;

/** From the price to the receipt. It cannot be closed while the order is on its way. */
export default function CheckoutDialog(): ReactElement | null {
  const dispatch = useAppDispatch();
  const checkout = useAppSelector(selectCheckout);
  if (checkout.status === 'closed') return null;
  const close = (): void => {
    if (checkout.status !== 'placing') dispatch(checkoutActions.checkoutClosed());
  };
  return (
    <Dialog open onClose={close} aria-labelledby="checkout-title" maxWidth="sm" fullWidth>
      <Box sx={{ p: { xs: 2.5, sm: 3.5 }, display: 'grid', gap: 2.5 }}>
        <Typography id="checkout-title" variant="h2">
          {titleOf(checkout)}
        </Typography>
        <Line purchase={checkout.purchase} />
        <Body checkout={checkout} onClose={close} />
      </Box>
    </Dialog>
  );
}

function titleOf(checkout: OpenCheckout): string {
  switch (checkout.status) {
    case 'reviewing':
      return 'Check your order';
    case 'placing':
      return 'Placing your order…';
    case 'pending':
      return checkout.waited ? 'Your payment is still open' : 'Waiting for the bank…';
    case 'done':
      return 'It is yours';
  }
}

function Body({
  checkout,
  onClose,
}: {
  readonly checkout: OpenCheckout;
  readonly onClose: () => void;
}): ReactElement {
  switch (checkout.status) {
    case 'reviewing':
    case 'placing':
      return <PaymentForm checkout={checkout} onClose={onClose} />;
    case 'pending':
      return (
        <>
          <Notice tone="warn" role="status">
            {checkout.waited
              ? 'The bank has not confirmed the payment yet. The game appears in your library as soon as it does; nothing more is needed from you.'
              : 'The payment is being confirmed. This takes a few seconds; you may also close this and look into your library later.'}
          </Notice>
          <Button variant="outlined" onClick={onClose}>
            Close
          </Button>
        </>
      );
    case 'done':
      return (
        <>
          <Notice tone="good" role="status" title="Added to your library">
            <Typography variant="body2">
              Order <code>{checkout.order.id}</code>, {formatPrice(checkout.order.total)}.
            </Typography>
          </Notice>
          <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
            <Button component={Link} to="/library" variant="contained" autoFocus>
              Go to your games
            </Button>
            <Button variant="outlined" onClick={onClose}>
              Keep browsing
            </Button>
          </Box>
        </>
      );
  }
}

function Line({ purchase }: { readonly purchase: Purchase }): ReactElement {
  return (
    <Box
      sx={{ display: 'grid', gridTemplateColumns: '56px minmax(0, 1fr) auto', gap: 2, alignItems: 'center' }}
    >
      <Box sx={{ borderRadius: '8px', overflow: 'hidden' }}>
        <Cover url={purchase.coverUrl} />
      </Box>
      <Typography sx={{ fontWeight: 620 }}>{purchase.title}</Typography>
      <Typography sx={{ fontWeight: 700, fontSize: '1.125rem' }}>{formatPrice(purchase.total)}</Typography>
    </Box>
  );
}
