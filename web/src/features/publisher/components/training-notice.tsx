import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import type { TrainingState } from '../../../shared/api/contract.ts';
import { Notice } from '../../../shared/ui/notices.tsx';

/** How far the model is. The page changes over to it by itself. */
export function TrainingNotice({
  training,
  served,
}: {
  readonly training: TrainingState;
  readonly served: string | null;
}): ReactElement | null {
  if (training.state === 'failed') {
    return (
      <Notice tone="warn" role="status" title="The last training failed">
        <Typography variant="body2">
          {training.message ?? 'What is shown stays in place until the next one succeeds.'}
        </Typography>
      </Notice>
    );
  }
  if (training.state !== 'running') return null;
  const { step, totalSteps, stage } = training;
  const share = totalSteps === 0 ? 0 : Math.min(1, step / totalSteps);
  return (
    <Notice
      tone="plain"
      role="status"
      title={served === 'model' ? 'A newer model is being trained' : 'The model is being trained'}
    >
      <Typography variant="body2">
        {stage ?? 'Preparing'}
        {totalSteps > 0 && `: step ${step} of ${totalSteps}`}. This page changes over by itself.
      </Typography>
      <Box
        role="progressbar"
        aria-label="Training"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        sx={({ tokens }) => ({
          width: '100%',
          height: 8,
          borderRadius: '4px',
          mt: 1,
          background: tokens.line,
          overflow: 'hidden',
        })}
      >
        <Box
          sx={({ tokens }) => ({
            height: '100%',
            width: `${share * 100}%`,
            borderRadius: '4px',
            background: tokens.accent,
            transition: 'width 600ms ease',
          })}
        />
      </Box>
    </Notice>
  );
}
