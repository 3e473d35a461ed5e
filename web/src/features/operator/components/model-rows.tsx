import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactElement } from 'react';
import { useAppDispatch } from '../../../app/hooks.ts';
import type { Drift, Model, Training } from '../../../shared/api/contract.ts';
import { formatDay, formatInstant } from '../../../shared/format/time.ts';
import { DriftNotice } from '../../../shared/ui/drift-notice.tsx';
import { operatorActions } from '../slice.ts';
import { StatusBadge } from './status-badge.tsx';

/** The champion first, then the newest; what passed its gate once can be served again. */
export function ModelRows({ training }: { readonly training: Training }): ReactElement {
  const { models, driftingGames } = training;
  const champion = models.find(({ status }) => status === 'champion')?.id ?? null;
  return (
    <>
      <Box component="ul" aria-label="Models" sx={{ display: 'grid', gap: 1 }}>
        {models.map((model) => (
          <ModelRow key={model.id} model={model} champion={champion} />
        ))}
      </Box>
      {driftingGames.length > 0 && (
        <Box sx={{ mt: 2, color: 'text.secondary', fontSize: '0.9375rem' }}>
          <Typography variant="body2">Games further off than usual</Typography>
          <Box component="ul" aria-label="Games further off than usual">
            {driftingGames.map(({ gameId, title, drift }) => (
              <li key={gameId}>
                {title}: {drift.map(bandWords).join('; ')}
              </li>
            ))}
          </Box>
        </Box>
      )}
    </>
  );
}

function bandWords({ days, since }: Drift): string {
  return `${days.from} to ${days.to} days ahead since ${formatDay(since)}`;
}

function ModelRow({
  model,
  champion,
}: {
  readonly model: Model;
  readonly champion: string | null;
}): ReactElement {
  const dispatch = useAppDispatch();
  const { reason } = model.decision;
  return (
    <Box
      component="li"
      sx={({ tokens }) => ({
        display: 'grid',
        gridTemplateColumns: { xs: '1fr auto', md: 'minmax(0, 400px) 110px minmax(0, 1fr)' },
        columnGap: 2,
        rowGap: 1,
        alignItems: 'center',
        p: 2,
        borderRadius: '14px',
        background: tokens.surface,
        border: `1px solid ${tokens.line}`,
        fontSize: '0.9375rem',
      })}
    >
      <Box sx={{ fontWeight: 650, overflowWrap: 'anywhere' }}>{model.id}</Box>
      <Box sx={{ justifySelf: { xs: 'end', md: 'start' } }}>
        <StatusBadge status={model.status} />
      </Box>
      <Box sx={{ justifySelf: { md: 'end' }, gridColumn: { xs: '1 / -1', md: 'auto' } }}>
        {model.status === 'retired' && (
          <Button
            variant="outlined"
            size="small"
            aria-label={`Serve again: ${model.id}`}
            onClick={() => dispatch(operatorActions.rollBackOpened({ model: model.id, champion }))}
          >
            Serve again
          </Button>
        )}
      </Box>
      <Box sx={{ gridColumn: '1 / -1', color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {model.recipe} · data to {formatDay(model.asOf)}
        {model.promotedAt !== null && ` · champion from ${formatInstant(model.promotedAt)}`}
        {typeof reason === 'string' && <Box>{reason}</Box>}
      </Box>
      {model.drift.length > 0 && (
        <Box sx={{ gridColumn: '1 / -1' }}>
          <DriftNotice drift={model.drift} />
        </Box>
      )}
    </Box>
  );
}
