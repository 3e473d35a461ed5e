import Box from '@mui/material/Box';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import type { Execution, Run } from '../../../shared/api/contract.ts';
import { formatDay, formatDuration, formatInstant, formatNumber } from '../../../shared/format/time.ts';
import { StatusBadge } from './status-badge.tsx';

/** Runs, newest first; each row leads to its graph. */
export function RunRows({
  runs,
  now,
}: {
  readonly runs: readonly Run[];
  readonly now: number;
}): ReactElement {
  return (
    <Box component="ul" aria-label="Runs" sx={{ display: 'grid', gap: 1 }}>
      {runs.map((run) => (
        <Box
          component="li"
          key={run.id}
          sx={({ tokens }) => ({
            position: 'relative',
            display: 'grid',
            gridTemplateColumns: { xs: '1fr auto', md: '150px 110px minmax(0, 1fr) 230px' },
            columnGap: 2,
            rowGap: 0.5,
            alignItems: 'center',
            p: 2,
            borderRadius: '14px',
            background: tokens.surface,
            border: `1px solid ${tokens.line}`,
            '&:hover, &:focus-within': { borderColor: tokens.accent },
          })}
        >
          <Box
            component={Link}
            to={`/operator/runs/${encodeURIComponent(run.id)}`}
            sx={{
              fontWeight: 680,
              fontVariantNumeric: 'tabular-nums',
              '&::after': { content: '""', position: 'absolute', inset: 0 },
            }}
          >
            as of {formatDay(run.asOf)}
          </Box>
          <Box sx={{ justifySelf: { xs: 'end', md: 'start' } }}>
            <StatusBadge status={run.status} />
          </Box>
          <Box
            sx={{ color: 'text.secondary', fontSize: '0.9375rem', gridColumn: { xs: '1 / -1', md: 'auto' } }}
          >
            {outcome(run)}
          </Box>
          <Box
            sx={{
              color: 'text.secondary',
              fontSize: '0.875rem',
              textAlign: { md: 'right' },
              gridColumn: { xs: '1 / -1', md: 'auto' },
            }}
          >
            {formatInstant(run.startedAt)} ·{' '}
            {formatDuration(
              (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt),
            )}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function outcome(run: Run): string {
  const { written, noSales, failed, units } = run.counts;
  const parts = [`${formatNumber(written)} written`, `${formatNumber(noSales)} without sales`];
  if (failed > 0) parts.push(`${formatNumber(failed)} failed`);
  parts.push(`${formatNumber(units)} units`);
  if (run.dryRun) parts.push('dry run');
  if (run.error !== null && failed === 0) parts.push(run.error.error);
  return parts.join(' · ');
}

/** Trainings and forecasts, as the state machines know them. */
export function ExecutionRows({ executions }: { readonly executions: readonly Execution[] }): ReactElement {
  return (
    <Box component="ul" aria-label="Trainings and forecasts" sx={{ display: 'grid', gap: 1 }}>
      {executions.map((execution) => (
        <Box
          component="li"
          key={execution.executionArn}
          sx={({ tokens }) => ({
            display: 'grid',
            gridTemplateColumns: { xs: '1fr auto', md: '150px 110px minmax(0, 1fr) 230px' },
            columnGap: 2,
            rowGap: 0.5,
            alignItems: 'center',
            px: 2,
            py: 1.5,
            borderRadius: '14px',
            border: `1px solid ${tokens.line}`,
            fontSize: '0.9375rem',
          })}
        >
          <Box sx={{ fontWeight: 650 }}>{execution.machine}</Box>
          <Box sx={{ justifySelf: { xs: 'end', md: 'start' } }}>
            <StatusBadge status={execution.status} />
          </Box>
          <Box
            sx={{
              color: 'text.secondary',
              overflowWrap: 'anywhere',
              gridColumn: { xs: '1 / -1', md: 'auto' },
            }}
          >
            {execution.error === null ? execution.name : `${execution.error.error}: ${execution.error.cause}`}
          </Box>
          <Box
            sx={{
              color: 'text.secondary',
              fontSize: '0.875rem',
              textAlign: { md: 'right' },
              gridColumn: { xs: '1 / -1', md: 'auto' },
            }}
          >
            {formatInstant(execution.startedAt)}
            {execution.stoppedAt !== null &&
              ` · ${formatDuration(Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt))}`}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
