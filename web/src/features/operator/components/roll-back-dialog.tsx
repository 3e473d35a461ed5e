import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { useAppDispatch, useAppSelector } from '../../../app/hooks.ts';
import { FailureNotice } from '../../../shared/ui/notices.tsx';
import { selectOperator } from '../selectors.ts';
import { operatorActions } from '../slice.ts';

/** Asks before an older model is served again: every publisher sees what it says. */
export function RollBackDialog(): ReactElement | null {
  const dispatch = useAppDispatch();
  const { rollBack } = useAppSelector(selectOperator);
  if (rollBack.status === 'closed') return null;
  const { model, champion } = rollBack;
  const sending = rollBack.status === 'sending';
  const close = (): void => {
    if (!sending) dispatch(operatorActions.rollBackClosed());
  };
  return (
    <Dialog open onClose={close} aria-labelledby="roll-back-title" maxWidth="sm" fullWidth>
      <Box sx={{ p: { xs: 2.5, sm: 3.5 }, display: 'grid', gap: 2.5 }}>
        <Typography id="roll-back-title" variant="h2">
          Serve {model} again?
        </Typography>
        <Typography variant="body1">
          It takes the place of {champion ?? 'the baselines'} at once, and the newest run is forecast again by
          it. Every publisher sees its forecasts then.
        </Typography>
        {rollBack.status === 'refused' && (
          <FailureNotice title="The model was not changed" failure={rollBack.failure} />
        )}
        <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
          <Button
            variant="contained"
            disabled={sending}
            onClick={() => dispatch(operatorActions.rollBackConfirmed({ model, champion }))}
          >
            {sending ? 'Changing…' : 'Serve it'}
          </Button>
          <Button variant="outlined" autoFocus disabled={sending} onClick={close}>
            Cancel
          </Button>
        </Box>
      </Box>
    </Dialog>
  );
}
