import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useEffect, type ReactElement } from 'react';
import { useParams } from 'react-router';
import { useAppDispatch, useAppSelector } from '../../app/hooks.ts';
import { LogPanel } from '../../features/operator/components/log-panel.tsx';
import { RunGames } from '../../features/operator/components/run-games.tsx';
import { StateGraph } from '../../features/operator/components/state-graph.tsx';
import { StatusBadge } from '../../features/operator/components/status-badge.tsx';
import { selectOperator } from '../../features/operator/selectors.ts';
import { operatorActions } from '../../features/operator/slice.ts';
import type { RunDetail } from '../../shared/api/contract.ts';
import { formatDay, formatDuration, formatInstant, formatNumber } from '../../shared/format/time.ts';
import { useNow } from '../../shared/hooks/use-now.ts';
import { FailureNotice, Notice } from '../../shared/ui/notices.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { TextLink } from '../../shared/ui/section.tsx';

export function RunPage(): ReactElement {
  const dispatch = useAppDispatch();
  const id = useParams()['id'] ?? '';
  const { open } = useAppSelector(selectOperator);
  useEffect(() => {
    dispatch(operatorActions.runOpened(id));
    return () => void dispatch(operatorActions.runClosed());
  }, [dispatch, id]);
  const run = open?.id === id ? open.run : null;
  if (open !== null && run?.status === 'ready') {
    return (
      <>
        <Run run={run.data}>
          <RunGames games={open.games} onMore={() => dispatch(operatorActions.moreGamesAsked())} />
        </Run>
      </>
    );
  }
  return (
    <Page title="Run">
      {run?.status === 'failed' ? (
        <FailureNotice
          title="The run could not be loaded"
          failure={run.failure}
          onRetry={() => dispatch(operatorActions.runOpened(id))}
        />
      ) : (
        <Skeleton variant="rounded" height={620} sx={{ borderRadius: '18px' }} />
      )}
    </Page>
  );
}

function Run({ run, children }: { readonly run: RunDetail; readonly children: ReactElement }): ReactElement {
  const now = useNow(1_000);
  const length = (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt);
  return (
    <Page
      title={`Run as of ${formatDay(run.asOf)}`}
      lead={
        <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.25, alignItems: 'center' }}>
          <StatusBadge status={run.status} />
          <span>started {formatInstant(run.startedAt)}</span>
          <span>{formatDuration(length)}</span>
          {run.dryRun && <span>dry run</span>}
          {run.published && <span>published</span>}
        </Box>
      }
      actions={<TextLink to="/operator/runs">All runs</TextLink>}
    >
      <Box sx={{ display: 'grid', gap: 4, minWidth: 0 }}>
        {run.error !== null && (
          <Notice tone="bad" role="status" title={run.error.error}>
            <Typography variant="body2">{run.error.cause}</Typography>
          </Notice>
        )}
        <Figures run={run} />
        <Box
          component="section"
          aria-label="State graph"
          sx={({ tokens }) => ({
            background: tokens.surface,
            border: `1px solid ${tokens.line}`,
            borderRadius: '18px',
            p: { xs: 1.5, md: 3 },
          })}
        >
          <StateGraph run={run} now={now} />
        </Box>
        {run.failedGames.length > 0 && <FailedGames run={run} />}
        {children}
        <LogPanel initialId={run.id} />
      </Box>
    </Page>
  );
}

function Figures({ run }: { readonly run: RunDetail }): ReactElement {
  const { written, noSales, carried, failed, rows, units } = run.counts;
  const figures: readonly (readonly [string, number])[] = [
    ['Games', run.gamesTotal],
    ['Written', written],
    ['Without sales', noSales],
    ['Carried over', carried],
    ['Failed', failed],
    ['Days', rows],
    ['Units', units],
  ];
  return (
    <Box
      component="dl"
      sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: 'repeat(auto-fit, minmax(112px, 1fr))' }}
    >
      {figures.map(([name, value]) => (
        <Box
          key={name}
          sx={({ tokens }) => ({
            p: 1.75,
            borderRadius: '14px',
            background: tokens.surface,
            border: `1px solid ${tokens.line}`,
            display: 'flex',
            flexDirection: 'column-reverse',
          })}
        >
          <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
            {name}
          </Box>
          <Box
            component="dd"
            sx={({ tokens }) => ({
              fontWeight: 720,
              fontSize: '1.375rem',
              letterSpacing: '-0.02em',
              fontVariantNumeric: 'tabular-nums',
              color: name === 'Failed' && value > 0 ? tokens.bad : tokens.ink,
            })}
          >
            {formatNumber(value)}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function FailedGames({ run }: { readonly run: RunDetail }): ReactElement {
  return (
    <Box component="section" aria-labelledby="failed-title" sx={{ display: 'grid', gap: 1.5 }}>
      <Typography id="failed-title" variant="h2">
        Failed games
      </Typography>
      <Box component="ul" sx={{ display: 'grid', gap: 1 }}>
        {run.failedGames.map((game) => (
          <Box
            component="li"
            key={game.gameId}
            sx={({ tokens }) => ({
              borderLeft: `4px solid ${tokens.bad}`,
              background: tokens.badWash,
              borderRadius: '12px',
              px: 2,
              py: 1.25,
            })}
          >
            <strong>{game.title}</strong> (game {game.gameId}): {game.reason}
          </Box>
        ))}
      </Box>
    </Box>
  );
}
