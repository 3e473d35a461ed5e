import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState, type ReactElement } from 'react';
import { useAppDispatch, useAppSelector } from '../../../app/hooks.ts';
import { FailureNotice } from '../../../shared/ui/notices.tsx';
import { TextBox } from '../../../shared/ui/text-box.tsx';
import { selectOperator } from '../selectors.ts';
import { operatorActions } from '../slice.ts';

/** Starts a run: what had happened before the start of that day counts. */
export function StartForm({ today }: { readonly today: string }): ReactElement {
  const dispatch = useAppDispatch();
  const { start } = useAppSelector(selectOperator);
  const [runDate, setRunDate] = useState(today);
  const [dryRun, setDryRun] = useState(false);
  const sending = start.status === 'sending';
  return (
    <Box
      component="form"
      aria-label="Start a run"
      onSubmit={(event) => {
        event.preventDefault();
        dispatch(operatorActions.startSubmitted({ runDate, ...(dryRun ? { dryRun } : {}) }));
      }}
      sx={({ tokens }) => ({
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        borderRadius: '16px',
        p: 2.5,
        display: 'grid',
        gap: 2,
      })}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'end' }}>
        <Box sx={{ flex: '1 1 200px', maxWidth: 260 }}>
          <TextBox
            label="Run as of"
            type="date"
            required
            value={runDate}
            onChange={setRunDate}
            errors={start.status === 'refused' ? (start.failure.fieldErrors['runDate'] ?? []) : []}
          />
        </Box>
        <Box
          component="label"
          sx={{ display: 'inline-flex', gap: 1, alignItems: 'center', minHeight: 46, cursor: 'pointer' }}
        >
          <Box
            component="input"
            type="checkbox"
            checked={dryRun}
            onChange={(event) => setDryRun(event.target.checked)}
            sx={({ tokens }) => ({ width: 18, height: 18, accentColor: tokens.accent })}
          />
          Dry run (publishes nothing)
        </Box>
        <Button type="submit" variant="contained" disabled={sending || runDate === ''} sx={{ minHeight: 46 }}>
          {sending ? 'Starting…' : 'Start run'}
        </Button>
      </Box>
      {start.status === 'refused' && (
        <FailureNotice title="The run was not started" failure={start.failure} />
      )}
    </Box>
  );
}
